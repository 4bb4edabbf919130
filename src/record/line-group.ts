/** Operators' records of numbers beside their calls: who holds each, and in which device it is. */
import type { CanonicalIdentity } from "../event/identity.ts";

/** All numbers of one person or company, or in one device: p, c or d, and which. */
export type LineGroup = `${"p" | "c" | "d"}${string}`;

/**
 * Why an innocent's number is in a blocked group: its holder sold other numbers to a gang, or had a name that was
 * misused, or a telephone with the identity of a gang's device; or no number of the group was a gang's.
 */
export const BLOCKED_WITH = ["seller", "misused", "device", "mistake"] as const;
export type BlockedWith = (typeof BLOCKED_WITH)[number];

export interface LineRegister {
  groupsOf(number: CanonicalIdentity): readonly LineGroup[];
  /** Numbers in use. */
  membersOf(group: LineGroup): readonly CanonicalIdentity[];
  /** Numbers of gangs that came into use since this was last asked. */
  takeOpened(): readonly CanonicalIdentity[];
  /** Null for a gang's number: none of them appeals. */
  innocentIn(group: LineGroup, number: CanonicalIdentity): BlockedWith | null;
}

export interface GroupStatement {
  readonly gangNumbers: number;
  /** `days`: sum over numbers, within the scenario's hours, until they were cleared or the listing ended. */
  readonly innocents: Readonly<Record<BlockedWith, { readonly numbers: number; readonly days: number }>>;
}
