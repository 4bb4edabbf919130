/** Chooses the columns of a file: text, caller, label, and the others of recorded calls. */
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { maskNumbersIn } from "../event/masking.ts";
import { PROVENANCE_FIELDS, type ProvenanceName } from "../event/provenance.ts";
import type { Line } from "./lines/line-splitter.ts";

/** An operator's records, in columns of fixed names. No option names others. */
export const RECORD_ROLES = Object.keys(PROVENANCE_FIELDS) as readonly ProvenanceName[];

const RECORD_COLUMNS = Object.fromEntries(
  RECORD_ROLES.map((role) => [role, [PROVENANCE_FIELDS[role].name, role] as readonly string[]]),
) as Record<ProvenanceName, readonly string[]>;

/** Roles of columns, with the names that are looked for. The first one found is taken. */
const DEFAULT_COLUMNS = {
  text: ["text", "message", "body", "content", "sms"],
  caller: ["caller", "sender", "number", "from", "peer"],
  label: ["label", "class", "category"],
  callee: ["callee", "called", "receiver", "recipient", "destination", "to"],
  time: ["time", "timestamp", "datetime", "date", "start_time", "startTime", "start", "time_ms", "timeMs"],
  duration: ["duration", "duration_s", "durationS", "duration_seconds", "seconds", "billsec"],
  answered: ["answered", "disposition", "status"],
  route: ["route", "network"],
  direction: ["direction", "dir"],
  id: ["id", "event_id", "eventId", "uuid"],
  ...RECORD_COLUMNS,
} as const;

export type ColumnRole = keyof typeof DEFAULT_COLUMNS;
/** Roles whose column an option may name. */
export type NamedRole = Exclude<ColumnRole, ProvenanceName>;

export const COLUMN_ROLES = Object.keys(DEFAULT_COLUMNS) as readonly ColumnRole[];

/** The index of a role. */
export const PLACE_OF_ROLE = Object.fromEntries(COLUMN_ROLES.map((role, at) => [role, at])) as Readonly<
  Record<ColumnRole, number>
>;

export const NAMED_ROLES = COLUMN_ROLES.filter(
  (role): role is NamedRole => !(RECORD_ROLES as readonly ColumnRole[]).includes(role),
);

const MAIN_ROLES = ["text", "caller", "label"] as const;
const OTHER_ROLES = COLUMN_ROLES.filter((role) => !(MAIN_ROLES as readonly ColumnRole[]).includes(role));

/** Columns named by the user; a role left out is looked for under its default names. */
export type ColumnRequest = Readonly<Partial<Record<ColumnRole, string>>>;

/** The name of the column for each role, or null. */
export type ChosenColumns = Readonly<Record<ColumnRole, string | null>>;

/** A column that is not used. `role`: null if no role has its name. */
export interface LeftOut {
  readonly column: string;
  readonly role: ColumnRole | null;
  /** In words, with people's numbers masked. */
  readonly why: string;
}

/** The line that was read as the header. */
export type HeaderLine = Pick<Line, "number" | "text">;

/**
 * Chooses among the columns found, in `header` if the format has one, but none of `leftOut`. Names are compared as
 * written first, then without case. Throws "usage" if a named column is missing (unless `isForNow`: it may still come),
 * a column would have two roles, a chosen name is there twice, or there is neither text nor caller.
 */
export function chooseColumns(
  found: readonly string[],
  request: ColumnRequest,
  header: HeaderLine | null = null,
  leftOut: readonly LeftOut[] = [],
  isForNow = false,
): ChosenColumns {
  const chosen = Object.fromEntries(COLUMN_ROLES.map((role) => [role, null])) as Record<ColumnRole, string | null>;
  for (const role of COLUMN_ROLES) {
    const asked = request[role];
    if (asked === undefined) continue;
    chosen[role] = findColumn(found, asked);
    if (chosen[role] === null && !isForNow) throw noSuchColumn(found, role, asked, header);
  }
  for (const role of MAIN_ROLES) if (request[role] === undefined) chosen[role] = findDefault(found, role);
  // A column that was asked for is not taken by another role.
  for (const role of OTHER_ROLES) {
    if (request[role] !== undefined) continue;
    const taken = Object.values(chosen);
    const isOther = (name: string): boolean => leftOut.some((one) => one.role === role && one.column === name);
    const free = found.filter((name) => !taken.includes(name) && !isOther(name));
    chosen[role] = findDefault(free, role);
  }
  if (chosen.text === null && chosen.caller === null) {
    const names = [...DEFAULT_COLUMNS.text, ...DEFAULT_COLUMNS.caller].join(", ");
    throw new RingfenceError(
      "usage",
      `no column to screen: none of ${names} is there; ${describeFound(found, header)}; name one with --text or --caller`,
    );
  }
  const names = COLUMN_ROLES.map((role) => chosen[role]).filter((name) => name !== null);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new RingfenceError(
      "usage",
      `column ${shorten(twice)} cannot serve twice, as one of ${COLUMN_ROLES.join(", ")} and as another`,
    );
  }
  const unclear = names.find((name) => found.indexOf(name) !== found.lastIndexOf(name));
  if (unclear !== undefined) {
    const places = found.flatMap((name, index) => (name === unclear ? [index + 1] : [])).join(", ");
    throw new RingfenceError(
      "usage",
      `column ${shorten(unclear)} is there more than once (columns ${places}): rename all but one, so that it is clear which is meant`,
    );
  }
  return chosen;
}

/** The columns that were not chosen, with the reason. */
export function unusedOf(found: readonly string[], chosen: ChosenColumns): LeftOut[] {
  const used = Object.values(chosen);
  return [...new Set(found)].flatMap((column) => {
    if (used.includes(column)) return [];
    const role = COLUMN_ROLES.find((each) => findDefault([column], each) !== null) ?? null;
    const taken = role === null ? null : chosen[role];
    if (taken === null) return [{ column, role: null, why: "no role has its name" }];
    return [{ column, role, why: `the ${role} is in column ${JSON.stringify(taken)}` }];
  });
}

/**
 * Shows the header line if it has no known name: it may be a row of a file without a header. People's numbers in it are
 * masked.
 */
function describeFound(found: readonly string[], header: HeaderLine | null): string {
  const isHeader = Object.values(DEFAULT_COLUMNS).some((names) =>
    names.some((name) => findColumn(found, name) !== null),
  );
  if (header === null || isHeader) return `columns found: ${listColumns(found)}`;
  return (
    `line ${header.number} was taken as the header: ${shownWithoutNumbers(header.text)}; columns found: ${listColumns(found)}; ` +
    WITHOUT_HEADER
  );
}

/** The header is a row, as the text of a row is the name of its column. */
export function headerIsRow(header: HeaderLine, text: string): RingfenceError {
  return new RingfenceError(
    "usage",
    `line ${header.number} was taken as the header: ${shownWithoutNumbers(header.text)}; but it seems to be a row, as texts below it are ${shorten(text)} too; ${WITHOUT_HEADER}`,
  );
}

const WITHOUT_HEADER =
  'expected a first line that names the columns, such as "text"; of a file without one, --no-header with columns by number, as --text 2';

function noSuchColumn(
  found: readonly string[],
  role: ColumnRole,
  asked: string,
  header: HeaderLine | null,
): RingfenceError {
  const heads = found.slice(0, MAX_LISTED).map((column) => column.slice(0, MAX_SHOWN_UNITS));
  const near = nearestTo(asked.slice(0, MAX_SHOWN_UNITS), heads, HALF);
  const what =
    near === null
      ? describeFound(found, header)
      : `columns found: ${listColumns(found)}; did you mean --${role} ${shorten(found[heads.indexOf(near)]!)}?`;
  return new RingfenceError("usage", `--${role} ${shorten(asked)}: no such column; ${what}`);
}

function findDefault(found: readonly string[], role: ColumnRole): string | null {
  for (const name of DEFAULT_COLUMNS[role]) {
    const column = findColumn(found, name);
    if (column !== null) return column;
  }
  return null;
}

/** True if the columns have text or caller, and all that was asked for, unless `isForNow`. */
export function areEnough(found: readonly string[], request: ColumnRequest, isForNow = false): boolean {
  const isFound = (role: ColumnRole): boolean => {
    const asked = request[role];
    return (asked === undefined ? findDefault(found, role) : findColumn(found, asked)) !== null;
  };
  const asked = COLUMN_ROLES.filter((role) => request[role] !== undefined);
  return (isForNow || asked.every(isFound)) && (isFound("text") || isFound("caller"));
}

function findColumn(found: readonly string[], name: string): string | null {
  if (found.includes(name)) return name;
  const typed = name.toLowerCase();
  return found.find((column) => column.length === name.length && column.toLowerCase() === typed) ?? null;
}

/** At most this share of a typed name would have to change. */
const HALF = 0.5;
const MAX_LISTED = 20;
const MAX_SHOWN_UNITS = 40;
/** Enough that a number that begins in the shown part is whole. */
const MAX_MASKED_UNITS = 1000;

function listColumns(found: readonly string[]): string {
  if (found.length === 0) return "none";
  const listed = found.slice(0, MAX_LISTED).map(shownWithoutNumbers).join(", ");
  return found.length > MAX_LISTED ? `${listed} and ${found.length - MAX_LISTED} more` : listed;
}

/** Cut first, since masking a name of megabytes takes seconds. */
function shownWithoutNumbers(name: string): string {
  return shorten(maskNumbersIn(name.slice(0, MAX_MASKED_UNITS)));
}

/** As a JSON string, which escapes control characters. */
function shorten(name: string): string {
  const plain = /^[\w-]{1,40}$/.test(name);
  return plain ? name : JSON.stringify(name.length > MAX_SHOWN_UNITS ? `${name.slice(0, MAX_SHOWN_UNITS)}…` : name);
}
