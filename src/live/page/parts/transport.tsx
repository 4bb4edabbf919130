import { PACES } from "../address.ts";
import type { Session } from "../session.ts";
import type { Format } from "../format.ts";
import type { Run, State } from "../state.ts";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/words.ts";

const HOURS_PER_DAY = 24;

export function Transport({ state, session }: { readonly state: State; readonly session: Session }) {
  const { words, format } = useWords();
  const { address, run, connection } = state;
  const status = run?.status.state ?? "starting";
  const isOver = status === "ended" || status === "failed";
  const isCut = connection.state === "lost" || connection.state === "gone" || connection.state === "refused";
  const isDeaf = run === null || isOver || isCut;
  const playing = status === "playing" || status === "starting";
  const hour = run?.frame?.hour ?? null;

  return (
    <section class="transport" aria-label={words.transport.label}>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          disabled={isDeaf}
          onClick={() => session.command({ do: playing ? "pause" : "play" })}
        >
          <Icon name={playing ? "pause" : "play"} />
          {playing ? words.transport.pause : words.transport.play}
        </button>
        <button type="button" disabled={isDeaf} onClick={() => session.command({ do: "step" })}>
          <Icon name="step" />
          <span class="label">{words.transport.step}</span>
        </button>
        <button type="button" onClick={() => void session.restart()}>
          <Icon name="restart" />
          <span class="label">{words.transport.restart}</span>
        </button>
        <label class="pace">
          <span class="label">{words.transport.pace}</span>
          <select
            value={String(address.hoursPerSecond)}
            onChange={({ currentTarget }) => {
              const hoursPerSecond = paceOf(currentTarget.value);
              session.change((before) => ({ ...before, hoursPerSecond }));
            }}
          >
            {PACES.map((pace) => (
              <option key={pace} value={String(pace)}>
                {pace === null ? words.transport.fastest : words.transport.paceOf(format.count(pace))}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="clock">
        {isCut ? (
          <span class="state failed">{words.connection.cut}</span>
        ) : (
          <span class={`state ${status}`}>{words.states[status]}</span>
        )}
        <span class="time" aria-label={words.clockLabel}>
          {hour === null ? words.clock(NO_TIME, NO_TIME) : clockOf(hour, words.clock)}
        </span>
        {run !== null && hour !== null && (
          <>
            <span class="of">{whichHour(hour + 1, run, words, format)}</span>
            <progress max={run.hours} value={Math.min(hour + 1, run.hours)} aria-label={words.clockLabel} />
          </>
        )}
      </div>
    </section>
  );
}

const NO_TIME = "–";

function whichHour(hour: number, { hours }: Run, words: Words, format: Format): string {
  return (hour <= hours ? words.progress : words.afterEnd)(format.count(hour), format.count(hours));
}

/** Hour 0 is the first of day 1; a frame tells of an hour that is done, so the clock stands at its end. */
function clockOf(hour: number, clock: (day: string, hour: string) => string): string {
  const end = hour + 1;
  return clock(String(Math.floor(end / HOURS_PER_DAY) + 1), String(end % HOURS_PER_DAY).padStart(2, "0"));
}

function paceOf(value: string): number | null {
  return PACES.find((pace) => String(pace) === value) ?? null;
}

const ICONS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z",
  step: "M3 2.5v11l7-5.5zM11 2.5h2.5v11H11z",
  restart: "M8 2.5a5.5 5.5 0 1 0 5.2 3.7l-1.7.6A3.7 3.7 0 1 1 8 4.3V7l4-3.6L8 0z",
} as const;

function Icon({ name }: { readonly name: keyof typeof ICONS }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}
