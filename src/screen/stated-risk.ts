/** The probability of fraud of a row, where one is known. */
import { roundTo4 } from "../core/counted.ts";
import { CLASSIFY } from "../detect/classifier/stage.ts";
import { MODEL_BITS, sumWeights, weightColumn } from "../detect/evidence.ts";
import { gradesFound, UNREAD } from "../detect/learned/found.ts";
import { priorOf } from "../detect/learned/model.ts";
import { LEARNED } from "../detect/learned/stage.ts";
import type { StageHandles } from "../detect/tables.ts";
import { ALLOW, BLOCK, type Findings } from "../event/findings.ts";

/**
 * Why the risk is null. noOwnModel: no model was trained on the user's messages. noThreshold: one was, on too few for a
 * threshold. nothingToRead: a call, or a link or a number alone. otherEvidence: flagged or blocked without the model, as
 * by a blocklist.
 */
export const NO_RISK = ["noOwnModel", "noThreshold", "nothingToRead", "otherEvidence"] as const;
export type NoRisk = (typeof NO_RISK)[number];

type StatedRisk = {
  /** Probability of fraud by the text, 0 to 1: the logistic function of `modelScore` plus the log-odds in training. */
  readonly risk: number | null;
  readonly noRisk: NoRisk | null;
};

export type RiskOf = (findings: Findings, row: number) => StatedRisk;

export function riskOfRows(handles: Pick<StageHandles, "learned" | "classify">): RiskOf {
  const model = handles[LEARNED.name] ?? null;
  const settings = handles[CLASSIFY.name] ?? null;
  if (model === null || model.card.calibration === null) {
    const isOwn = model !== null && model.card.fraudDeciles !== null;
    return () => none(isOwn ? "noThreshold" : "noOwnModel");
  }
  const prior = priorOf(model);
  const weights = settings && weightColumn(settings.weights);
  return (findings, row) => {
    const { grade, logOdds } = gradesFound(findings);
    if (grade[row] === UNREAD) return none("nothingToRead");
    const { decision, score, evidence } = findings.outcome;
    if (settings !== null && decision[row] !== ALLOW) {
      const least = decision[row] === BLOCK ? settings.blockScore : settings.flagScore;
      if (score[row]! - sumWeights(weights!, evidence[row]! & MODEL_BITS) >= least) return none("otherEvidence");
    }
    return { risk: roundTo4(1 / (1 + Math.exp(-logOdds[row]! / 100 - prior))), noRisk: null };
  };
}

function none(noRisk: NoRisk): StatedRisk {
  return { risk: null, noRisk };
}
