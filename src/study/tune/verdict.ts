/** Whether one setting beats another, seed by seed, as far as the seeds tell. */
import { z } from "zod";
import { costOf } from "./cost-profile.ts";
import { meanOf, type PooledFigure, type RunRow, type TuneFigure } from "./figures.ts";
import type { Goal } from "./goal.ts";

export const verdictSchema = z
  .enum(["better", "worse", "cannot tell", "same"])
  .describe("better and worse: the 95 % interval of the difference lies on one side of 0; same: equal with every seed");

export type TuneVerdict = z.infer<typeof verdictSchema>;

type Compared = Pick<TuneFigure, "value" | "scale" | "better">;

export function goalFigure(goal: Goal): Compared {
  if ("costs" in goal) return { value: (run) => costOf(goal.costs, run), scale: 1, better: "lower" };
  return { ...goal.figure, better: goal.isMost ? "higher" : "lower" };
}

/** `tuned` less `before`, on the same seeds: a mean over seeds that have both. */
export function differenceOf(
  { value, scale }: Compared,
  tuned: readonly RunRow[],
  before: readonly RunRow[],
): PooledFigure {
  return meanOf(
    tuned.map((run, i) => {
      const [a, b] = [value(run), value(before[i]!)];
      return a === null || b === null ? null : (a - b) * scale;
    }),
  );
}

/** Cannot tell for one seed, and for figures that are neither good nor bad. */
export function verdictOf({ better }: Pick<Compared, "better">, { value, low, high }: PooledFigure): TuneVerdict {
  if (value === 0 && (low === null || low === high)) return "same";
  if (better === null || low === null || high === null) return "cannot tell";
  if (low > 0) return better === "higher" ? "better" : "worse";
  if (high < 0) return better === "higher" ? "worse" : "better";
  return "cannot tell";
}
