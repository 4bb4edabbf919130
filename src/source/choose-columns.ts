/** Which columns of a file hold the text, the caller and the label. */
import { distance } from "fastest-levenshtein";
import { RingfenceError } from "../core/errors.ts";

/** What a column is for, and the names it is looked for under, the first found being taken. */
export const DEFAULT_COLUMNS = {
  text: ["text", "message", "body", "content", "sms"],
  caller: ["caller", "sender", "number", "from", "peer"],
  label: ["label", "class", "category"],
} as const;

export type ColumnRole = keyof typeof DEFAULT_COLUMNS;

/** Columns named by the user; a role left out is looked for under its default names. */
export type ColumnRequest = Readonly<Partial<Record<ColumnRole, string>>>;

/** The name of the column for each role, or null. */
export type ChosenColumns = Readonly<Record<ColumnRole, string | null>>;

/**
 * Chooses among the columns found. Names are compared as written first, then without regard to case.
 * Throws `usage` when a named column is missing, when one column is to serve twice, or when there is neither text nor
 * caller.
 */
export function chooseColumns(found: readonly string[], request: ColumnRequest): ChosenColumns {
  const chosen = {
    text: chooseColumn(found, request, "text"),
    caller: chooseColumn(found, request, "caller"),
    label: chooseColumn(found, request, "label"),
  };
  if (chosen.text === null && chosen.caller === null) {
    const names = [...DEFAULT_COLUMNS.text, ...DEFAULT_COLUMNS.caller].join(", ");
    throw new RingfenceError(
      "usage",
      `no column to screen: none of ${names} is there; columns found: ${listColumns(found)}; name one with --text or --caller`,
    );
  }
  const names = Object.values(chosen).filter((name) => name !== null);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new RingfenceError("usage", `column ${shorten(twice)} cannot serve twice as text, caller or label`);
  }
  return chosen;
}

function chooseColumn(found: readonly string[], request: ColumnRequest, role: ColumnRole): string | null {
  const asked = request[role];
  if (asked !== undefined) {
    const column = findColumn(found, asked);
    if (column !== null) return column;
    const nearest = nearestColumn(found, asked);
    const hint = nearest === null ? "" : `; did you mean --${role} ${shorten(nearest)}?`;
    throw new RingfenceError(
      "usage",
      `--${role} ${shorten(asked)}: no such column; columns found: ${listColumns(found)}${hint}`,
    );
  }
  for (const name of DEFAULT_COLUMNS[role]) {
    const column = findColumn(found, name);
    if (column !== null) return column;
  }
  return null;
}

function findColumn(found: readonly string[], name: string): string | null {
  if (found.includes(name)) return name;
  return found.find((column) => column.toLowerCase() === name.toLowerCase()) ?? null;
}

function nearestColumn(found: readonly string[], name: string): string | null {
  const folded = name.slice(0, MAX_SHOWN_UNITS).toLowerCase();
  let nearest: string | null = null;
  let least = Infinity;
  for (const column of found.slice(0, MAX_LISTED)) {
    const edits = distance(folded, column.slice(0, MAX_SHOWN_UNITS).toLowerCase());
    if (edits < least) {
      least = edits;
      nearest = column;
    }
  }
  return nearest;
}

const MAX_LISTED = 20;
const MAX_SHOWN_UNITS = 40;

function listColumns(found: readonly string[]): string {
  if (found.length === 0) return "none";
  const listed = found.slice(0, MAX_LISTED).map(shorten).join(", ");
  return found.length > MAX_LISTED ? `${listed} and ${found.length - MAX_LISTED} more` : listed;
}

/** As a JSON string, which also makes control characters harmless on a terminal. */
function shorten(name: string): string {
  const plain = /^[\w-]{1,40}$/.test(name);
  return plain ? name : JSON.stringify(name.length > MAX_SHOWN_UNITS ? `${name.slice(0, MAX_SHOWN_UNITS)}…` : name);
}
