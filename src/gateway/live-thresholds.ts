/** Thresholds for the traffic of the last day: from which score on so small a share of it is blocked. */
import { formatCount } from "../core/counted.ts";
import { RingfenceError } from "../core/errors.ts";
import { isOfTextAlone } from "../detect/classifier/classify.ts";
import type { ClassifierSettings } from "../detect/classifier/weights.ts";
import { weightColumn } from "../detect/evidence.ts";
import { rowsForShare, usualFlagged } from "../training/thresholds.ts";
import type { ThresholdsAnswer } from "./protocol.ts";
import type { DayScores, ScoredEvents, Scoring } from "./score-sample.ts";

export interface WantedShares {
  /** Of the events that nobody decided to be fraud, in (0, 0.5]. */
  readonly blockedBenign: number;
  /** That may be flagged or blocked; null: the usual share. */
  readonly flaggedBenign: number | null;
}

type Marks = Pick<ClassifierSettings, "flagScore" | "blockScore">;

/**
 * Events count as benign unless somebody decided that they are fraud: fraud that nobody found makes thresholds higher
 * than they need be. Throws RingfenceError "noData" where the share is less than one event of the sample.
 */
export function liveThresholds(
  { fromMs, scored }: DayScores,
  { settings }: Scoring,
  wanted: WantedShares,
): ThresholdsAnswer {
  const benign = scored.filter(({ isFraud }) => !isFraud);
  const sampled = sumOf(benign, "sampled");
  const { blockedBenign } = wanted;
  if (Math.floor(sampled * blockedBenign) < 1) {
    throw new RingfenceError(
      "noData",
      `a threshold that blocks ${Number((100 * blockedBenign).toPrecision(6))} % of the traffic takes ` +
        `${formatCount(rowsForShare(blockedBenign))} events that are not decided fraud, found ${formatCount(sampled)} ` +
        "of the last day: wait for more, or ask for a larger share",
    );
  }
  const flaggedBenign = Math.max(blockedBenign, wanted.flaggedBenign ?? usualFlagged(blockedBenign, sampled));
  const sharesAt = sharesOf(benign, settings);
  const scores = [...new Set(benign.map(({ score }) => score))].sort((a, b) => a - b);
  const above = scores.at(-1)! + 1;
  const candidates = [...scores, above];
  // From a higher score on, fewer are flagged or blocked.
  const flagScore = lowest(candidates, (score) => {
    return sharesAt({ flagScore: score, blockScore: above }).flagged <= flaggedBenign;
  });
  const blockScore = lowest(candidates, (score) => {
    return score >= flagScore && sharesAt({ flagScore, blockScore: score }).blocked <= blockedBenign;
  });
  const shown = (marks: Marks) => ({ flagScore: marks.flagScore, blockScore: marks.blockScore, ...sharesAt(marks) });
  return {
    from: new Date(fromMs!).toISOString(),
    events: Math.round(sumOf(scored, "events")),
    decidedFraud: Math.round(sumOf(scored, "events") - sumOf(benign, "events")),
    sampled,
    advises: settings.advises ?? false,
    asked: { blockedBenign, flaggedBenign },
    now: shown(settings),
    suggested: shown({ flagScore, blockScore }),
  };
}

/** Shares of the events that thresholds would block, and flag or block. */
function sharesOf(events: readonly ScoredEvents[], settings: ClassifierSettings) {
  const weights = weightColumn(settings.weights);
  const all = sumOf(events, "events");
  return (marks: Marks): { readonly blocked: number; readonly flagged: number } => {
    const flagged = events.filter(({ score }) => score >= Math.min(marks.flagScore, marks.blockScore));
    const blocked = flagged.filter(({ score, evidence }) => {
      return (
        score >= marks.blockScore && !(settings.advises === true && isOfTextAlone(evidence, score, weights, marks))
      );
    });
    return { blocked: sumOf(blocked, "events") / all, flagged: sumOf(flagged, "events") / all };
  };
}

/** The first of ascending values from which on `holds` does, as it does for the last. */
function lowest(ascending: readonly number[], holds: (value: number) => boolean): number {
  let [from, to] = [0, ascending.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(ascending[middle]!)) to = middle;
    else from = middle + 1;
  }
  return ascending[from]!;
}

function sumOf(events: readonly ScoredEvents[], what: "sampled" | "events"): number {
  return events.reduce((sum, one) => sum + one[what], 0);
}
