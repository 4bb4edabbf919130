/** The stage "text match": the nearest known script of each message. */
import { type EventBatch, KIND_TEXT } from "../event/event-batch.ts";
import type { Skim } from "../event/skim.ts";
import type { VerdictBatch } from "../event/verdict-batch.ts";
import { type Matcher, NO_TEMPLATE } from "./matcher.ts";
import { type NormaliserTable, normaliseInto } from "./normaliser.ts";

/**
 * Writes the `match` section of every row: NO_TEMPLATE for calls and for messages that match nothing. Of a text that was skimmed, only the rest
 * is normalised.
 */
export function matchTexts(
  events: EventBatch,
  verdicts: VerdictBatch,
  matcher: Matcher,
  normaliser: NormaliserTable,
  skim: Skim | null = null,
): void {
  const { kind, text, textStart, count } = events;
  const { template, distance, length } = verdicts.match;
  const message = matcher.room;
  for (let row = 0; row < count; row++) {
    if (kind[row] === KIND_TEXT) {
      const from = textStart[row]!;
      const to = textStart[row + 1]!;
      const ahead = skim ? copyFolded(skim, row, message) : 0;
      const at = skim ? skim.foldedTo[row]! : from;
      const units = at === to ? ahead : normaliseInto(normaliser, text, from, to, message, at, ahead);
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

/** Copies what a text was folded to. Returns how many units that are. */
function copyFolded({ folded, foldedStart }: Skim, row: number, out: Uint16Array): number {
  const from = foldedStart[row]!;
  const units = foldedStart[row + 1]! - from;
  for (let i = 0; i < units; i++) out[i] = folded[from + i]!;
  return units;
}
