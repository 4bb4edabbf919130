/** Kinds of event by decision and truth together, to show some of each. */
import type { Labels } from "../../event/labels.ts";
import { truthOf } from "../../event/truth.ts";
import { DECISIONS, type Findings } from "../../event/findings.ts";

export const SAMPLE_KINDS = DECISIONS.length * 2;

/** In [0, SAMPLE_KINDS): graver decisions are higher, and fraud is above benign. */
export function sampleKind(findings: Findings, labels: Labels, row: number): number {
  return findings.outcome.decision[row]! * 2 + truthOf(labels).fraud[row]!;
}
