/** What became of a run, in the word that the terminal and the page have for it, and of all rounds at a given rate. */
import type { BenchResult } from "../harness/result.ts";
import { openLoopDetailsIn, type RunPoint } from "./details.ts";

/** An objective tells nothing of a run that must not be used. */
export function outcomeOf({ verdict, meets }: Pick<RunPoint, "verdict" | "meets">): string {
  if (verdict !== "valid" || meets === undefined) return verdict;
  return meets ? "met" : "missed";
}

/** That an objective at a given rate was missed, and in how many rounds; null where it was met in all. */
export function missedObjective(result: BenchResult): string | null {
  const { settings } = result;
  if (settings["slo"] === null || settings["max"] === true) return null;
  const { points } = openLoopDetailsIn(result)!;
  const missed = points.filter(({ meets }) => meets === false).length;
  return missed === 0 ? null : `${String(settings["slo"])} was missed in ${missed} of ${points.length} rounds`;
}
