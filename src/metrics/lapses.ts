/** How what passed for want of an enacted notice is counted: never enacted, or by the hours since the listing. */
import { LATE, REFUSED } from "../record/operator.ts";

/** What is counted of an operator and a gang: contacts to its customers, and of them blocked. */
export const OPERATOR_MEASURES = 2;

/** Late ones are counted by hours since the listing: from each of these to the next. */
export const LAPSE_HOURS: readonly number[] = [0, 1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72, 120];

/** Refused first. */
export const LAPSES = 1 + LAPSE_HOURS.length;

/** Place of a lapse (record/operator.ts) among those. */
export function lapsePlace(lapse: number): number {
  if (lapse === REFUSED) return 0;
  const hours = lapse - LATE;
  let place = LAPSE_HOURS.length;
  while (place > 1 && hours < LAPSE_HOURS[place - 1]!) place--;
  return place;
}
