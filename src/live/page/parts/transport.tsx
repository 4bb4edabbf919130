/** Play, pause, step, pace and the clock; below, what went wrong or came to its end. */
import { printable } from "../../../core/terminal/printable.ts";
import { count, say } from "../../../ui/browser/speech.ts";
import { Button, Note } from "../../../ui/browser/text.tsx";
import { t, type Text } from "../../../ui/words.ts";
import type { Status } from "../../server/live-run.ts";
import { PACES } from "../address.ts";
import type { Session } from "../session.ts";
import type { State } from "../state.ts";
import { BarView } from "./panel.tsx";

const STATES: Readonly<Record<Status["state"], Text>> = {
  starting: t`Starting`,
  playing: t`Playing`,
  paused: t`Paused`,
  ended: t`Ended`,
  failed: t`Failed`,
};
const HOURS_PER_DAY = 24;

export function Transport({ session }: { readonly session: Session }) {
  const { address, run, connection } = session.state;
  const state = run?.status.state ?? "starting";
  const isCut = connection.state === "lost" || connection.state === "broken";
  const isDeaf = run === null || state === "ended" || state === "failed" || isCut;
  const isOn = state === "playing" || state === "starting";
  return (
    <section class="transport" aria-label={say(t`Playing`)}>
      <Button
        name={isOn ? t`Pause` : t`Play`}
        kind="primary"
        isOff={isDeaf}
        act={() => session.command({ do: isOn ? "pause" : "play" })}
      />
      <Button name={t`One hour`} isOff={isDeaf} act={() => session.command({ do: "step" })} />
      <Button name={t`Restart`} act={() => void session.restart()} />
      <select
        aria-label={say(t`Pace`)}
        value={String(address.hoursPerSecond)}
        onChange={({ currentTarget }) => session.change({ hoursPerSecond: PACES[currentTarget.selectedIndex]! })}
      >
        {PACES.map((pace) => (
          <option key={pace} value={String(pace)}>
            {say(pace === null ? t`as fast as it goes` : t`${pace} h a second`)}
          </option>
        ))}
      </select>
      <div class="clock">
        <span class="state" role="status">
          {say(isCut ? t`No connection` : STATES[state])}
        </span>{" "}
        {run?.frame && <Clock hour={run.frame.hour + 1} hours={run.hours} />}
      </div>
    </section>
  );
}

/** `hour`: of those done; the clock stands at its end. */
function Clock({ hour, hours }: { readonly hour: number; readonly hours: number }) {
  const day = count(Math.floor(hour / HOURS_PER_DAY) + 1);
  const which =
    hour <= hours
      ? t`Hour ${count(hour)} of ${count(hours)}`
      : t`Hour ${count(hour)}; after ${count(hours)} no first contacts, only episodes under way`;
  return (
    <>
      <strong>{say(t`Day ${day}, ${String(hour % HOURS_PER_DAY).padStart(2, "0")}:00`)}</strong>{" "}
      <span class="of note">{say(which)}</span>
      <BarView share={Math.min(1, hour / hours)} kind="blocked" />
    </>
  );
}

export function Notices({ session }: { readonly session: Session }) {
  const { connection } = session.state;
  return (
    <div role="status">
      {noticesOf(session.state).map((text) => (
        <Note key={say(text)} as="notice" of={text} />
      ))}
      {connection.state === "lost" && (
        <Note
          as="notice bad"
          of={t`Connection lost. What you see is of ${connection.since}. Trying again by itself.`}
        />
      )}
      {connection.state === "broken" && (
        <Note as="notice bad" of={connection.problem}>
          <Button name={t`Restart`} act={() => void session.restart()} />
        </Note>
      )}
    </div>
  );
}

const SHOWN_UNITS = 120;

function noticesOf({ run, unused }: State): readonly Text[] {
  const { state, problem, digest } = run?.status ?? { state: "starting" };
  const fields = printable(unused.join(", "), SHOWN_UNITS);
  return [
    state === "failed" && t`The run failed: ${printable(problem ?? "")}`,
    state === "ended" && t`The run has ended. Digest ${digest ?? ""}, the same as in a report of this run.`,
    unused.length > 0 && t`Not understood in the link: ${fields}. The usual values stand instead.`,
  ].filter((text) => text !== false);
}
