/** Values from outside, for messages. */

const MOST_UNITS = 200;

/** A value as JSON, cut where it is long. It may be huge, lie in thousands of lists, and, by an alias, hold itself. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value);
  let text: string;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    return error instanceof RangeError ? "a value that is nested too deeply" : "a value that holds itself";
  }
  return text.length > MOST_UNITS ? `${text.slice(0, MOST_UNITS)}...` : text;
}
