/** A button that begins something for the rest of the run, and beside it from when on, or why it cannot. */
import type { SwitchKey } from "../../server/protocol.ts";
import type { Session } from "../session.ts";
import type { Run } from "../state.ts";
import { useWords } from "../words/use-words.ts";

interface Props {
  readonly what: SwitchKey;
  readonly run: Run;
  readonly session: Session;
}

export function BeginButton({ what, run: { status, frame, hours }, session }: Props) {
  const { words, format } = useWords();
  const { fromHour, idle } = status.switches[what];
  // Of the hour that is shown next.
  const hour = frame === null ? 0 : frame.hour + 1;
  const hasBegun = fromHour !== null && fromHour <= hour;
  const isDeaf = frame === null || hour >= hours || (status.state !== "playing" && status.state !== "paused");
  const { name, does } = words.gangs.begin[what];
  const told =
    fromHour !== null
      ? (hasBegun ? words.gangs.begunAt : words.gangs.beginsAt)(format.count(fromHour))
      : idle !== null && idle !== "begun"
        ? words.gangs.idle[idle]
        : does;
  const id = `begin-${what}`;
  return (
    <div class="begin">
      <button
        type="button"
        disabled={isDeaf || hasBegun || idle !== null}
        aria-describedby={id}
        onClick={() => session.command({ do: "begin", what })}
      >
        {name}
      </button>
      <p class="note" id={id} role="status">
        {told}
      </p>
    </div>
  );
}
