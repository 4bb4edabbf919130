/** The stage `classify`: what does the evidence add up to? It runs last and reads the findings of all stages. */
import { t } from "../../ui/words.ts";
import { ALLOW, type Decision, DECISIONS, type Findings } from "../../event/findings.ts";
import type { StageOf } from "../stage.ts";
import type { ClassifierSettings } from "./weights.ts";
import { classify, isOfTextAlone, scoreParts } from "./classify.ts";
import { EVENT_EVIDENCE } from "./event-evidence.ts";
import { weightColumn } from "../evidence.ts";

export const CLASSIFY = {
  name: "classify",
  title: t`Classify`,
  question: t`What does the evidence add up to?`,
  summary: "Decide. Off: every event is allowed.",
  columns: null,
  evidence: EVENT_EVIDENCE,
  attacher: () => ({ attach: (settings) => settings }),
  screen: classify,
  clear: ({ outcome: { evidence, score, decision } }, count) => {
    evidence.fill(0, 0, count);
    score.fill(0, 0, count);
    decision.fill(ALLOW, 0, count);
  },
  picture: "sum",
  saw: (_, findings, row, { context }) => seenOutcome(findings, row, context),
} as const satisfies StageOf<ClassifierSettings, ClassifierSettings, SeenOutcome, ClassifierSettings>;

export interface SeenOutcome {
  /** The prior first, then the evidence; hundredths of a nat of log-odds. They add up to the score. */
  readonly parts: readonly { readonly name: string; readonly weight: number }[];
  readonly score: number;
  readonly flagScore: number;
  readonly blockScore: number;
  readonly verdict: Decision;
  readonly isAdvice: boolean;
}

function seenOutcome({ outcome }: Findings, row: number, settings: ClassifierSettings): SeenOutcome {
  const score = outcome.score[row]!;
  const { flagScore, blockScore, weights, trust } = settings;
  const parts = scoreParts(outcome.evidence[row]!, settings);
  const verdict = DECISIONS[outcome.decision[row]!]!;
  const isAdvice =
    trust === "advises" &&
    score >= blockScore &&
    isOfTextAlone(outcome.evidence[row]!, score, weightColumn(weights), settings);
  return { parts, score, flagScore, blockScore, verdict, isAdvice };
}
