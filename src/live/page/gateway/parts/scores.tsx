/** Whether scores have changed since the first day, and which thresholds fit the traffic of the last. */
import { useState } from "preact/hooks";
import { printable } from "../../../../core/terminal/printable.ts";
import { NamedRows } from "../../parts/named-rows.tsx";
import { useWords } from "../../words/use-words.ts";
import type { EventClass, OverviewAnswer, ThresholdsAnswer } from "../api.ts";
import type { GatewaySession, GatewayState } from "../session.ts";
import { clock } from "../times.ts";
import { useGatewayWords } from "../words.ts";

const CLASSES = ["call", "message"] as const satisfies readonly EventClass[];
/** Siddiqi, "Credit Risk Scorecards", 2006. */
const SOME = 0.1;
const SHIFT = 0.25;

export function Drift({ drift }: Pick<OverviewAnswer, "drift">) {
  const words = useGatewayWords();
  return (
    <section class="panel counts" aria-labelledby="drift-title">
      <h2 id="drift-title">{words.drift.title}</h2>
      <p class="note">{words.drift.note}</p>
      {drift === null && <p class="empty">{words.drift.none}</p>}
      {CLASSES.map((of) => {
        const found = drift?.[of];
        return found && <Tenths key={of} of={of} found={found} />;
      })}
    </section>
  );
}

type Found = NonNullable<NonNullable<OverviewAnswer["drift"]>[EventClass]>;

function Tenths({ of, found: { index, byChance, tenths } }: { readonly of: EventClass; readonly found: Found }) {
  const words = useGatewayWords();
  const { format } = useWords();
  const size = index >= SHIFT ? "shift" : index >= SOME ? "some" : "little";
  return (
    <>
      <h3>{words.classes[of]}</h3>
      <p>
        {words.drift.index(format.decimal(index, 3), format.decimal(byChance, 3))} <strong>{words.drift[size]}</strong>
      </p>
      <NamedRows
        columns={[words.drift.upTo, words.drift.first, words.drift.last]}
        rows={tenths.map(({ to, first, last }) => ({
          key: String(to),
          name: to === null ? words.drift.above : format.decimal(to / 100, 2),
          cells: [format.percent(first), format.percent(last)],
        }))}
      />
    </>
  );
}

interface Props {
  readonly found: GatewayState["thresholds"];
  readonly now: string;
  readonly session: GatewaySession;
}

export function Thresholds({ found, now, session }: Props) {
  const words = useGatewayWords();
  const [share, setShare] = useState("0.2");
  return (
    <section class="panel counts" aria-labelledby="thresholds-title">
      <h2 id="thresholds-title">{words.thresholds.title}</h2>
      <p class="note">{words.thresholds.note}</p>
      <form
        class="choice"
        onSubmit={(event) => {
          event.preventDefault();
          void session.askThresholds(share);
        }}
      >
        <label>
          {words.thresholds.share}{" "}
          <input
            type="number"
            min="0.001"
            max="50"
            step="any"
            required
            value={share}
            onInput={({ currentTarget }) => setShare(currentTarget.value)}
          />{" "}
          %
        </label>
        <button type="submit">{words.thresholds.look}</button>
      </form>
      {found !== null && "problem" in found && (
        <p class="notice" role="status">
          {printable(found.problem)}
        </p>
      )}
      {found !== null && "suggested" in found && <Suggested found={found} now={now} />}
    </section>
  );
}

function Suggested({ found, now }: { readonly found: ThresholdsAnswer; readonly now: string }) {
  const words = useGatewayWords();
  const { format, language } = useWords();
  const { from, events, decidedFraud, sampled, advises, suggested } = found;
  const scoreShown = (score: number): string => format.decimal(score / 100, 2);
  return (
    <div role="status">
      <p class="note">
        {words.thresholds.of(
          format.count(events),
          clock(from, now, language),
          format.count(decidedFraud),
          format.count(sampled),
        )}
      </p>
      <NamedRows
        columns={[
          "",
          words.thresholds.flagFrom,
          words.thresholds.blockFrom,
          words.thresholds.flagged,
          words.thresholds.blocked,
        ]}
        rows={(["now", "suggested"] as const).map((one) => ({
          key: one,
          name: words.thresholds[one],
          cells: [
            scoreShown(found[one].flagScore),
            scoreShown(found[one].blockScore),
            format.rare(found[one].flagged),
            format.rare(found[one].blocked),
          ],
        }))}
      />
      {advises && <p class="note">{words.thresholds.advises}</p>}
      <p class="note">{words.thresholds.take}</p>
      <p class="note">{words.last.hundredths(scoreShown(suggested.blockScore), String(suggested.blockScore))}</p>
      <code class="take">
        --set screening.flagScore={suggested.flagScore} --set screening.blockScore={suggested.blockScore}
      </code>
    </div>
  );
}
