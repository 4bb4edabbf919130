import { LEARNED } from "../detect/learned/stage.ts";
import type { Scenario } from "./schema.ts";

/** Whether the platform trains its model again. */
export function retrains({ retraining, screening }: Scenario): boolean {
  return retraining.everyDays > 0 && screening.stages[LEARNED.name];
}
