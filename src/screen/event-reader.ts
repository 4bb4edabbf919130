/** Reads events of a program, given as objects, like rows of a file: each field is a column. */
import { shorten, describeValue } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { ROUTES } from "../event/event-batch.ts";
import { type ChosenColumns, COLUMN_ROLES, type ColumnRequest, PLACE_OF_ROLE } from "../rows/choose-columns.ts";
import { LEARNT, type LearntRole, unseen } from "../rows/column-choice.ts";
import type { TimeForm } from "../rows/event-values.ts";
import { RowMaker } from "../rows/row-maker.ts";
import type { Row, RowBatch } from "../rows/row.ts";

/** Fields have the names of roles. */
const FIELDS = Object.fromEntries(COLUMN_ROLES.map((role) => [role, role])) as ChosenColumns & ColumnRequest;

/** What earlier events showed. */
export interface ReaderState {
  readonly events: number;
  readonly hasPast: boolean;
  readonly timeForm: TimeForm | null;
  readonly isOfEpoch: boolean;
  readonly unsettled: readonly LearntRole[];
}

export class EventReader {
  /** The number of last read events before the first event of all with callee and time. */
  withoutPast = 0;
  /** True after the first event with callee and time: callers are remembered from then on. */
  #hasPast = false;
  /** Other fields that were seen, which are not similar to known ones. */
  readonly #others = new Set<string>();
  readonly #maker = new RowMaker(FIELDS);
  #events = 0;

  constructor() {
    this.#maker.choice = unseen(FIELDS);
  }

  get state(): ReaderState {
    const { timeForm, isOfEpoch, unsettled } = this.#maker.choice!;
    return { events: this.#events, hasPast: this.#hasPast, timeForm, isOfEpoch, unsettled };
  }

  set state({ events, hasPast, timeForm, isOfEpoch, unsettled }: ReaderState) {
    this.#events = events;
    this.#hasPast = hasPast;
    this.#maker.choice = { ...unseen(FIELDS), timeForm, isOfEpoch, unsettled };
  }

  /** Reads all events or none. Throws RingfenceError "usage" that names the event and field. */
  read(events: readonly unknown[], isList: boolean): Row[] {
    const choice = this.#maker.choice!;
    try {
      return this.#read(events, isList);
    } catch (error) {
      // Nothing is learned from a refused list.
      this.#maker.choice = choice;
      throw error;
    }
  }

  #read(events: readonly unknown[], isList: boolean): Row[] {
    const out: RowBatch = { rows: [], setAside: [] };
    let withoutPast = this.#hasPast ? 0 : events.length;
    const values: unknown[] = [];
    for (let at = 0; at < events.length; at++) {
      const event = events[at];
      const where = (): string => (isList ? `events[${at}]` : "event");
      if (typeof event !== "object" || event === null || Array.isArray(event)) {
        throw wrong(where(), 'an object, as { caller: "0095588", text: "..." }', event);
      }
      const fields = event as Readonly<Record<string, unknown>>;
      this.#refuseMisspelt(fields, where);
      for (let place = 0; place < COLUMN_ROLES.length; place++) values[place] = fields[COLUMN_ROLES[place]!];
      const time = fields["time"] instanceof Date ? fields["time"] : null;
      if (time !== null) values[PLACE_OF_ROLE.time] = null;
      if (!this.#maker.add(out, this.#events + at + 1, "", values)) {
        const { reason, detail } = out.setAside[0]!;
        if (reason === "noTextNoCaller") throw wrong(where(), "a text, or a caller", event);
        // The detail names the column, or the reason begins with it.
        const field = /^column "(\w+)"$/.exec(detail)?.[1] ?? reason.replace(/Not\w+$/, "");
        const expected = EXPECTED[field] ?? LEARNT[field as LearntRole].words;
        throw wrong(`${where()}.${field}`, expected, fields[field]);
      }
      if (time !== null) {
        if (Number.isNaN(time.getTime())) throw wrong(`${where()}.time`, "a date", String(time));
        out.rows.push({ ...out.rows.pop()!, timeMs: time.getTime() });
      }
      const hasBoth = (fields["callee"] ?? null) !== null && (fields["time"] ?? null) !== null;
      if (hasBoth) withoutPast = Math.min(withoutPast, at);
    }
    this.#hasPast ||= withoutPast < events.length;
    this.withoutPast = withoutPast;
    this.#events += events.length;
    return out.rows;
  }

  /** Other fields are ignored, but a misspelt one is an error. */
  #refuseMisspelt(fields: Readonly<Record<string, unknown>>, where: () => string): void {
    for (const name of Object.keys(fields)) {
      if (KNOWN.has(name) || this.#others.has(name)) continue;
      const near = nearestTo(name, COLUMN_ROLES);
      if (near !== null && fields[near] === undefined) {
        throw new RingfenceError(
          "usage",
          `${where()}: expected no field "${printable(shorten(name))}". (Did you mean ${near}?)`,
        );
      }
      if (near === null && name.length <= MAX_OTHER_UNITS && this.#others.size < MAX_OTHERS) this.#others.add(name);
    }
  }
}

const KNOWN: ReadonlySet<string> = new Set(COLUMN_ROLES);
/** Limits of the cache of other names: comparing a name takes as long as screening an event. */
const MAX_OTHERS = 100;
const MAX_OTHER_UNITS = 100;

const NUMBER = "a string, or a whole number";

/** Where a program has other values than a file. */
const EXPECTED: Readonly<Record<string, string>> = {
  text: "a string",
  caller: NUMBER,
  callee: NUMBER,
  time: "a date, ISO 8601, or milliseconds since 1970 (seconds: if all events have them, or a gateway has gateway.times=seconds)",
  answered: "true or false",
  route: `one of ${ROUTES.join(", ")}`,
};

function wrong(where: string, expected: string, found: unknown): RingfenceError {
  return new RingfenceError("usage", `${where}: expected ${expected}, found ${printable(describeValue(found))}`);
}
