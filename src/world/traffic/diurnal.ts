/**
 * How traffic is spread over the hours of a day, as weights with mean 1. Shapes are assumed but for the peak and trough
 * of fraud.
 */

import { sumOf } from "../../core/sum.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../../core/time.ts";

/** People call each other in the evening. */
const PERSONAL = [2, 1, 1, 1, 1, 2, 4, 7, 9, 9, 9, 11, 12, 10, 9, 9, 9, 11, 13, 14, 14, 12, 8, 4];
/** Organisations work by day. */
const BUSINESS = [0, 0, 0, 0, 0, 0, 1, 4, 11, 14, 14, 12, 8, 10, 13, 13, 12, 10, 6, 4, 2, 1, 0, 0];
/** Codes and card movements come whenever somebody is awake. */
const AUTOMATIC = [3, 2, 1, 1, 1, 2, 4, 7, 9, 11, 11, 11, 12, 11, 10, 10, 10, 10, 11, 12, 12, 11, 8, 5];
/** Fraud calls of 2016: peak from 8 to 11, trough from 1 to 5. */
const FRAUD = [3, 1, 1, 1, 1, 2, 4, 8, 15, 16, 15, 11, 8, 9, 11, 12, 11, 9, 7, 7, 7, 6, 5, 4];

function meanOne(weights: readonly number[]): Float64Array {
  const mean = sumOf(weights) / weights.length;
  return Float64Array.from(weights, (weight) => weight / mean);
}

export const DIURNAL = {
  personal: meanOne(PERSONAL),
  business: meanOne(BUSINESS),
  automatic: meanOne(AUTOMATIC),
  fraud: meanOne(FRAUD),
} as const;

export type DiurnalShape = keyof typeof DIURNAL;

/** 0 to 23; a run starts at midnight. */
export function hourOfDay(timeMs: number): number {
  return Math.floor(timeMs / HOUR_MS) % HOURS_PER_DAY;
}

/** The weight of the hour in which `tick` lies; tick 0 is midnight to one. */
export function diurnalWeight(shape: DiurnalShape, tick: number): number {
  return DIURNAL[shape][tick % 24]!;
}
