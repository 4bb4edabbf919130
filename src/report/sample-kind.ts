/** Kinds of event that somebody who looks at a few wants to see some of each: by decision and truth together. */
import type { Labels } from "../event/labels.ts";
import { truthOf } from "../event/truth.ts";
import { DECISIONS, type VerdictBatch } from "../event/verdict-batch.ts";

export const SAMPLE_KINDS = DECISIONS.length * 2;

/** In [0, SAMPLE_KINDS): the graver the decision, the higher, and fraud above honest. */
export function sampleKind(verdicts: VerdictBatch, labels: Labels, row: number): number {
  return verdicts.outcome.decision[row]! * 2 + truthOf(labels).fraud[row]!;
}
