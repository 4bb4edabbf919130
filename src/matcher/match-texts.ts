/** The stage "text match": the nearest known script of each message. */
import { type EventBatch, KIND_TEXT } from "../event/event-batch.ts";
import type { VerdictBatch } from "../event/verdict-batch.ts";
import { type Matcher, NO_TEMPLATE } from "./matcher.ts";
import { type NormaliserTable, normaliseInto } from "./normaliser.ts";

/** Writes the `match` section of every row: NO_TEMPLATE for calls and for messages that match nothing. */
export function matchTexts(
  events: EventBatch,
  verdicts: VerdictBatch,
  matcher: Matcher,
  normaliser: NormaliserTable,
): void {
  const { kind, text, textStart, count } = events;
  const { template, distance, length } = verdicts.match;
  const message = matcher.room;
  for (let row = 0; row < count; row++) {
    if (kind[row] === KIND_TEXT) {
      const units = normaliseInto(normaliser, text, textStart[row]!, textStart[row + 1]!, message);
      template[row] = matcher.match(message, units);
      distance[row] = matcher.distance;
      length[row] = matcher.length;
    } else {
      template[row] = NO_TEMPLATE;
      distance[row] = 0;
      length[row] = 0;
    }
  }
}
