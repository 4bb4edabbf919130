/** What a line of JSON Lines holds. */
import type { Line } from "../lines/line-splitter.ts";
import type { SetAsideReason } from "../row.ts";

/** Own keys alone count: a column may well be called `__proto__` or `constructor`. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Why a line holds no object. */
export type NoObject = Extract<SetAsideReason, "notUtf8" | "lineTooLong" | "notJson" | "notAnObject">;

/** The object on a line; null where it is blank, else why there is none. */
export function objectOfLine({ text, fault }: Line): JsonObject | NoObject | null {
  if (fault !== null) return fault;
  if (text.trim() === "") return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "notJson";
  }
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : "notAnObject";
}

/** The value of a key of the object's own; undefined where it has none. */
export function ownValue(object: JsonObject, key: string | null): unknown {
  return key !== null && Object.hasOwn(object, key) ? object[key] : undefined;
}
