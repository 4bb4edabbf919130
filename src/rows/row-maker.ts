/** Makes rows of the values that the readers of every format find in the chosen columns. */
import { type ChosenColumns, COLUMN_ROLES, type ColumnRequest, type ColumnRole } from "./choose-columns.ts";
import {
  readAnswered,
  readDirection,
  readDuration,
  readRoute,
  readTime,
  type TimeForm,
  timeFormOf,
} from "./event-values.ts";
import { type RowBatch, type SetAsideReason, setAside } from "./row.ts";

/** Of columns that may turn out to be something else: what their first value says. */
const LEARNT = [
  "callee",
  "time",
  "duration",
  "answered",
  "route",
  "direction",
] as const satisfies readonly ColumnRole[];
type LearntRole = (typeof LEARNT)[number];

const ROLE = Object.fromEntries(COLUMN_ROLES.map((role, at) => [role, at])) as Record<ColumnRole, number>;

/** What is known once the first rows were read: another thread reads on with it. Structured-cloneable. */
export interface RowShape {
  readonly columns: ChosenColumns;
  /** Null where there is no column of times. */
  readonly timeForm: TimeForm | null;
}

/**
 * A text must be a string, a caller or callee a string or a whole number, and text or caller must be there. No label
 * and no identity of an event is ever a reason to set a row aside. A column that was found by its name is taken for
 * callee, time, duration, answered or route by its first value: where that is none, it is another column. Where a
 * column was asked for, or its first value was one, a value that cannot be read sets its row aside.
 */
export class RowMaker {
  #columns: ChosenColumns;
  #timeForm: TimeForm | null;
  /** Of these columns no value has been seen yet. */
  readonly #unsettled: Set<LearntRole>;
  readonly #asked: ColumnRequest;

  constructor(columns: ChosenColumns, asked: ColumnRequest, shape: RowShape | null = null) {
    this.#columns = shape?.columns ?? columns;
    this.#timeForm = shape?.timeForm ?? null;
    this.#asked = asked;
    this.#unsettled = new Set(shape ? [] : LEARNT.filter((role) => columns[role] !== null));
  }

  /** One that knows what this one knows, and learns on by itself. */
  copy(): RowMaker {
    const copy = new RowMaker(this.#columns, this.#asked, { columns: this.#columns, timeForm: this.#timeForm });
    for (const role of this.#unsettled) copy.#unsettled.add(role);
    return copy;
  }

  /** The columns that are in use. */
  get columns(): ChosenColumns {
    return this.#columns;
  }

  get timeForm(): TimeForm | null {
    return this.#timeForm;
  }

  /** Null while some column may turn out to be another. */
  get shape(): RowShape | null {
    return this.#unsettled.size > 0 ? null : { columns: this.#columns, timeForm: this.#timeForm };
  }

  /**
   * Adds the row made of `values`, one for each of COLUMN_ROLES and undefined where there is none, or sets the line
   * aside. Returns whether it is a row.
   */
  add(out: RowBatch, line: number, raw: string, values: readonly unknown[]): boolean {
    if (this.#unsettled.size > 0) this.#settle(values);
    const text = values[ROLE.text];
    if (text !== undefined && text !== null && typeof text !== "string") {
      return refuse(out, line, "textNotString", raw, `found ${kindOf(text)}`);
    }
    const caller = values[ROLE.caller];
    if (!isReadableNumber(caller)) return refuse(out, line, "callerNotReadable", raw, `found ${kindOf(caller)}`);
    const callee = values[ROLE.callee];
    if (!isReadableNumber(callee)) return refuse(out, line, "calleeNotReadable", raw, `found ${kindOf(callee)}`);
    const columns = this.#columns;
    const timeMs = columns.time === null ? null : this.#timeOf(valueOrNull(values[ROLE.time]));
    if (Number.isNaN(timeMs)) return this.#refuse(out, line, "timeNotReadable", raw, "time");
    const durationS = columns.duration === null ? null : read(values[ROLE.duration], readDuration);
    if (Number.isNaN(durationS)) return this.#refuse(out, line, "durationNotReadable", raw, "duration");
    const answered = columns.answered === null ? null : read(values[ROLE.answered], readAnswered);
    if (Number.isNaN(answered)) return this.#refuse(out, line, "answeredNotReadable", raw, "answered");
    const route = columns.route === null ? null : read(values[ROLE.route], readRoute);
    if (Number.isNaN(route)) return this.#refuse(out, line, "routeNotReadable", raw, "route");
    const direction = columns.direction === null ? null : read(values[ROLE.direction], readDirection);
    if (Number.isNaN(direction)) return this.#refuse(out, line, "directionNotReadable", raw, "direction");
    const row = {
      line,
      text: text || null,
      caller: textOrNull(caller),
      label: textOrNull(values[ROLE.label]),
      callee: textOrNull(callee),
      timeMs,
      durationS,
      answered,
      route,
      direction,
      id: textOrNull(values[ROLE.id]),
    };
    if (row.text === null && row.caller === null) return refuse(out, line, "noTextNoCaller", raw, "");
    out.rows.push(row);
    return true;
  }

  #timeOf(value: unknown): number | null {
    if (value === null) return null;
    return this.#timeForm === null ? Number.NaN : readTime(value, this.#timeForm);
  }

  #refuse(out: RowBatch, line: number, reason: SetAsideReason, raw: string, role: LearntRole): false {
    return refuse(out, line, reason, raw, `column ${JSON.stringify(this.#columns[role])}`);
  }

  /** Looks at the columns of which this row has the first value. */
  #settle(values: readonly unknown[]): void {
    for (const role of this.#unsettled) {
      const value = valueOrNull(values[ROLE[role]]);
      if (value === null) continue;
      if (role === "time") this.#timeForm = timeFormOf(value, this.#columns.time!);
      const isRead = role === "time" ? this.#timeForm !== null : !Number.isNaN(READERS[role](value));
      // One that was asked for stays: of times, the first that can be read says how they are written.
      if (!isRead && this.#asked[role] !== undefined) {
        if (role !== "time") this.#unsettled.delete(role);
        continue;
      }
      if (!isRead) this.#columns = { ...this.#columns, [role]: null };
      this.#unsettled.delete(role);
    }
  }
}

const READERS = {
  callee: (value: unknown) => (isReadableNumber(value) ? 0 : Number.NaN),
  duration: readDuration,
  answered: readAnswered,
  route: readRoute,
  direction: readDirection,
};

function read(value: unknown, reader: (value: unknown) => number): number | null {
  const given = valueOrNull(value);
  return given === null ? null : reader(given);
}

/** Null for what is absent or empty. */
function valueOrNull(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") return value;
  const trimmed = value.trim();
  return trimmed === "" ? null : trimmed;
}

function refuse(out: RowBatch, line: number, reason: SetAsideReason, raw: string, detail: string): false {
  setAside(out, line, reason, raw, detail);
  return false;
}

/** Whole numbers only, however they are written: one with a fraction, or a larger one, may have lost digits. */
function isReadableNumber(caller: unknown): caller is string | number | null | undefined {
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
