/** What the stage `classify` made of one event: the evidence, added up. */
import { type Decision, DECISIONS, type Findings } from "../../event/findings.ts";
import { riskOf } from "../../event/risk.ts";
import { scoreParts } from "./classify.ts";
import type { ClassifierSettings } from "./weights.ts";

export interface SeenOutcome {
  /** The prior first, then the evidence; hundredths of a nat of log-odds. They add up to the score. */
  readonly parts: readonly { readonly name: string; readonly weight: number }[];
  readonly score: number;
  readonly flagScore: number;
  readonly blockScore: number;
  readonly risk: number;
  readonly verdict: Decision;
}

export function seenOutcome({ outcome }: Findings, row: number, settings: ClassifierSettings): SeenOutcome {
  const score = outcome.score[row]!;
  const { flagScore, blockScore } = settings;
  const parts = scoreParts(outcome.evidence[row]!, settings);
  return { parts, score, flagScore, blockScore, risk: riskOf(score), verdict: DECISIONS[outcome.decision[row]!]! };
}
