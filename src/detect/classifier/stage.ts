/** The stage `classify`: what does the evidence add up to? It runs last and reads the findings of all stages. */
import { t } from "../../ui/words.ts";
import { ALLOW } from "../../event/findings.ts";
import type { StageOf } from "../stage.ts";
import type { ClassifierSettings } from "./weights.ts";
import { classify } from "./classify.ts";
import { EVENT_EVIDENCE } from "./event-evidence.ts";
import { type SeenOutcome, seenOutcome } from "./explain-outcome.ts";

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
