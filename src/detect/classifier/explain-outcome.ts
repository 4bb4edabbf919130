/** How the stage `classify` decided on one event. */
import { type Decision, DECISIONS, type Findings, riskOf } from "../../event/findings.ts";
import { weightColumn } from "../evidence.ts";
import { isOfTextAlone, scoreParts } from "./classify.ts";
import type { ClassifierSettings } from "./weights.ts";

export interface SeenOutcome {
  /** The prior first, then the evidence; hundredths of a nat of log-odds. They add up to the score. */
  readonly parts: readonly { readonly name: string; readonly weight: number }[];
  readonly score: number;
  readonly flagScore: number;
  readonly blockScore: number;
  /** Probability of fraud, 0 to 1; null if the scores are not calibrated on the user's messages. */
  readonly risk: number | null;
  readonly verdict: Decision;
  readonly isAdvice: boolean;
}

export function seenOutcome({ outcome }: Findings, row: number, settings: ClassifierSettings): SeenOutcome {
  const score = outcome.score[row]!;
  const { flagScore, blockScore, weights, advises = false } = settings;
  const parts = scoreParts(outcome.evidence[row]!, settings);
  const verdict = DECISIONS[outcome.decision[row]!]!;
  const isAdvice =
    advises && score >= blockScore && isOfTextAlone(outcome.evidence[row]!, score, weightColumn(weights), settings);
  return { parts, score, flagScore, blockScore, risk: advises ? null : riskOf(score), verdict, isAdvice };
}
