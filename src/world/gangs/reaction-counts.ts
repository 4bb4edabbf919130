/**
 * How the contacts of gangs fared in a share or a tick, as far as gangs can tell: of each line and domain slot, how
 * many there were and how many were blocked. Pairs of integers, so that shares add up in any order.
 */
import { assert } from "../../core/assert.ts";
import { MAX_DOMAINS, MAX_LINES } from "./gang-table.ts";

/** A pair of a slot: contacts (or messages that name the domain), and of them those blocked (because of the domain). */
const PAIR_WORDS = 2;
const CALL_WORDS = MAX_LINES * PAIR_WORDS;
const MESSAGE_WORDS = MAX_LINES * PAIR_WORDS;
const GANG_WORDS = CALL_WORDS + MESSAGE_WORDS + MAX_DOMAINS * PAIR_WORDS;

export function allocateReactionCounts(gangs: number): SharedArrayBuffer {
  return new SharedArrayBuffer(gangs * GANG_WORDS * 4);
}

export function callPair(gang: number, slot: number): number {
  return gang * GANG_WORDS + slot * PAIR_WORDS;
}

export function messagePair(gang: number, slot: number): number {
  return gang * GANG_WORDS + CALL_WORDS + slot * PAIR_WORDS;
}

export function domainPair(gang: number, slot: number): number {
  return gang * GANG_WORDS + CALL_WORDS + MESSAGE_WORDS + slot * PAIR_WORDS;
}

export function addReactionCounts(into: Uint32Array, from: Uint32Array): void {
  assert(into.length === from.length, "reaction counts of different worlds");
  for (let i = 0; i < into.length; i++) into[i] = into[i]! + from[i]!;
}
