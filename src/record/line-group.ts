/** Operators' records of numbers beside their calls: who holds each, and in which device it is. */
import type { CanonicalIdentity } from "../event/identity.ts";

/** All numbers of one person or company, or in one device: p, c or d, and which. */
export type LineGroup = `${"p" | "c" | "d"}${string}`;

/**
 * Whose a number in a blocked group is: a gang's, or an innocent's whose holder sold other numbers to a gang, or had a
 * name that was misused, or a telephone with the identity of a gang's device; or no number of the group was a gang's.
 */
export const MEMBERS = ["gang", "seller", "misused", "device", "mistake"] as const;
export type Member = (typeof MEMBERS)[number];

export interface LineRegister {
  groupsOf(number: CanonicalIdentity): readonly LineGroup[];
  /** Numbers in use. */
  membersOf(group: LineGroup): readonly CanonicalIdentity[];
  /** Numbers of gangs that came into use since this was last asked. */
  takeOpened(): readonly CanonicalIdentity[];
  whoseIn(group: LineGroup, number: CanonicalIdentity): Member;
}
