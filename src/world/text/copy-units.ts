/**
 * Copies runs of units, most of which are short: eight at a time, as one misjudged end of a loop costs more than seven
 * units.
 */

export const COPIED_AT_ONCE = 8;

/**
 * Copies units [from, end) to out[at..]; returns where they end. Up to seven more units are read and written behind
 * them: both arrays must have room, and what is behind in `out` must not be wanted.
 */
export function copyUnits(units: Uint16Array, from: number, end: number, out: Uint16Array, at: number): number {
  for (let i = from, to = at; i < end; i += 8, to += 8) {
    out[to] = units[i]!;
    out[to + 1] = units[i + 1]!;
    out[to + 2] = units[i + 2]!;
    out[to + 3] = units[i + 3]!;
    out[to + 4] = units[i + 4]!;
    out[to + 5] = units[i + 5]!;
    out[to + 6] = units[i + 6]!;
    out[to + 7] = units[i + 7]!;
  }
  return at + end - from;
}
