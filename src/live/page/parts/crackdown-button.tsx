/** A button that begins the crackdown for the rest of the run, with its hour, or why it cannot. */
import type { Session } from "../session.ts";
import type { Run } from "../state.ts";
import { useWords } from "../words/use-words.ts";

const ID = "begin-crackdown";

export function CrackdownButton({ run, session }: { readonly run: Run; readonly session: Session }) {
  const { words, format } = useWords();
  const { status, frame, hours } = run;
  const { fromHour, canBegin } = status.crackdown;
  // Of the hour that is shown next.
  const hour = frame === null ? 0 : frame.hour + 1;
  const hasBegun = fromHour !== null && fromHour <= hour;
  const isDeaf = frame === null || hour >= hours || (status.state !== "playing" && status.state !== "paused");
  const { name, does, begunAt, beginsAt, noCards } = words.gangs.crackdown;
  const told = fromHour !== null ? (hasBegun ? begunAt : beginsAt)(format.count(fromHour)) : canBegin ? does : noCards;
  return (
    <div class="begin">
      <button
        type="button"
        disabled={isDeaf || hasBegun || !canBegin}
        aria-describedby={ID}
        onClick={() => session.command({ do: "crackdown" })}
      >
        {name}
      </button>
      <p class="note" id={ID} role="status">
        {told}
      </p>
    </div>
  );
}
