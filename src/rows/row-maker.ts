/** Makes rows from the values in the chosen columns, for all formats. */
import { packProvenance } from "../event/provenance.ts";
import {
  areEnough,
  type ChosenColumns,
  chooseColumns,
  type ColumnRequest,
  type HeaderLine,
  headerIsRow,
  PLACE_OF_ROLE,
  RECORD_ROLES,
} from "./choose-columns.ts";
import {
  type ColumnChoice,
  isReadableNumber,
  LEARNT,
  LEARNT_ROLES,
  type LearntRole,
  settledBy,
  unseen,
  widened,
  valueOrNull,
} from "./column-choice.ts";
import { readTime } from "./event-values.ts";
import { type RowBatch, setAside } from "./row.ts";

const NUMBER_ROLES = LEARNT_ROLES.filter((role) => role !== "callee");

/**
 * Sets a row aside if a value in use cannot be read. A text must be a string, a caller or callee a string or a whole
 * number, and a row needs text or caller. Labels and ids can have any value.
 */
export class RowMaker {
  /** Callers such as 1.38E+10. */
  ruinedCallers = 0;
  readonly #asked: ColumnRequest;
  /** The line that named no column but the text, while it may still be a row. */
  #header: HeaderLine | null = null;
  #choice: ColumnChoice | null = null;
  /** Those with a column. */
  #numberRoles: readonly LearntRole[] = [];
  #hasRecords = false;
  /** The values of a row by role, reused for every row. */
  #numbers = noNumbers();

  constructor(asked: ColumnRequest) {
    this.#asked = asked;
  }

  /** Null before `choose`. */
  get choice(): ColumnChoice | null {
    return this.#choice;
  }

  set choice(choice: ColumnChoice) {
    this.#choice = choice;
    this.#numberRoles = NUMBER_ROLES.filter((role) => choice.columns[role] !== null);
    this.#numbers = noNumbers();
    this.#hasRecords = RECORD_ROLES.some((role) => choice.columns[role] !== null);
  }

  /**
   * Chooses among the columns found, in `header` if the format has one; again, adds further columns. `isForNow`: columns
   * that were asked for may still come. Throws like `chooseColumns`.
   */
  choose(found: readonly string[], header: HeaderLine | null = null, isForNow = false): ChosenColumns {
    this.choice =
      this.#choice === null
        ? unseen(chooseColumns(found, this.#asked, header, [], isForNow), found)
        : widened(this.#choice, found, this.#asked, isForNow);
    const { columns } = this.choice;
    const others = Object.entries(columns).filter(([role, column]) => role !== "text" && column !== null);
    if (this.#asked.text === undefined && found.length > 1 && others.length === 0) this.#header = header;
    return columns;
  }

  /** True if these columns are enough to begin. */
  areEnough(found: readonly string[], isForNow: boolean): boolean {
    return areEnough(found, this.#asked, isForNow);
  }

  add(out: RowBatch, line: number, raw: string, values: readonly unknown[]): boolean {
    const before = this.#choice!;
    if (before.unsettled.length > 0) {
      const settled = settledBy(values, before, this.#asked);
      if (settled !== before) this.choice = settled;
    }
    const text = values[PLACE_OF_ROLE.text];
    if (text !== undefined && text !== null && typeof text !== "string") {
      return setAside(out, line, "textNotString", raw, `found ${describeType(text)}`);
    }
    if (this.#header !== null) this.#doubtHeader(this.#header, text ?? null, line);
    const caller = values[PLACE_OF_ROLE.caller];
    if (typeof caller === "string" && RUINED.test(caller)) this.ruinedCallers++;
    if (!isReadableNumber(caller))
      return setAside(out, line, "callerNotReadable", raw, `found ${describeType(caller)}`);
    const { columns } = this.#choice!;
    const callee = columns.callee === null ? null : values[PLACE_OF_ROLE.callee];
    if (!isReadableNumber(callee))
      return setAside(out, line, "calleeNotReadable", raw, `found ${describeType(callee)}`);
    const numbers = this.#numbers;
    for (const role of this.#numberRoles) {
      const value = valueOrNull(values[PLACE_OF_ROLE[role]]);
      const number = value === null ? null : role === "time" ? this.#timeOf(value) : LEARNT[role].read(value);
      if (Number.isNaN(number))
        return setAside(out, line, LEARNT[role].reason, raw, `column ${JSON.stringify(columns[role])}`);
      numbers[role] = number;
    }
    const { time, duration, answered, route, direction } = numbers;
    const row = {
      line,
      text: text || null,
      caller: textOrNull(caller),
      label: textOrNull(values[PLACE_OF_ROLE.label]),
      callee: textOrNull(callee),
      timeMs: time,
      durationS: duration,
      answered,
      route,
      direction,
      provenance: this.#hasRecords ? packProvenance(numbers) : 0,
      id: textOrNull(values[PLACE_OF_ROLE.id]),
    };
    if (row.text === null && row.caller === null) return setAside(out, line, "noTextNoCaller", raw);
    out.rows.push(row);
    return true;
  }

  /** Where a text is the name of its column, both are values: "SMS" in "SMS,in,hello there". */
  #doubtHeader(header: HeaderLine, text: string | null, line: number): void {
    if (text !== null && text === this.#choice!.columns.text) throw headerIsRow(header, text);
    if (line > header.number + DOUBTED_LINES) this.#header = null;
  }

  #timeOf(value: unknown): number {
    const { timeForm, isOfEpoch } = this.#choice!;
    return timeForm === null ? Number.NaN : readTime(value, timeForm, isOfEpoch);
  }
}

const DOUBTED_LINES = 20;
/** Spreadsheets show long numbers so. */
const RUINED = /^\d(?:[.,]\d+)?E\+\d\d$/i;

function noNumbers(): Record<LearntRole, number | null> {
  return Object.fromEntries(LEARNT_ROLES.map((role) => [role, null])) as Record<LearntRole, number | null>;
}

function textOrNull(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === "string" ? value.trim() : jsonOf(value);
  return text === "" ? null : text;
}

/** JSON fails for very deep lists. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return `(${describeType(value)})`;
  }
}

function describeType(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return value === null ? "null" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
