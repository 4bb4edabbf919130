import { unitsOf } from "../../src/core/units.ts";
import { EventBatch, KIND_CALL, KIND_MESSAGE } from "../../src/event/event-batch.ts";
import { Findings } from "../../src/event/findings.ts";

/** A batch of these messages, of which null is a call, from callers that are 0 unless given. */
export function messageBatch(
  messages: readonly (string | null)[],
  callers: readonly number[] = [],
): { events: EventBatch; findings: Findings } {
  const events = EventBatch.allocate(Math.max(1, messages.length));
  const findings = Findings.allocate(Math.max(1, messages.length));
  let end = 0;
  events.textStart[0] = 0;
  for (const [row, text] of messages.entries()) {
    events.kind[row] = text === null ? KIND_CALL : KIND_MESSAGE;
    events.caller[row] = callers[row] ?? 0;
    for (const unit of unitsOf(text ?? "")) events.text[end++] = unit;
    events.textStart[row + 1] = end;
  }
  events.count = messages.length;
  return { events, findings };
}
