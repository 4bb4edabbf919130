/** Texts as UTF-16 units, and back. */

export function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return units;
}

/**
 * Units [from, to) as a string; 100,000 at most, as each is an argument. They are applied: to spread them makes an
 * object for each, and takes seven times as long (2 microseconds for 60 of them).
 */
export function stringOf(units: Uint16Array, from: number, to: number): string {
  return String.fromCharCode.apply(null, units.subarray(from, to) as unknown as number[]);
}

/** The first units of a text, so many at most, and never half a character that is two of them. */
export function headOf(text: string, units: number): string {
  return text.length <= units ? text : text.slice(0, units).replace(/[\ud800-\udbff]$/, "");
}
