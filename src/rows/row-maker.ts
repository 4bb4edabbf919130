/** Makes rows from the values in the chosen columns, for all formats. */
import { packProvenance } from "../event/provenance.ts";
import { type ChosenColumns, type ColumnRequest, PLACE_OF_ROLE, RECORD_ROLES } from "./choose-columns.ts";
import {
  type ColumnChoice,
  isReadableNumber,
  LEARNT,
  LEARNT_ROLES,
  type LearntRole,
  settledBy,
  valueOrNull,
} from "./column-choice.ts";
import { readTime } from "./event-values.ts";
import { type RowBatch, type SetAsideReason, setAside } from "./row.ts";

const NUMBER_ROLES = LEARNT_ROLES.filter((role) => role !== "callee");

/**
 * Sets a row aside if a value in use cannot be read. A text must be a string, a caller or callee a string or a whole
 * number, and a row needs text or caller. Labels and ids can have any value.
 */
export class RowMaker {
  #choice: ColumnChoice;
  /** Those with a column. */
  #numberRoles: readonly LearntRole[] = [];
  #hasRecords = false;
  /** The values of a row by role, reused for every row. */
  #numbers = noNumbers();
  readonly #asked: ColumnRequest;

  constructor(choice: ColumnChoice, asked: ColumnRequest) {
    this.#asked = asked;
    this.#choice = choice;
    this.#useChoice(choice);
  }

  get columns(): ChosenColumns {
    return this.#choice.columns;
  }

  get choice(): ColumnChoice {
    return this.#choice;
  }

  #useChoice(choice: ColumnChoice): void {
    this.#choice = choice;
    this.#numberRoles = NUMBER_ROLES.filter((role) => choice.columns[role] !== null);
    this.#numbers = noNumbers();
    this.#hasRecords = RECORD_ROLES.some((role) => choice.columns[role] !== null);
  }

  add(out: RowBatch, line: number, raw: string, values: readonly unknown[]): boolean {
    if (this.#choice.unsettled.length > 0) {
      const settled = settledBy(values, this.#choice, this.#asked);
      if (settled !== this.#choice) this.#useChoice(settled);
    }
    const text = values[PLACE_OF_ROLE.text];
    if (text !== undefined && text !== null && typeof text !== "string") {
      return refuse(out, line, "textNotString", raw, `found ${describeType(text)}`);
    }
    const caller = values[PLACE_OF_ROLE.caller];
    if (!isReadableNumber(caller)) return refuse(out, line, "callerNotReadable", raw, `found ${describeType(caller)}`);
    const { columns } = this;
    const callee = columns.callee === null ? null : values[PLACE_OF_ROLE.callee];
    if (!isReadableNumber(callee)) return refuse(out, line, "calleeNotReadable", raw, `found ${describeType(callee)}`);
    const numbers = this.#numbers;
    for (const role of this.#numberRoles) {
      const value = valueOrNull(values[PLACE_OF_ROLE[role]]);
      const number = value === null ? null : role === "time" ? this.#timeOf(value) : LEARNT[role].read(value);
      if (Number.isNaN(number))
        return refuse(out, line, LEARNT[role].reason, raw, `column ${JSON.stringify(columns[role])}`);
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
    if (row.text === null && row.caller === null) return refuse(out, line, "noTextNoCaller", raw, "");
    out.rows.push(row);
    return true;
  }

  #timeOf(value: unknown): number {
    const { timeForm, isOfEpoch } = this.#choice;
    return timeForm === null ? Number.NaN : readTime(value, timeForm, isOfEpoch);
  }
}

function noNumbers(): Record<LearntRole, number | null> {
  return Object.fromEntries(LEARNT_ROLES.map((role) => [role, null])) as Record<LearntRole, number | null>;
}

function refuse(out: RowBatch, line: number, reason: SetAsideReason, raw: string, detail: string): false {
  setAside(out, line, reason, raw, detail);
  return false;
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
