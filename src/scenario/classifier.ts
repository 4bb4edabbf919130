import type { ClassifierSettings } from "../detect/classifier/weights.ts";
import { type FinderMark, MARKS } from "../detect/finders.ts";
import { markValue } from "../detect/stage.ts";
import type { Scenario } from "./schema.ts";

export function classifierSettings({ screening }: Scenario): ClassifierSettings {
  return {
    weights: screening.weights,
    prior: screening.prior,
    flagScore: screening.flagScore,
    blockScore: screening.blockScore,
    marks: Object.fromEntries(
      Object.entries(MARKS).map(([name, mark]) => [name, markValue(mark, screening[name as FinderMark])]),
    ) as ClassifierSettings["marks"],
  };
}
