/**
 * Which columns of a file are what their names say. A column that was found by its name is looked at: of a plain file
 * in its first thousand rows, of a pipe in the first row that has a value, so that nothing waits. Where most of these
 * values cannot be read it is another column, and is left out, with the reason.
 */
import { formatCount } from "../core/counted.ts";
import { describeValue } from "../core/describe-value.ts";
import { maskNumbersIn } from "../event/masking.ts";
import {
  type ChosenColumns,
  chooseColumns,
  type ColumnRequest,
  type LeftOut,
  PLACE_OF_ROLE,
  RECORD_ROLES,
} from "./choose-columns.ts";
import {
  readAnswered,
  readDirection,
  readDuration,
  readRecord,
  readRoute,
  readTime,
  TIME_FORMS,
  type TimeForm,
  timeFormOf,
} from "./event-values.ts";

/** Rows of a plain file that say which of its columns are in use. */
export const ROWS_LOOKED_AT = 1000;

const RECORD = { read: readRecord, words: "a number from 0 on" } as const;

/** What a value should be, of columns that may turn out to be something else. */
const LEARNT = {
  callee: { read: (value: unknown) => (isReadableNumber(value) ? 0 : Number.NaN), words: "a caller's identity" },
  time: { read: null, words: "a time" },
  duration: { read: readDuration, words: "a number of seconds from 0 on" },
  answered: { read: readAnswered, words: "yes or no" },
  route: { read: readRoute, words: "a route" },
  direction: { read: readDirection, words: "received or sent" },
  ...(Object.fromEntries(RECORD_ROLES.map((role) => [role, RECORD])) as Readonly<
    Record<(typeof RECORD_ROLES)[number], typeof RECORD>
  >),
} as const;
export type LearntRole = keyof typeof LEARNT;
export const LEARNT_ROLES = Object.keys(LEARNT) as LearntRole[];

/** The columns that are in use, and what is known of them. Structured-cloneable. */
export interface ColumnChoice {
  readonly columns: ChosenColumns;
  /** All that were found, or the first of very many. */
  readonly found: readonly string[];
  /** Null where there is no column of times, or no time has been seen yet. */
  readonly timeForm: TimeForm | null;
  /** Whether its numbers count from 1970: those of a simulation may count from its own start. */
  readonly isOfEpoch: boolean;
  /** Of these columns no value has been seen yet. */
  readonly unsettled: readonly LearntRole[];
  readonly leftOut: readonly LeftOut[];
}

const MAX_FOUND = 100;

/** Of columns of which nothing has been seen but their names. */
export function unseen(columns: ChosenColumns, found: readonly string[] = []): ColumnChoice {
  return {
    columns,
    found: found.slice(0, MAX_FOUND),
    timeForm: null,
    isOfEpoch: false,
    unsettled: LEARNT_ROLES.filter((role) => columns[role] !== null),
    leftOut: [],
  };
}

/** What a choice comes to where there are more columns than there were: what was chosen stays. */
export function widened(choice: ColumnChoice, found: readonly string[], asked: ColumnRequest): ColumnChoice {
  const chosen = Object.fromEntries(Object.entries(choice.columns).filter(([, column]) => column !== null));
  const columns = chooseColumns(found, { ...asked, ...chosen }, null, choice.leftOut);
  const further = LEARNT_ROLES.filter((role) => columns[role] !== choice.columns[role]);
  return { ...choice, columns, found: found.slice(0, MAX_FOUND), unsettled: [...choice.unsettled, ...further] };
}

/** What a choice comes to by a row that may have the first value of a column. */
export function settledBy(values: readonly unknown[], choice: ColumnChoice, asked: ColumnRequest): ColumnChoice {
  const isNews = choice.unsettled.some((role) => valueOrNull(values[PLACE_OF_ROLE[role]]) !== null);
  if (!isNews) return choice;
  const look = new ColumnLook(choice, asked);
  look.add(null, 0, "", values);
  return look.choice;
}

interface Tally {
  /** Those that are not empty. */
  values: number;
  /** Those that can be read: of times by their form, of all else in one. */
  readonly read: Record<TimeForm | "any", number>;
  /** Of times: those that count from 1970. */
  ofEpoch: number;
  firstBad: unknown;
}

function emptyTally(): Tally {
  return { values: 0, read: { seconds: 0, milliseconds: 0, iso: 0, any: 0 }, ofEpoch: 0, firstBad: null };
}

/** Looks at rows, and makes none. */
export class ColumnLook {
  /** That were looked at. */
  rows = 0;
  readonly shape = null;
  readonly #before: ColumnChoice;
  readonly #asked: ColumnRequest;
  readonly #tallies: ReadonlyMap<LearntRole, Tally>;

  /** Looks at the columns of `before` that are not settled. What was asked for stays, whatever its values are. */
  constructor(before: ColumnChoice, asked: ColumnRequest) {
    this.#before = before;
    this.#asked = asked;
    this.#tallies = new Map(before.unsettled.map((role) => [role, emptyTally()]));
  }

  get columns(): ChosenColumns {
    return this.#before.columns;
  }

  /** `values`: one for each of COLUMN_ROLES. */
  add(_out: unknown, _line: number, _raw: string, values: readonly unknown[]): boolean {
    this.rows++;
    for (const [role, tally] of this.#tallies) {
      const value = valueOrNull(values[PLACE_OF_ROLE[role]]);
      if (value === null) continue;
      tally.values++;
      const { read } = LEARNT[role];
      const form = read === null ? timeFormOf(value, this.columns[role]!) : Number.isNaN(read(value)) ? null : "any";
      if (form !== null) tally.read[form]++;
      if (form !== null && form !== "any" && !Number.isNaN(readTime(value, form, true))) tally.ofEpoch++;
      if (form === null) tally.firstBad ??= value;
    }
    return true;
  }

  get choice(): ColumnChoice {
    const leftOut = [...this.#before.leftOut];
    const unsettled: LearntRole[] = [];
    const columns = { ...this.columns };
    let { timeForm, isOfEpoch } = this.#before;
    for (const [role, tally] of this.#tallies) {
      const [form] = [...TIME_FORMS].sort((a, b) => tally.read[b] - tally.read[a]);
      const read = Math.max(tally.read.any, tally.read[form!]);
      const isAsked = this.#asked[role] !== undefined;
      // Of times that were asked for, the first that can be read says how they are written.
      if (tally.values === 0 || (isAsked && role === "time" && read === 0)) unsettled.push(role);
      else if (!isAsked && read * 2 < tally.values) {
        leftOut.push({ column: columns[role]!, role, why: whyNot(role, tally, read) });
        columns[role] = null;
      } else if (role === "time") {
        timeForm = form!;
        isOfEpoch = tally.ofEpoch * 2 >= read;
      }
    }
    return { ...this.#before, columns, timeForm, isOfEpoch, unsettled, leftOut };
  }
}

function whyNot(role: LearntRole, { values, firstBad }: Tally, read: number): string {
  const first = maskNumbersIn(describeValue(firstBad));
  const { words } = LEARNT[role];
  if (values === 1) return `its first value, ${first}, is not ${words}`;
  const which = read === 0 ? "none" : `only ${formatCount(read)}`;
  return `${which} of its first ${formatCount(values)} values is ${words}, and one is ${first}`;
}

/** Null for what is absent or empty. */
export function valueOrNull(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") return value;
  const trimmed = value.trim();
  return trimmed === "" ? null : trimmed;
}

/** Whole numbers only, however they are written: one with a fraction, or a larger one, may have lost digits. */
export function isReadableNumber(caller: unknown): caller is string | number | null | undefined {
  if (caller === undefined || caller === null || typeof caller === "string") return true;
  return typeof caller === "number" && Number.isSafeInteger(caller) && caller >= 0;
}
