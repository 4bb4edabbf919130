import { ERRAND_STEPS } from "./team.ts";

export const SEND_MESSAGE = 0;
export const READ_MESSAGE = 1;
export const GROW_OLD = 2;
export const CALL = 3;
export const VISIT = CALL + ERRAND_STEPS;
export const FAMILY = VISIT + ERRAND_STEPS;
export const STEPS = FAMILY + ERRAND_STEPS;
