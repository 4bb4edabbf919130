/** The stages of screening by the names a user gives them. */
import { RingfenceError } from "../core/errors.ts";
import { STAGES as ALL_STAGES } from "../detect/screening.ts";

const SWITCHED = ALL_STAGES.filter(({ isAlwaysOn }) => !isAlwaysOn);

/** A stage that may be switched off, by its name. */
export type Stage = string;
export const STAGES: readonly Stage[] = SWITCHED.map(({ name }) => name);

/** Of single messages nothing is known of what their callers did before: some stages have nothing to read. */
export const FILE_STAGES: readonly Stage[] = SWITCHED.filter(({ needsPast }) => !needsPast).map(({ name }) => name);

/** Stages that need columns of what an operator has on record. */
export const RECORD_STAGES: readonly Stage[] = SWITCHED.filter(({ needsRecords }) => needsRecords).map(
  ({ name }) => name,
);

/** Stages that a scenario has to switch on: for events from outside they are on where there is something to read. */
export const OFF_BY_DEFAULT: readonly Stage[] = SWITCHED.filter(({ isOffByDefault }) => isOffByDefault).map(
  ({ name }) => name,
);

/** Reads a list separated by commas. Throws `usage` for what is no stage. */
export function parseFileStages(list: string): Set<Stage> {
  const stages = new Set<Stage>();
  for (const name of list.split(",").map((entry) => entry.trim())) {
    const stage = STAGES.find((known) => known.toLowerCase() === name.toLowerCase());
    if (stage === undefined) {
      throw new RingfenceError(
        "usage",
        `--stages: ${JSON.stringify(name.toLowerCase())} is no stage; choose among ${STAGES.join(", ")}`,
      );
    }
    stages.add(stage);
  }
  return stages;
}
