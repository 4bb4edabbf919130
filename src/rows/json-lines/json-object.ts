/** The object on a line of JSON Lines. */
import type { Line } from "../lines/line-splitter.ts";
import type { SetAsideReason } from "../row.ts";

/** Only own keys count: a column may be called `__proto__` or `constructor`. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Why a line holds no object. */
type NoObject = Extract<SetAsideReason, "notUtf8" | "lineTooLong" | "notJson" | "notAnObject">;

/** The object on a line; null if it is blank; else the reason why there is none. */
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

export function ownValue(object: JsonObject, key: string | null): unknown {
  return key !== null && Object.hasOwn(object, key) ? object[key] : undefined;
}
