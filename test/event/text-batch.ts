import { unitsOf } from "../../src/core/units.ts";
import { EventBatch, KIND_CALL, KIND_TEXT } from "../../src/event/event-batch.ts";
import { VerdictBatch } from "../../src/event/verdict-batch.ts";

/** A batch of these texts, of which null is a call, from callers that are 0 unless given. */
export function textBatch(
  texts: readonly (string | null)[],
  callers: readonly number[] = [],
): { events: EventBatch; verdicts: VerdictBatch } {
  const events = EventBatch.allocate(Math.max(1, texts.length));
  const verdicts = VerdictBatch.allocate(Math.max(1, texts.length));
  let end = 0;
  events.textStart[0] = 0;
  for (const [row, text] of texts.entries()) {
    events.kind[row] = text === null ? KIND_CALL : KIND_TEXT;
    events.caller[row] = callers[row] ?? 0;
    for (const unit of unitsOf(text ?? "")) events.text[end++] = unit;
    events.textStart[row + 1] = end;
  }
  events.count = texts.length;
  return { events, verdicts };
}
