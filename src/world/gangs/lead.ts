/**
 * A lead: a victim of one gang, whose name another gang buys. The target number says who it is, so a contact with a
 * lead needs no more data than any other. A gang's own targets stay below FIRST_LEAD.
 */
import { assert } from "../../core/assert.ts";

/** The most active gang of the longest scenario counts to a thirtieth of it. */
export const FIRST_LEAD = 1 << 30;
/** Most sales of one person. With the largest population, leads end below 2^31. */
export const MAX_SALES = 128;

/** The target number of a subscriber's `sale`-th sale, from 0. A buyer's targets are distinct. */
export function leadTarget(subscriber: number, sale: number): number {
  assert(sale < MAX_SALES, () => `nobody is sold on more than ${MAX_SALES} times, got sale ${sale}`);
  return FIRST_LEAD + subscriber * MAX_SALES + sale;
}

export function isLead(target: number): boolean {
  return target >= FIRST_LEAD;
}

export function subscriberOfLead(target: number): number {
  return Math.floor((target - FIRST_LEAD) / MAX_SALES);
}
