/** What the readers of every format hand on: rows that can be screened, and lines that were set aside with a reason. */

/** Why a line was set aside. The value is the sentence for people. */
export const SET_ASIDE_REASONS = {
  notUtf8: "not valid UTF-8",
  lineTooLong: "line too long",
  notJson: "not JSON",
  notAnObject: "JSON, but not an object",
  wrongFieldCount: "wrong number of fields",
  brokenQuote: "quote opened and not closed as CSV requires",
  textNotString: "text is not a string",
  callerNotReadable: "caller is neither a string nor a whole number",
  noTextNoCaller: "neither text nor caller",
} as const;

export type SetAsideReason = keyof typeof SET_ASIDE_REASONS;

/** A row as read. `null` means absent or empty. */
export interface Row {
  /** Number of its first line in the file, from 1. */
  readonly line: number;
  readonly text: string | null;
  readonly caller: string | null;
  readonly label: string | null;
}

/** A line that cannot be screened. It counts as one row of the file. */
export interface SetAside {
  readonly line: number;
  readonly reason: SetAsideReason;
  /** What was found, in a few words; may be empty. */
  readonly detail: string;
  /** The head of the line as it stood, with U+FFFD for bytes that are no UTF-8. */
  readonly raw: string;
}

/** Rows and lines set aside, each list in file order. */
export interface RowBatch {
  readonly rows: Row[];
  readonly setAside: SetAside[];
}

/** Of a line that is set aside, this many UTF-16 units are kept. */
const MAX_RAW_UNITS = 1024;

/** Sets a line aside. */
export function setAside(out: RowBatch, line: number, reason: SetAsideReason, raw: string, detail = ""): void {
  out.setAside.push({ line, reason, detail, raw: raw.length > MAX_RAW_UNITS ? raw.slice(0, MAX_RAW_UNITS) : raw });
}

/**
 * Adds the row made of three values of any type, or sets the line aside: a text must be a string, a caller a string or
 * a whole number, and one of both must be there. No label is ever a reason to set a row aside.
 */
export function addRow(out: RowBatch, line: number, raw: string, text: unknown, caller: unknown, label: unknown): void {
  if (text !== undefined && text !== null && typeof text !== "string") {
    return setAside(out, line, "textNotString", raw, `found ${kindOf(text)}`);
  }
  if (!isReadableCaller(caller)) return setAside(out, line, "callerNotReadable", raw, `found ${kindOf(caller)}`);
  const row = { line, text: text || null, caller: textOrNull(caller), label: textOrNull(label) };
  if (row.text === null && row.caller === null) return setAside(out, line, "noTextNoCaller", raw);
  out.rows.push(row);
}

/** Whole numbers only, however they are written: one with a fraction, or a larger one, may have lost digits. */
function isReadableCaller(caller: unknown): caller is string | number | null | undefined {
  if (caller === undefined || caller === null || typeof caller === "string") return true;
  return typeof caller === "number" && Number.isSafeInteger(caller) && caller >= 0;
}

function textOrNull(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === "string" ? value.trim() : jsonOf(value);
  return text === "" ? null : text;
}

/** What lies in thousands of lists has no JSON: only what it is can be said. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return `(${kindOf(value)})`;
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return value === null ? "null" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
