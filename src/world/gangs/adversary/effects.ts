/**
 * What each setting of a knob does, against today's habit: by setting, from less to more (record/knobs.ts). The middle
 * one changes nothing. Assumed, all of them: how far a gang can go is not known.
 */
import { DIURNAL } from "../../traffic/diurnal.ts";
import { HOURS_PER_DAY } from "../../../core/time.ts";
import type { Technology } from "../../../event/taxonomy.ts";

type Settings<T> = readonly [T, T, T];

/** On first contacts a day. */
export const PACE: Settings<number> = [0.5, 1, 2];

/** A gang that works in the evening is as busy at 20 as others are at 10. */
const EVENING_SHIFT = 10;
/** Weights with mean 1 by hour of the day. */
export const WORKING_HOURS: Settings<Float64Array> = [
  new Float64Array(HOURS_PER_DAY).fill(1),
  DIURNAL.fraud,
  DIURNAL.fraud.map((_, hour) => DIURNAL.fraud[(hour - EVENING_SHIFT + HOURS_PER_DAY) % HOURS_PER_DAY]!),
];

/** On the mean life of a line or sender. */
export const LINE_LIFE: Settings<number> = [0.25, 1, 4];

/** On the tries of a step. */
export const RETRIES: Settings<number> = [0.5, 1, 2];

/** On the weights of technologies; those that are not named keep theirs. */
export const TECHNOLOGY: Settings<Partial<Readonly<Record<Technology, number>>>> = [
  { "sim-box": 5 },
  {},
  { abroad: 3, "spoofed-hotline": 3 },
];

/** The share of targets from lists; null for the scenario's. */
export const LIST_SHARE: Settings<number | null> = [0, null, 1];

/** Weights of the rungs of the ladder of obfuscation; null for the scenario's. */
export const OBFUSCATION: Settings<readonly number[] | null> = [[1, 0, 0, 0, 0, 0], null, [0, 0, 0.1, 0.2, 0.3, 0.4]];

/** On the length of a campaign. */
export const REWRITING: Settings<number> = [0.3, 1, 3];

/** On the mean life of a domain. */
export const DOMAIN_LIFE: Settings<number> = [0.3, 1, 3];

/** On the share of domains that imitate a protected one. */
export const LOOKALIKES: Settings<number> = [0, 1, 6];
