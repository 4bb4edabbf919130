/**
 * Domain keys: a host name as a number for the blocklist. Keys lie in [8e15, 8e15 + 2^49), above all identities
 * (identity.ts: below 8e15), so that numbers and domains share a table and never collide. Two domains collide with a
 * probability of 2^-49 by chance; but everybody knows the hash, so two can also be made to. Where a key is found, the
 * names must be compared (detect/blocklist/listed-hosts.ts, detect/lookalike/host-memory.ts).
 *
 * A listed domain covers its subdomains: a host is looked up under each of its suffixes of two labels and more.
 */
import type { BlocklistKey } from "../blocklist-key.ts";
import { foldHostInto } from "./host-folding.ts";
import { HOST_DOT, isIpv4Host } from "./host.ts";

const DOMAIN_KEYS_FROM = 8e15;
export function isDomainKey(key: number): boolean {
  return key >= DOMAIN_KEYS_FROM;
}

export const MAX_HOST_KEYS = 5;

/**
 * Keys of the suffixes of the host in units [from, to), folded as readLinks leaves it, shortest suffix first: for
 * a.b.example.com those of example.com, b.example.com, a.b.example.com. At most MAX_HOST_KEYS, of which the last is
 * always the whole host. An IPv4 address has one key, itself. A host of one label has none. Returns how many were
 * written.
 */
export function hostKeysInto(units: ArrayLike<number>, from: number, to: number, out: Float64Array): number {
  if (isIpv4Host(units, from, to)) {
    hashHost(units, from, to, out);
    return 1;
  }
  let low = LOW_START;
  let high = HIGH_START;
  let labels = 1;
  let count = 0;
  // Right to left, so that one pass hashes every suffix.
  for (let i = to - 1; i >= from; i--) {
    const unit = units[i]!;
    if (unit === HOST_DOT) {
      if (labels >= 2 && count < MAX_HOST_KEYS - 1) writeKey(low, high, out, count++);
      labels++;
    }
    low = Math.imul(low ^ unit, LOW_PRIME);
    high = Math.imul(high ^ unit, HIGH_PRIME);
    high ^= high >>> 13;
  }
  if (labels >= 2) writeKey(low, high, out, count++);
  return count;
}

/** Where the last `labels` labels of the host in units [from, to) begin; of 0 labels, the whole host. */
export function suffixStart(units: ArrayLike<number>, from: number, to: number, labels: number): number {
  let left = labels;
  for (let i = to - 1; left > 0 && i >= from; i--) if (units[i] === HOST_DOT && --left === 0) return i + 1;
  return from;
}

/**
 * The key under which a domain is listed. It is folded as the hosts in messages are; give it without scheme and path.
 */
export function domainKey(host: string): BlocklistKey {
  if (host.length > folded.length) folded = new Uint16Array(host.length);
  return foldedDomainKey(folded, 0, foldHostInto(host, folded));
}

/** The same of the host in units [from, to), folded already. */
export function foldedDomainKey(units: ArrayLike<number>, from: number, to: number): BlocklistKey {
  hashHost(units, from, to, wholeKey);
  return wholeKey[0]! as BlocklistKey;
}

// Module scope: a thread makes one key at a time.

/** The longest valid name; grows for invalid ones. */
let folded = new Uint16Array(253);
const wholeKey = new Float64Array(1);

const LOW_START = 0x811c9dc5;
const HIGH_START = 0x9747b28c;
const LOW_PRIME = 0x01000193;
const HIGH_PRIME = 0x85ebca6b;

function hashHost(units: ArrayLike<number>, from: number, to: number, out: Float64Array): void {
  let low = LOW_START;
  let high = HIGH_START;
  for (let i = to - 1; i >= from; i--) {
    const unit = units[i]!;
    low = Math.imul(low ^ unit, LOW_PRIME);
    high = Math.imul(high ^ unit, HIGH_PRIME);
    high ^= high >>> 13;
  }
  writeKey(low, high, out, 0);
}

/**
 * 17 bits of one hash over 32 of the other, each avalanched (Murmur3 finalisers). Written, as a double that is returned
 * may be boxed.
 */
function writeKey(low: number, high: number, out: Float64Array, at: number): void {
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b);
  low = Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low ^= low >>> 16;
  high = Math.imul(high ^ (high >>> 16), 0x7feb352d);
  high = Math.imul(high ^ (high >>> 15), 0x846ca68b);
  high ^= high >>> 16;
  out[at] = DOMAIN_KEYS_FROM + (high & 0x1ffff) * 4294967296 + (low >>> 0);
}
