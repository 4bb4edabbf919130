/** Normalises what the skim left of the texts of a batch: once, for all stages that read them. */
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import type { Skim } from "../../event/skim.ts";
import { type NormaliserTable, normaliseInto } from "./normaliser.ts";

/** Of a text, by the skim or by the links stage, which comes first and is always on. */
const NO_LINK = -1;

/**
 * Afterwards the first READ_UNITS of what each message normalises to lie in the skim's columns. Whoever reads them
 * calls this first; the second finds it done. The `links` section has been written. Some 0.3 us a text with a link or
 * an odd letter, next to nothing for others.
 */
export function finishTexts(events: EventBatch, findings: Findings, normaliser: NormaliserTable, skim: Skim): void {
  if (skim.isFinished) return;
  const { kind, text, textStart, count } = events;
  const { links } = findings;
  const { opening, foldedTo, foldedStart, foldedUnits, folded } = skim;
  const { buffer } = normaliser;
  for (let row = 0; row < count; row++) {
    const to = textStart[row + 1]!;
    if (foldedTo[row] === to || kind[row] !== KIND_MESSAGE) continue;
    const start = foldedStart[row]!;
    const units = foldedUnits[row]!;
    for (let i = 0; i < units; i++) buffer[i] = folded[start + i]!;
    const opens = links.count[row] === 0 ? NO_LINK : opening[row]!;
    const all = normaliseInto(normaliser, text, textStart[row]!, to, buffer, foldedTo[row]!, units, opens);
    for (let i = 0; i < all; i++) folded[start + i] = buffer[i]!;
    foldedUnits[row] = all;
    foldedTo[row] = to;
  }
  skim.isFinished = true;
}
