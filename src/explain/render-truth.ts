import { en } from "../ui/words.ts";
import type { EventTruth } from "./run-event.ts";
import { type Columns, proseStep } from "./step-lines.ts";
import { truthFacts } from "./truth-facts.ts";

/** The truth of an event of a run as text. `isBlocked`: by its verdict. */
export function renderTruth(truth: EventTruth, isBlocked: boolean, columns: Columns): string {
  let last = "";
  const lines = truthFacts(truth, truth.fraud ? truth.outcome : null, isBlocked).flatMap(([name, text]) => {
    const title = en(name) === last ? "" : en(name);
    last = en(name);
    return proseStep(title, en(text), columns);
  });
  return `${["The truth, which screening does not know:", ...lines].join("\n")}\n`;
}
