/** The stages of screening, by name. */
import { STAGES as ALL_STAGES } from "../detect/screening.ts";

const SWITCHED = ALL_STAGES.filter(({ isAlwaysOn }) => !isAlwaysOn);

/** The name of a stage that can be switched off. */
export type Stage = string;
export const STAGES: readonly Stage[] = SWITCHED.map(({ name }) => name);

/** Stages that need no past of callers. */
export const FILE_STAGES: readonly Stage[] = SWITCHED.filter(({ needsPast }) => !needsPast).map(({ name }) => name);

/** Stages that need columns of an operator's records. */
export const RECORD_STAGES: readonly Stage[] = SWITCHED.filter(({ needsRecords }) => needsRecords).map(
  ({ name }) => name,
);

/** Stages that a scenario must switch on. For events from outside they are on if there is data. */
export const OFF_BY_DEFAULT: readonly Stage[] = SWITCHED.filter(({ isOffByDefault }) => isOffByDefault).map(
  ({ name }) => name,
);
