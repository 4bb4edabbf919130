/** The output of all readers: rows, and lines that were set aside with a reason. */

/** Why a line was set aside, in words. */
export const SET_ASIDE_REASONS = {
  notUtf8: "not valid UTF-8",
  lineTooLong: "line too long",
  notJson: "not JSON",
  notAnObject: "JSON, but not an object",
  wrongFieldCount: "wrong number of fields",
  brokenQuote: "quote opened and not closed as CSV requires",
  textNotString: "text is not a string",
  callerNotReadable: "caller is neither a string nor a whole number",
  calleeNotReadable: "callee is neither a string nor a whole number",
  timeNotReadable: "time is not written as in the rest of the file",
  durationNotReadable: "duration is not a number of seconds from 0 on",
  answeredNotReadable: "answered is neither yes nor no",
  routeNotReadable: "route is none that is known",
  directionNotReadable: "direction is neither received nor sent",
  recordNotReadable: "what an operator has on record is not a number from 0 on",
  noTextNoCaller: "neither text nor caller",
} as const;

export type SetAsideReason = keyof typeof SET_ASIDE_REASONS;

/** A row as read. Null means absent or empty. */
export interface Row {
  /** Number of its first line in the file, from 1. */
  readonly line: number;
  readonly text: string | null;
  readonly caller: string | null;
  readonly label: string | null;
  readonly callee?: string | null;
  /** Milliseconds since the epoch, in UTC. */
  readonly timeMs?: number | null;
  readonly durationS?: number | null;
  /** 1 or 0. */
  readonly answered?: number | null;
  /** A code of ROUTES. */
  readonly route?: number | null;
  /** A code of DIRECTIONS. */
  readonly direction?: number | null;
  /** An operator's records, packed (event/provenance.ts). */
  readonly provenance?: number;
  /** The id of the event as written. */
  readonly id?: string | null;
}

/** A line that cannot be screened. It counts as a row of the file. */
export interface SetAside {
  readonly line: number;
  readonly reason: SetAsideReason;
  /** What was found, in a few words, or empty. */
  readonly detail: string;
  /** The head of the line, with U+FFFD for bytes that are not UTF-8. */
  readonly raw: string;
}

/** Both lists are in file order. */
export interface RowBatch {
  readonly rows: Row[];
  readonly setAside: SetAside[];
}

export const MAX_RAW_UNITS = 1024;

export function setAside(out: RowBatch, line: number, reason: SetAsideReason, raw: string, detail = ""): false {
  out.setAside.push({ line, reason, detail, raw: raw.length > MAX_RAW_UNITS ? raw.slice(0, MAX_RAW_UNITS) : raw });
  return false;
}
