/** Reads events that a program gives as plain objects, as rows of a file are read: each of its fields is a column. */
import { shorten, describeValue } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { ROUTES } from "../event/event-batch.ts";
import { type ChosenColumns, COLUMN_ROLES, type ColumnRequest, PLACE_OF_ROLE } from "../rows/choose-columns.ts";
import { type LearntRole, unseen } from "../rows/column-choice.ts";
import type { TimeForm } from "../rows/event-values.ts";
import { RowMaker } from "../rows/row-maker.ts";
import type { Row, RowBatch, SetAsideReason } from "../rows/row.ts";

/** A field is called as what it is for. */
const FIELDS = Object.fromEntries(COLUMN_ROLES.map((role) => [role, role])) as ChosenColumns & ColumnRequest;

/** What is known of events by those that came before. */
export interface ReaderState {
  readonly events: number;
  readonly hasPast: boolean;
  readonly timeForm: TimeForm | null;
  readonly isOfEpoch: boolean;
  readonly unsettled: readonly LearntRole[];
}

export class EventReader {
  /** Of the events read last, how many came before the first of all that had a callee and a time. */
  withoutPast = 0;
  /** Whether an event had both: callers are remembered from there on. */
  #hasPast = false;
  /** Fields of a program's own that were met, like none of those that are read. */
  readonly #others = new Set<string>();
  #maker = new RowMaker(unseen(FIELDS), FIELDS);
  #events = 0;

  get state(): ReaderState {
    const { timeForm, isOfEpoch, unsettled } = this.#maker.choice;
    return { events: this.#events, hasPast: this.#hasPast, timeForm, isOfEpoch, unsettled };
  }

  goOnFrom({ events, hasPast, timeForm, isOfEpoch, unsettled }: ReaderState): void {
    this.#events = events;
    this.#hasPast = hasPast;
    this.#maker = new RowMaker({ ...unseen(FIELDS), timeForm, isOfEpoch, unsettled }, FIELDS);
  }

  /** All of them, or none: throws RingfenceError "usage" that says which field of which event is wrong. */
  read(events: readonly unknown[], isList: boolean): Row[] {
    const out: RowBatch = { rows: [], setAside: [] };
    let withoutPast = this.#hasPast ? 0 : events.length;
    // What is learned of a list that is refused is forgotten: the form of its times, say.
    const maker = new RowMaker(this.#maker.choice, FIELDS);
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
      if (!maker.add(out, this.#events + at + 1, "", values)) {
        const { field, expected } = EXPECTED[out.setAside[0]!.reason] ?? NOTHING;
        throw field === "" ? wrong(where(), expected, event) : wrong(`${where()}.${field}`, expected, fields[field]);
      }
      if (time !== null) {
        if (Number.isNaN(time.getTime())) throw wrong(`${where()}.time`, "a date", String(time));
        out.rows.push({ ...out.rows.pop()!, timeMs: time.getTime() });
      }
      const hasBoth = (fields["callee"] ?? null) !== null && (fields["time"] ?? null) !== null;
      if (hasBoth) withoutPast = Math.min(withoutPast, at);
    }
    this.#maker = maker;
    this.#hasPast ||= withoutPast < events.length;
    this.withoutPast = withoutPast;
    this.#events += events.length;
    return out.rows;
  }

  /** Other fields are a program's own, as other columns of a file are; one that was meant must not be passed over. */
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
/** To compare a name with all that are known takes as long as to screen the event. */
const MAX_OTHERS = 100;
const MAX_OTHER_UNITS = 100;

const NUMBER = "a string, or a whole number";
const NOTHING = { field: "", expected: "a text, or a caller" };

/** What a field should hold that could not be read. */
const EXPECTED: Readonly<Partial<Record<SetAsideReason, { readonly field: string; readonly expected: string }>>> = {
  textNotString: { field: "text", expected: "a string" },
  callerNotReadable: { field: "caller", expected: NUMBER },
  calleeNotReadable: { field: "callee", expected: NUMBER },
  timeNotReadable: {
    field: "time",
    expected: "a date, ISO 8601, or seconds or milliseconds since 1970, the same for all events",
  },
  durationNotReadable: { field: "duration", expected: "a number of seconds from 0 on" },
  answeredNotReadable: { field: "answered", expected: "true or false" },
  routeNotReadable: { field: "route", expected: `one of ${ROUTES.join(", ")}` },
  directionNotReadable: { field: "direction", expected: "received or sent" },
  noTextNoCaller: NOTHING,
};

function wrong(where: string, expected: string, found: unknown): RingfenceError {
  return new RingfenceError("usage", `${where}: expected ${expected}, found ${printable(describeValue(found))}`);
}
