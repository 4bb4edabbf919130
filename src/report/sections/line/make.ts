import { rate } from "../../../metrics/rates.ts";
import { CELLS, SCORE_BIN_WIDTH, SCORE_BINS, SCORE_MIN, type Tally } from "../../../metrics/tally.ts";
import type { LineFields } from "./schema.ts";

/**
 * Precision and recall for blocking from each score on, in all and by channel; without thresholds that change nothing.
 */
export function precisionRecallCurves(tally: Tally): LineFields["precisionRecall"] {
  return [
    { channel: "all", points: curve(tally, [0, 1]) },
    { channel: "calls", points: curve(tally, [0]) },
    { channel: "messages", points: curve(tally, [1]) },
  ];
}

function curve(tally: Tally, channels: readonly number[]): LineFields["precisionRecall"][number]["points"] {
  const { scores } = tally.columns;
  const inBin = (bin: number, fraud: number): number =>
    channels.reduce((sum, channel) => sum + scores[bin * CELLS + 2 * fraud + channel]!, 0);
  let contacts = 0;
  for (let bin = 0; bin < SCORE_BINS; bin++) contacts += inBin(bin, 1);
  const points = [];
  let intercepted = 0;
  let falselyIntercepted = 0;
  for (let bin = SCORE_BINS - 1; bin >= 0; bin--) {
    const [fraud, benign] = [inBin(bin, 1), inBin(bin, 0)];
    if (fraud + benign === 0) continue;
    intercepted += fraud;
    falselyIntercepted += benign;
    points.push({
      score: SCORE_MIN + bin * SCORE_BIN_WIDTH,
      intercepted,
      falselyIntercepted,
      recall: rate(intercepted, contacts).value,
      precision: rate(intercepted, intercepted + falselyIntercepted).value,
    });
  }
  return points;
}
