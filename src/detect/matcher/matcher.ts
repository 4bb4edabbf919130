/**
 * The text matcher: which known fraud script is a message nearest to, and is it near enough?
 *
 *     match(message) = the template with the greatest similarity 1 - d / L,  d their edit distance in UTF-16 units,
 *                                                                            L the greater of the two lengths,
 *                      if that is at least the threshold; of equals the one with the lowest number; else NO_TEMPLATE
 *
 * over normalised texts (normaliser/) cut at MAX_MATCH_UNITS. Messages and templates shorter than MIN_MATCH_UNITS never
 * match: they are too short to tell apart. All comparisons are between whole numbers, so engines agree exactly.
 */
import { RingfenceError } from "../../core/errors.ts";
import { headOf } from "../../core/units.ts";
import { READ_UNITS } from "../normaliser/normaliser.ts";

/** The answer of `match` if no template is near enough. */
export const NO_TEMPLATE = -1;

/** The fewest UTF-16 units of a normalised text that can match. */
export const MIN_MATCH_UNITS = 8;
/** The most UTF-16 units of a normalised text that are compared. The rest is cut. */
export const MAX_MATCH_UNITS = READ_UNITS;

/** The most templates in force at a time. */
export const MAX_TEMPLATES = 131_072;

/** Similarity from which a message matches, in thousandths. */
export const DEFAULT_THRESHOLD_PERMILLE = 750;
export const MIN_THRESHOLD_PERMILLE = 500;
export const MAX_THRESHOLD_PERMILLE = 1000;

/** A template as engines see it. `number` is its serial, which never changes; `text` is normalised. */
export interface Template {
  readonly number: number;
  readonly text: string;
}

/** Finds the template nearest to a normalised text. An engine makes one in each thread. */
export interface Matcher {
  /** The version of its handle: the same version means the same templates. */
  readonly version: number;
  readonly templateCount: number;
  /**
   * The number of the template nearest to the first `length` units of `message`, which are normalised, or NO_TEMPLATE.
   * Units beyond MAX_MATCH_UNITS are ignored; the array is not changed.
   */
  match(message: Uint16Array, length: number): number;
  /** The edit distance of the last match, and the greater of both lengths. Both are 0 after NO_TEMPLATE. */
  readonly distance: number;
  readonly length: number;
}

/** The greatest distance at which texts still match: d / L <= 1 - threshold. `length`: units of the longer text. */
export function greatestDistance(length: number, thresholdPermille: number): number {
  return Math.floor((length * (1000 - thresholdPermille)) / 1000);
}

/** -1, 0 or 1: distance / length is smaller than, equal to or greater than bestDistance / bestLength. */
export function compareDistances(distance: number, length: number, bestDistance: number, bestLength: number): number {
  return Math.sign(distance * bestLength - bestDistance * length);
}

/** Number of units of a normalised text that are compared; never half a surrogate pair. */
export function matchLength(units: ArrayLike<number>, length: number): number {
  if (length <= MAX_MATCH_UNITS) return length;
  const last = units[MAX_MATCH_UNITS - 1]!;
  return last >= 0xd800 && last < 0xdc00 ? MAX_MATCH_UNITS - 1 : MAX_MATCH_UNITS;
}

/** The part of a normalised template that is compared. */
export function cutTemplate(text: string): string {
  return headOf(text, MAX_MATCH_UNITS);
}

export function checkThreshold(thresholdPermille: number): void {
  const valid =
    Number.isInteger(thresholdPermille) &&
    thresholdPermille >= MIN_THRESHOLD_PERMILLE &&
    thresholdPermille <= MAX_THRESHOLD_PERMILLE;
  if (valid) return;
  throw new RingfenceError(
    "config",
    `match threshold must be a whole number of thousandths from ${MIN_THRESHOLD_PERMILLE} to ${MAX_THRESHOLD_PERMILLE}, ` +
      `got ${thresholdPermille}; ${DEFAULT_THRESHOLD_PERMILLE} is the default`,
  );
}
