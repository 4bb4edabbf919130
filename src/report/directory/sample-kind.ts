/** Kinds of event that somebody who looks at a few wants to see some of each: by decision and truth together. */
import type { Labels } from "../../event/labels.ts";
import { truthOf } from "../../event/truth.ts";
import { DECISIONS, type Findings } from "../../event/findings.ts";

export const SAMPLE_KINDS = DECISIONS.length * 2;

/** In [0, SAMPLE_KINDS): the graver the decision, the higher, and fraud above benign. */
export function sampleKind(findings: Findings, labels: Labels, row: number): number {
  return findings.outcome.decision[row]! * 2 + truthOf(labels).fraud[row]!;
}
