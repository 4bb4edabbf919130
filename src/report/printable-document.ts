/** A document from a file, with nothing in it that a reader could not see. */
import { type Printable, printable } from "../core/terminal/printable.ts";

/** A command line with all its settings is shorter; what is longer is no text to be read. */
const MAX_UNITS = 4000;

/**
 * The same document with every text, names of fields included, made printable: control characters and marks of
 * direction are written out, so that a name cannot turn a line round. What is done once here need not be thought of
 * where texts are used.
 */
export function printableDocument<T>(document: T): Printable<T> {
  return visible(document) as Printable<T>;
}

function visible(value: unknown): unknown {
  if (typeof value === "string") return printable(value, MAX_UNITS);
  if (Array.isArray(value)) return value.map(visible);
  if (typeof value !== "object" || value === null) return value;
  // fromEntries defines fields; a plain assignment to one called __proto__ would not.
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [printable(name, MAX_UNITS), visible(field)]));
}
