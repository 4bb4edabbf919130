/** An event as a line of a list: a button that opens why it was decided as it was. */
import type { ComponentChildren } from "preact";
import type { SampledEvent } from "../../server/protocol.ts";
import { useWords } from "../words/use-words.ts";
import { DecisionBadge } from "./badge.tsx";
import { Visible } from "./visible.tsx";

interface Props {
  readonly decision: SampledEvent["decision"];
  readonly kind: SampledEvent["kind"];
  readonly caller: string | null;
  readonly text: string | null;
  readonly by: string;
  readonly when: string;
  readonly isWrong?: boolean;
  readonly onOpen: () => void;
  readonly children?: ComponentChildren;
}

export function EventButton({ decision, kind, caller, text, by, when, isWrong = false, onOpen, children }: Props) {
  return (
    <button type="button" class={isWrong ? "event wrong" : "event"} onClick={onOpen} aria-haspopup="dialog">
      <span class="head">
        <DecisionBadge decision={decision} />
        {children}
        <span class="by">
          <Visible text={by} />
        </span>
        <span class="hour">{when}</span>
      </span>
      <span class="body">
        <span class="from">
          <From kind={kind} caller={caller} />
        </span>
        {text !== null && (
          <span class="words">
            <Visible text={text} />
          </span>
        )}
      </span>
    </button>
  );
}

/** "Call from 138****0017". */
export function From({ kind, caller }: Pick<Props, "kind" | "caller">) {
  const { words } = useWords();
  return (
    <>
      {kind === "call" ? words.events.call : words.events.text}
      {caller !== null && (
        <>
          {" "}
          {words.events.from} <Visible text={caller} />
        </>
      )}
    </>
  );
}
