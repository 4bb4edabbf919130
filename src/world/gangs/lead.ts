/**
 * A lead: somebody who lost money to one gang, whose name another gang buys. Its target number says who it is, so a
 * contact with a lead needs no more than any other. Targets that gangs count on by themselves stay below FIRST_LEAD.
 */
import { assert } from "../../core/assert.ts";

/** A gang that makes the most contacts of the longest scenario comes to a thirtieth of it. */
export const FIRST_LEAD = 1 << 30;
/** So often one person is sold on at most. With the largest population, leads end below 2^31. */
export const MAX_SALES = 128;

/** The target that the `sale`-th sale of a subscriber is, from 0. Of a buyer's targets, no two are the same. */
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
