/** The main figures, large, with their denominators, above those of the run before at the same hour. */
import { count, NOTHING, say, yuan } from "../../../ui/browser/speech.ts";
import { Note } from "../../../ui/browser/text.tsx";
import { joined, t } from "../../../ui/words.ts";
import { differencesOf } from "../controls.ts";
import { figuresAt, precisionText, TILES } from "../figures.ts";
import type { Intervals } from "../../server/frame.ts";
import { isUsual, type State } from "../state.ts";
import { Term } from "./text.tsx";

export function Headlines({ run, past, catalogue }: Pick<State, "run" | "past" | "catalogue">) {
  const hour = run?.frame?.hour ?? -1;
  const now = run && figuresAt({ history: run.history, hasEnded: false }, hour);
  const before = past && now && figuresAt(past, hour);
  const changes = past && run && catalogue ? differencesOf(past.request, run.request, catalogue) : [];
  const different = changes.length === 0 ? t`nothing` : joined(changes, "; ");
  const which = past && run && isUsual(past.request, run.request) ? t`the usual run` : t`the run before`;
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
                {say(t`Before, hour ${count(before.hour + 1)}:`)} <strong>{value(before)}</strong>
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
      {past !== null && (
        <Note of={t`Below each figure: ${which}, at the same hour. Different here: ${different}.`}>
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
