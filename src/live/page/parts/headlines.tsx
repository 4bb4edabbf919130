/** The main figures, large, with their denominators, above those of the run before at the same hour. */
import { printable } from "../../../core/terminal/printable.ts";
import { count, NOTHING, say, yuan } from "../../../ui/browser/speech.ts";
import { Note } from "../../../ui/browser/text.tsx";
import { joined, t } from "../../../ui/words.ts";
import { differencesOf } from "../controls.ts";
import { figuresAt, precisionText, TILES } from "../figures.ts";
import type { Intervals } from "../../server/frame.ts";
import type { State } from "../state.ts";
import { Term } from "./text.tsx";

export function Headlines({ run, past, catalogue }: Pick<State, "run" | "past" | "catalogue">) {
  const hour = run?.frame?.hour ?? -1;
  const now = run && figuresAt({ history: run.history, hasEnded: false }, hour);
  const other = past !== null && run !== null && past.request.scenario !== run.request.scenario ? past.request : null;
  const behind = other !== null || now === null ? null : past;
  const before = behind && figuresAt(behind, hour);
  const changes = behind && catalogue ? differencesOf(behind.request, run!.request, catalogue) : [];
  const different = changes.length === 0 ? t`nothing, the same settings` : joined(changes, "; ");
  const when =
    before && before.hour < hour
      ? t`Before, ended at hour ${count(before.hour + 1)}:`
      : t`Before, hour ${count(hour + 1)}:`;
  return (
    <section id="headlines" tabIndex={-1} aria-label={say(t`Headline figures`)}>
      <div class="tiles">
        {TILES.map(({ key, title, term, value, interval, detail }) => (
          <div key={key} class={`tile panel ${key}`}>
            <h2>{term === undefined ? say(title) : <Term of={term}>{say(title)}</Term>}</h2>
            <p class="figure">{now === null ? NOTHING : value(now)}</p>
            {interval !== undefined && (
              <Interval of={run?.frame?.intervals[interval]} inUnit={interval === "lostYuan" ? yuan : count} />
            )}
            <p class="note">{now !== null && say(detail(now))}</p>
            {before !== null && (
              <p class="before note">
                {say(when)} <strong>{value(before)}</strong>
              </p>
            )}
          </div>
        ))}
      </div>
      {now === null ? (
        <Note of={t`The first hour is on its way.`} />
      ) : (
        <Note of={precisionText(now)}>
          <Term of="baseRate" />
        </Note>
      )}
      {other !== null && (
        <Note
          of={t`The run before was of another scenario, ${printable(other.scenario)}: its counts are not to be compared with these.`}
        />
      )}
      {behind !== null && (
        <Note of={t`Below each figure: the run before, at the same hour. Different: ${different}.`}>
          {before === null &&
            say(
              t`It was stopped before this hour. Let a run end before you change a control: then every hour can be compared.`,
            )}
        </Note>
      )}
    </section>
  );
}

interface IntervalProps {
  readonly of: Intervals["lost"] | undefined;
  readonly inUnit: (value: number) => string;
}

/** Of other gangs like these, as many. */
function Interval({ of, inUnit }: IntervalProps) {
  const { low = null, high = null } = of ?? {};
  if (low === null || high === null) return null;
  return (
    <p class="note">
      <Term of="interval">{say(t`95 %: ${inUnit(low)} to ${inUnit(high)}`)}</Term>
    </p>
  );
}
