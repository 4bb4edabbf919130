/** Events to a file and back, for users' programs. */
import { RingfenceError } from "../core/errors.ts";
import { EventBatch, KIND_CALL, KIND_MESSAGE, MAX_TEXT_UNITS, ROUTES, type Route } from "../event/event-batch.ts";
import { type Identity, WITHHELD, parseIdentity, readOpaque } from "../event/identity.ts";
import { parseEventId } from "../world/event-id.ts";
import { TypedFile, type TypedFileOptions } from "../rows/typed/typed-file.ts";
import type { Cell } from "../rows/typed/column.ts";
import { ParquetFile } from "../rows/parquet/parquet-file.ts";
import { packField, PROVENANCE_FIELDS } from "../event/provenance.ts";
import { EVENT_KINDS, eventFields, RECORD_FIELDS } from "./event-columns.ts";

/** How events are written: format, compression and overwriting (`TypedFileOptions`), time 0, masks. */
interface WriteEventsOptions extends TypedFileOptions {
  /** Milliseconds since 1970 of the time 0 of the events. Left out: 0, their times are times since 1970. */
  readonly originMs?: number | undefined;
  /** Hide the middle of numbers; what is read back is then another. Left out: numbers are whole. */
  readonly mask?: boolean | undefined;
  /** With the columns of what an operator has on record. Left out: without. */
  readonly records?: boolean | undefined;
}

/**
 * Writes events to a file, Parquet, CSV, TSV or JSON Lines by its name or `format`, in the columns of
 * docs/data-format.md, whole or not at all. `batches` may be one after the other in the same memory. Returns how many
 * there were. Throws RingfenceError "usage" for a format that cannot be told, "io" where the file is there already
 * (`force` overwrites it) or cannot be written. Cost: 2 to 5 microseconds an event; memory is one batch and, of
 * Parquet, 32,768 events.
 */
export async function writeEvents(
  path: string,
  batches: Iterable<EventBatch> | AsyncIterable<EventBatch>,
  options: WriteEventsOptions = {},
): Promise<number> {
  const { originMs = 0, mask = false, records = false } = options;
  const fields = eventFields({ originMs, mask, records });
  const file = new TypedFile(path, fields, options);
  let written = 0;
  try {
    for await (const events of batches) {
      const data = fields.map(({ of }) => {
        return Array.from({ length: events.count }, (_, row): Cell => of({ events }, row));
      });
      file.write(data, events.count);
      written += events.count;
    }
    file.complete();
    file.out.finish();
    return written;
  } catch (error) {
    file.out.discard();
    throw error;
  }
}

/** How a file of events is read: its time 0, the size of batches. */
interface ReadEventsOptions {
  /** As they were written. */
  readonly originMs?: number | undefined;
  /** Events of a batch at most, from 1 to 131,072. Left out: 4,096. */
  readonly batchEvents?: number | undefined;
}

const DEFAULT_BATCH_EVENTS = 4096;

/**
 * The events of a Parquet file that `writeEvents` or `ringfence generate` wrote, exactly as they were, in batches. They
 * use the same memory: a batch is valid until the next is asked for. Throws RingfenceError "io" if the file cannot be
 * read, "config" if it is no Parquet, is cut short or broken, has other columns, or holds what no event has: the message
 * names file, row and column. Cost: 2 to 6 microseconds an event; memory is bounded by a batch and one row group.
 */
export async function* readEvents(path: string, options: ReadEventsOptions = {}): AsyncGenerator<EventBatch> {
  const { originMs = 0, batchEvents = DEFAULT_BATCH_EVENTS } = options;
  const batch = EventBatch.allocate(batchEvents);
  batch.count = 0;
  const file = await ParquetFile.open(path);
  const records = RECORD_FIELDS.every(({ name }) => file.names.includes(name));
  let row = 0;
  const refuse = (column: string, expected: string, found: string): never => {
    const place = `${path}: row ${row}, column ${column}`;
    throw new RingfenceError("config", `${place}: expected ${expected}, found ${JSON.stringify(found.slice(0, 40))}`);
  };
  for await (const { rows, data } of file.read(eventFields({ originMs, mask: false, records }))) {
    for (let at = 0; at < rows; at++) {
      if (batch.count === batch.capacity) {
        yield batch;
        batch.count = 0;
      }
      row++;
      append(batch, data.map((cells) => cells[at]!) as unknown as EventCells, originMs, refuse);
    }
  }
  if (batch.count > 0) yield batch;
}

type EventCells = readonly [
  id: string,
  time: number,
  kind: string,
  caller: string | null,
  callee: string | null,
  route: string,
  answered: boolean | null,
  durationS: number | null,
  text: string | null,
  ...records: (number | null)[],
];

const RECORDS = Object.values(PROVENANCE_FIELDS);

const MAX_DURATION_S = 65_535;

function append(
  events: EventBatch,
  [id, time, kind, caller, callee, route, answered, durationS, text, ...records]: EventCells,
  originMs: number,
  refuse: (column: string, expected: string, found: string) => never,
): void {
  const at = events.count;
  const words = parseEventId(id) ?? refuse("id", "16 hexadecimal digits", id);
  events.idLow[at] = words.low;
  events.idHigh[at] = words.high;
  events.timeMs[at] = time - originMs;
  const code = (EVENT_KINDS as readonly string[]).indexOf(kind);
  events.kind[at] = code < 0 ? refuse("kind", EVENT_KINDS.join(" or "), kind) : code;
  events.caller[at] = identityOf(caller);
  events.callee[at] = identityOf(callee);
  events.provenance[at] = records.reduce<number>(
    (word, value, place) => (value === null ? word : word | packField(RECORDS[place]!, value)),
    0,
  );
  const routeCode = ROUTES.indexOf(route as Route);
  events.route[at] = routeCode < 0 ? refuse("route", `one of ${ROUTES.join(", ")}`, route) : routeCode;
  events.answered[at] = answered === true ? 1 : 0;
  const seconds = durationS ?? 0;
  if (seconds < 0 || seconds > MAX_DURATION_S) refuse("duration_s", `0 to ${MAX_DURATION_S}`, String(seconds));
  events.durationS[at] = seconds;
  if (code === KIND_MESSAGE && text === null) refuse("text", "the text of a message", "nothing");
  const units = code === KIND_CALL ? 0 : text!.length;
  if (units > MAX_TEXT_UNITS) refuse("text", `at most ${MAX_TEXT_UNITS} UTF-16 units`, `${units}`);
  const start = at === 0 ? 0 : events.textStart[at]!;
  for (let unit = 0; unit < units; unit++) events.text[start + unit] = text!.charCodeAt(unit);
  events.textStart[at] = start;
  events.textStart[at + 1] = start + units;
  events.count = at + 1;
}

function identityOf(written: string | null): Identity {
  return written === null ? WITHHELD : (readOpaque(written) ?? parseIdentity(written));
}
