/**
 * Checks chosen columns by their first values. A column whose first value cannot be read is left out, with the reason,
 * unless it was asked for. The first time shows how times are written.
 */
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
  type TimeForm,
  timeFormOf,
} from "./event-values.ts";

const RECORD = { read: readRecord, words: "a number from 0 on", reason: "recordNotReadable" } as const;

/**
 * The columns that may be left out: how to read a value (null: by the form of times), what it should be, and the reason
 * for setting a row aside.
 */
export const LEARNT = {
  callee: {
    read: (value: unknown) => (isReadableNumber(value) ? 0 : Number.NaN),
    words: "a caller's identity",
    reason: "calleeNotReadable",
  },
  time: { read: null, words: "a time", reason: "timeNotReadable" },
  duration: { read: readDuration, words: "a number of seconds from 0 on", reason: "durationNotReadable" },
  answered: { read: readAnswered, words: "yes or no", reason: "answeredNotReadable" },
  route: { read: readRoute, words: "a route", reason: "routeNotReadable" },
  direction: { read: readDirection, words: "received or sent", reason: "directionNotReadable" },
  ...(Object.fromEntries(RECORD_ROLES.map((role) => [role, RECORD])) as Readonly<
    Record<(typeof RECORD_ROLES)[number], typeof RECORD>
  >),
} as const;
export type LearntRole = keyof typeof LEARNT;
export const LEARNT_ROLES = Object.keys(LEARNT) as LearntRole[];

/** The columns in use, and what their values showed. Structured-cloneable. */
export interface ColumnChoice {
  readonly columns: ChosenColumns;
  /** The columns of the file, at most MAX_FOUND. */
  readonly found: readonly string[];
  /** Null before the first time. */
  readonly timeForm: TimeForm | null;
  /** True if numbers of times count from 1970. Times of a simulation may count from its start. */
  readonly isOfEpoch: boolean;
  /** Roles whose columns have had no value yet. */
  readonly unsettled: readonly LearntRole[];
  readonly leftOut: readonly LeftOut[];
}

const MAX_FOUND = 100;

/** A choice before any value was seen. */
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

/** A choice with further columns. Earlier columns stay. `isForNow`: as in `chooseColumns`. */
export function widened(
  choice: ColumnChoice,
  found: readonly string[],
  asked: ColumnRequest,
  isForNow: boolean,
): ColumnChoice {
  const chosen = Object.fromEntries(Object.entries(choice.columns).filter(([, column]) => column !== null));
  const columns = chooseColumns(found, { ...asked, ...chosen }, null, choice.leftOut, isForNow);
  const further = LEARNT_ROLES.filter((role) => columns[role] !== choice.columns[role]);
  return { ...choice, columns, found: found.slice(0, MAX_FOUND), unsettled: [...choice.unsettled, ...further] };
}

/** A choice after a row that may have the first value of a column. */
export function settledBy(values: readonly unknown[], choice: ColumnChoice, asked: ColumnRequest): ColumnChoice {
  if (choice.unsettled.every((role) => valueOrNull(values[PLACE_OF_ROLE[role]]) === null)) return choice;
  const unsettled: LearntRole[] = [];
  const leftOut = [...choice.leftOut];
  const columns = { ...choice.columns };
  let { timeForm, isOfEpoch } = choice;
  for (const role of choice.unsettled) {
    const value = valueOrNull(values[PLACE_OF_ROLE[role]]);
    const { read, words } = LEARNT[role];
    const form = read === null && value !== null ? timeFormOf(value, columns[role]!) : null;
    const isAsked = asked[role] !== undefined;
    if (value === null || (isAsked && read === null && form === null)) unsettled.push(role);
    else if (form !== null) {
      timeForm = form;
      isOfEpoch = !Number.isNaN(readTime(value, form, true));
    } else if (!isAsked && (read === null || Number.isNaN(read(value)))) {
      const why = `its first value, ${maskNumbersIn(describeValue(value))}, is not ${words}`;
      leftOut.push({ column: columns[role]!, role, why });
      columns[role] = null;
    }
  }
  return { ...choice, columns, timeForm, isOfEpoch, unsettled, leftOut };
}

/** Null if absent or empty. */
export function valueOrNull(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") return value;
  const trimmed = value.trim();
  return trimmed === "" ? null : trimmed;
}

/** Numbers must be whole and safe: others may have lost digits. */
export function isReadableNumber(caller: unknown): caller is string | number | null | undefined {
  if (caller === undefined || caller === null || typeof caller === "string") return true;
  return typeof caller === "number" && Number.isSafeInteger(caller) && caller >= 0;
}
