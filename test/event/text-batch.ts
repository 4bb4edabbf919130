import { EventBatch } from "../../src/event/event-batch.ts";
import { KIND_TEXT } from "../../src/event/event-batch.ts";
import { VerdictBatch } from "../../src/event/verdict-batch.ts";

/** A batch of text messages, one for each text, from callers that are 0 unless given. */
export function textBatch(
  texts: readonly string[],
  callers: readonly number[] = [],
): { events: EventBatch; verdicts: VerdictBatch } {
  const events = EventBatch.allocate(Math.max(1, texts.length));
  const verdicts = VerdictBatch.allocate(Math.max(1, texts.length));
  let end = 0;
  events.textStart[0] = 0;
  for (const [row, text] of texts.entries()) {
    events.kind[row] = KIND_TEXT;
    events.caller[row] = callers[row] ?? 0;
    for (let i = 0; i < text.length; i++) events.text[end++] = text.charCodeAt(i);
    events.textStart[row + 1] = end;
  }
  events.count = texts.length;
  return { events, verdicts };
}

/** The hosts that were recorded for a row. */
export function hostsOf(verdicts: VerdictBatch, row: number): string[] {
  const { first, hostStart, host } = verdicts.links;
  const hosts: string[] = [];
  for (let link = first[row]!; link < first[row + 1]!; link++) {
    hosts.push(String.fromCharCode(...host.subarray(hostStart[link]!, hostStart[link + 1]!)));
  }
  return hosts;
}
