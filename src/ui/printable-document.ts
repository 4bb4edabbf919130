/** A document from a file, with all hidden characters made visible. */
import { type Printable, printable } from "../core/terminal/printable.ts";

/** Longer texts are not read: a command line with all settings is shorter. */
const MAX_UNITS = 4000;

/**
 * The same document with every text, also field names, made printable: control characters and marks of direction are
 * written out, so a name cannot turn a line round. Later uses need no care.
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
