import { EventBatch, KIND_CALL, KIND_TEXT } from "../../src/event/event-batch.ts";

/** A batch of these texts; null is a call. It has room for one more event. */
export function batchOf(texts: readonly (string | null)[]): EventBatch {
  const events = EventBatch.allocate(texts.length + 1);
  let units = 0;
  for (const [row, text] of texts.entries()) {
    events.kind[row] = text === null ? KIND_CALL : KIND_TEXT;
    events.textStart[row] = units;
    for (let i = 0; i < (text ?? "").length; i++) events.text[units++] = text!.charCodeAt(i);
  }
  events.textStart[texts.length] = units;
  events.count = texts.length;
  return events;
}
