/** Keys as a blocklist sees them: phone numbers in a row, senders and domains, structured rather than random. */

export function member(index: number): number {
  const kind = index % 4;
  if (kind === 0) return 13800000000 + index;
  if (kind === 1) return 17090000000 + index * 3;
  if (kind === 2) return 2e15 + 95000000 + index;
  return 8e15 + ((index * 2654435761) % 4294967296) * 1000 + index;
}

/** Never a member, and as structured. */
export function stranger(index: number): number {
  const kind = index % 4;
  if (kind === 0) return 15000000000 + index;
  if (kind === 1) return 18600000000 + index * 3;
  if (kind === 2) return 3e15 + 95000000 + index;
  return 8.2e15 + ((index * 2246822519) % 4294967296) * 1000 + index;
}

export function series(count: number, at: (index: number) => number, from = 0): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => at(from + index));
}
