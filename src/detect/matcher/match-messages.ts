/** The stage "text match": the nearest known script of each message. */
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import { type NormaliserTable, normaliseInto } from "../normaliser/normaliser.ts";
import { scriptsFound } from "./found.ts";
import { type Matcher, NO_TEMPLATE } from "./matcher.ts";

/** Writes the `match` section of every row: NO_TEMPLATE for calls and for messages that match nothing. */
export function matchMessages(
  events: EventBatch,
  findings: Findings,
  matcher: Matcher,
  normaliser: NormaliserTable,
): void {
  const { kind, text, textStart, count } = events;
  const { template, distance, length } = scriptsFound(findings);
  const { buffer } = normaliser;
  template.fill(NO_TEMPLATE, 0, count);
  distance.fill(0, 0, count);
  length.fill(0, 0, count);
  for (let row = 0; row < count; row++) {
    if (kind[row] !== KIND_MESSAGE) continue;
    const units = normaliseInto(normaliser, text, textStart[row]!, textStart[row + 1]!, buffer);
    template[row] = matcher.match(buffer, units);
    distance[row] = matcher.distance;
    length[row] = matcher.length;
  }
}
