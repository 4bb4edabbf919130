/** What comes from outside, for messages: it may be huge. */
import { messageOf } from "./errors.ts";

const MAX_UNITS = 200;

/** The beginning of a text, and all of one that is short. */
export function shorten(text: string): string {
  return text.length > MAX_UNITS ? `${text.slice(0, MAX_UNITS)}...` : text;
}

/** What `async` functions return, most often by mistake. */
export function isPromise(value: unknown): boolean {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}

/** Whether it has keys and values, and is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as JSON, cut. It may lie in thousands of lists and, by an alias, hold itself. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value);
  if (typeof value === "bigint") return shorten(`${value}n`);
  if (typeof value === "function") return value.name === "" ? "a function" : `a function ${shorten(value.name)}`;
  if (typeof value === "symbol") return "a symbol";
  try {
    if (isPromise(value)) return "a promise";
    return shorten(JSON.stringify(value) ?? "nothing");
  } catch (error) {
    if (error instanceof RangeError) return "a value that is nested too deeply";
    return /circular/i.test(messageOf(error)) ? "a value that holds itself" : "a value that cannot be written as JSON";
  }
}
