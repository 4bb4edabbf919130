/** The connection to the server, said once aloud; and the age of the data while nothing comes. */
import { useEffect, useState } from "preact/hooks";
import { printable } from "../../../core/terminal/printable.ts";
import type { Session } from "../session.ts";
import type { Connection, State } from "../state.ts";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/words.ts";

export function ConnectionNotice({ state, session }: { readonly state: State; readonly session: Session }) {
  const { words } = useWords();
  const { connection, run } = state;
  return (
    <>
      <p class="spoken" role="status">
        {connection.state === "live" ? run && words.states[run.status.state] : null}
        {connection.state === "connecting" && words.connection.connecting}
        {connection.state === "gone" && words.connection.gone}
      </p>
      {connection.state === "connecting" && run === null && <p class="notice">{words.connection.connecting}</p>}
      {connection.state === "lost" && <Lost sinceMs={connection.sinceMs} />}
      {connection.state === "gone" && (
        <p class="notice bad">
          {words.connection.gone}{" "}
          <button type="button" onClick={() => void session.restart()}>
            {words.connection.again}
          </button>
        </p>
      )}
      {connection.state === "refused" && (
        <p class="notice bad" role="alert">
          {refusalOf(connection.refusal, words)}{" "}
          <button type="button" onClick={() => void session.restart()}>
            {words.connection.retry}
          </button>
        </p>
      )}
      {run?.status.state === "failed" && (
        <p class="notice bad" role="alert">
          {words.failed(printable(run.status.problem ?? ""))}
        </p>
      )}
      {run?.status.state === "ended" && <p class="notice">{words.ended(printable(run.status.digest ?? "–"))}</p>}
    </>
  );
}

type Refused = Extract<Connection, { state: "refused" }>;

/** 409: too many runs. */
const CONFLICT = 409;

function refusalOf(refusal: Refused["refusal"], words: Words): string {
  if (refusal === null) return words.connection.unreachable;
  if (refusal.status === CONFLICT) return words.connection.noRoom;
  return words.connection.refused(printable(refusal.message));
}

const SECOND_MS = 1000;

export function Lost({ sinceMs }: { readonly sinceMs: number }) {
  const { words, format } = useWords();
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((nowMs - sinceMs) / SECOND_MS));
  return <p class="notice bad">{words.connection.lost(format.count(seconds))}</p>;
}
