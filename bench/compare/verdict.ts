/**
 * What a comparison says of a figure. Changes are logarithms of ratios, positive where B is worse; the minimum effect m
 * is one too.
 *
 *     worse      significant, and the estimate is above m
 *     better     significant, and the estimate is below -m
 *     same       neither, and the whole interval lies within -m and m
 *     notWorse   neither, and the interval lies below m: B may be better, which is not proven
 *     cannotTell neither, and the interval reaches beyond m, or there is none: B may be worse by more than m,
 *                which is not proven
 *
 * A figure that is doubtful can tell nothing, whatever it says.
 */
import { LEVEL } from "../harness/rank-statistics/defaults.ts";
import type { Estimate } from "../harness/statistics.ts";

export const VERDICTS = ["worse", "cannotTell", "notWorse", "same", "better"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** `p` is corrected for the number of figures (holm.ts); the interval is that of 95 %. */
export function verdictOf({ value, low, high }: Estimate, p: number, minEffect: number): Verdict {
  if (p <= LEVEL && value > minEffect) return "worse";
  if (p <= LEVEL && value < -minEffect) return "better";
  if (low === null || high === null || high > minEffect) return "cannotTell";
  return low >= -minEffect ? "same" : "notWorse";
}

/** Of all figures together: the worst decides. Without figures there is nothing to tell. */
export function overall(verdicts: readonly Verdict[]): "regression" | "cannotTell" | "nothingWorse" {
  if (verdicts.includes("worse")) return "regression";
  return verdicts.length === 0 || verdicts.includes("cannotTell") ? "cannotTell" : "nothingWorse";
}
