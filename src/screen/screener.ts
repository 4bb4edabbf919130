/** Screening for programs: takes events as objects and returns verdicts. It decides like `ringfence screen`. */
import { RingfenceError } from "../core/errors.ts";
import { callerHashOf } from "../detect/behaviour/caller-hash.ts";
import { ListingChanges } from "../detect/blocklist/listing-changes.ts";
import type { Listings } from "../detect/blocklist/listings.ts";
import { BLOCKLIST } from "../detect/blocklist/stage.ts";
import { FINDERS } from "../detect/finders.ts";
import type { ScreeningTables } from "../detect/screening.ts";
import { CHINA, type Country, countryOf } from "../rows/country.ts";
import { fillEvents } from "../rows/fill-events.ts";
import type { Row } from "../rows/row.ts";
import { BatchScreener } from "./batch-screener.ts";
import { CallerMemory } from "./caller-memory.ts";
import { DEFAULT_WINDOW_MS, EventClock, MAX_WINDOW_MS, type TickPart } from "./event-clock.ts";
import { EventReader } from "./event-reader.ts";
import { FoundLater, UNNAMED } from "./found-later.ts";
import { readHistory, writeHistory } from "./history-file.ts";
import { describeRow } from "./screened-row.ts";
import { riskOfRows } from "./stated-risk.ts";
import { Screened, type ScreenedEvent, type ScreenEvent } from "./screened-event.ts";
import {
  checkOptions,
  inOwnWords,
  type ListChange,
  type ScreenerOptions,
  withOwnWords,
  wrongOption,
} from "./screener-options.ts";
import { scriptWords } from "./script-library.ts";
import { permilleOf, withSettings } from "./settings.ts";
import { FILE_SEED, loadScreening, type ScreeningSetup, unreadWords } from "./setup.ts";

/**
 * Builds the tables, which takes some tenths of a second. Everything runs in the calling thread, so your own stage or
 * engine can block it. Throws RingfenceError: "usage" for an unknown option or a wrong value; "config" and "io" for
 * files, models and engines that cannot be used.
 */
export async function createScreener(options: ScreenerOptions = {}): Promise<Screener> {
  checkOptions(options);
  const { templates, blocklist: listed, threshold, set, sortedWithinMs = DEFAULT_WINDOW_MS, ...given } = options;
  const blocklist = typeof listed === "object" ? listed.map(String) : listed;
  if (!(sortedWithinMs >= 0 && sortedWithinMs <= MAX_WINDOW_MS)) {
    throw wrongOption("sortedWithinMs", `milliseconds from 0 to ${MAX_WINDOW_MS}`, sortedWithinMs);
  }
  try {
    const country = options.country === undefined ? CHINA : countryOf(options.country);
    const settings = withSettings({
      ...given,
      set: set === undefined ? undefined : [set].flat(),
      thresholdPermille: threshold === undefined ? undefined : permilleOf(threshold, "threshold"),
    });
    return new Screener(await loadScreening({ ...settings, templates, blocklist, country }), country, sortedWithinMs);
  } catch (error) {
    throw inOwnWords(error);
  }
}

/**
 * Screens events of one source, in order, and remembers callers. To load new lists or a new model, create another
 * screener and let it continue (`continueFrom`).
 */
export class Screener {
  readonly #country: Country;
  readonly #batch: BatchScreener;
  readonly #reader = new EventReader();
  readonly #clock: EventClock;
  /** Null if the stage behaviour is off. */
  #memory: CallerMemory | null;
  #tables: ScreeningTables;
  #listed: number | null;
  readonly #found: FoundLater;
  /** Remarks on the files, in words. */
  readonly remarks: readonly string[];

  /** @internal */
  constructor(setup: ScreeningSetup, country: Country, windowMs: number) {
    const { tables, handles, mayRemember, blocklist, library } = setup;
    this.#country = country;
    this.#tables = tables;
    this.#batch = new BatchScreener(tables);
    this.#clock = new EventClock(windowMs, "events", "event");
    this.#memory = mayRemember ? new CallerMemory(callerHashOf(FILE_SEED)) : null;
    this.#listed = blocklist && blocklist.file.identities.length + blocklist.file.hosts.length;
    this.remarks = [...setup.remarks, ...[blocklist, library].flatMap((list) => unreadWords(list))];
    const stages = FINDERS.filter(({ name, isAlwaysOn = false, needsPast = false }) => {
      return isAlwaysOn || (tables[name] ?? null) !== null || (needsPast && mayRemember);
    });
    const scriptOf = (template: number): string => scriptWords(library!, template);
    this.#found = new FoundLater(this.#batch, stages, { show: () => "", scriptOf, riskOf: riskOfRows(handles) });
  }

  /** The tables of the stages, for `screen` over columns. Without the memory of callers. */
  get tables(): ScreeningTables {
    return this.#tables;
  }

  /** Entries of the blocklist; null: the stage blocklist is off. @internal */
  get listed(): number | null {
    return this.#listed;
  }

  /**
   * Adds and removes entries of the blocklist from the next event on: a microsecond an entry. No effect if the stage
   * blocklist is off. Returns how many of `remove` were listed.
   *
   * @internal
   */
  changeList({ add, remove }: ListChange): number {
    if (this.#listed === null) return 0;
    const listings = this.#tables[BLOCKLIST.name] as Listings;
    const { changes = new ListingChanges(listings.table, listings.hosts, listings.blocks) } = listings;
    const note = (entry: string, isListed: boolean): number =>
      changes.note(entry.includes(".") ? entry : this.#country.identityOf(entry), isListed);
    for (const entry of add) this.#listed += note(entry, true);
    const removed = remove.reduce((sum, entry) => sum - note(entry, false), 0);
    this.#listed -= removed;
    this.#tables = { ...this.#tables, [BLOCKLIST.name]: { ...listings, changes } };
    this.#batch.useTables(this.#tables);
    return removed;
  }

  /**
   * Saves the memory of callers for `restore`, in a file of some 20 MB that is whole or absent. Throws RingfenceError:
   * "io" if it cannot be written, "usage" if the stage behaviour is off.
   */
  async save(path: string): Promise<void> {
    const callers = this.#remembering("save").remembered;
    writeHistory(path, { callers, clock: this.#clock.state, reader: this.#reader.state });
  }

  /**
   * Replaces the memory by one that `save` wrote. Throws RingfenceError: "config" if the file is something else,
   * damaged or of another version, "io" and "usage" like `save`. The memory then stays as it was.
   */
  async restore(path: string): Promise<void> {
    const memory = this.#remembering("restore");
    const { callers, clock, reader } = await readHistory(path);
    memory.takeUp(callers);
    this.#clock.state = clock;
    this.#reader.state = reader;
  }

  /** Takes over the memory of another screener, which must not be used any more. */
  continueFrom(other: Screener): void {
    if (this.#memory !== null && other.#memory !== null) this.#memory = other.#memory;
    this.#clock.state = other.#clock.state;
    this.#reader.state = other.#reader.state;
  }

  #remembering(act: string): CallerMemory {
    if (this.#memory !== null) return this.#memory;
    throw new RingfenceError("usage", `${act}: the stage behaviour is off, so callers are not remembered`);
  }

  /**
   * Decides on one event, or on a list of events in order. For an event with callee and time, the caller's past up to
   * two hours before counts too. Throws RingfenceError "usage" for an invalid event, before any event of a list is
   * screened, and "config" for one that is a day older than the latest.
   */
  screen(event: ScreenEvent): ScreenedEvent;
  screen(events: readonly ScreenEvent[]): ScreenedEvent[];
  screen(given: ScreenEvent | readonly ScreenEvent[]): ScreenedEvent | ScreenedEvent[] {
    const isList = Array.isArray(given);
    const rows = this.#reader.read(isList ? given : [given], isList);
    const out: ScreenedEvent[] = [];
    for (const part of this.#partsOf(rows)) this.#screenPart(rows, part, out);
    return isList ? out : out[0]!;
  }

  /** Like `screen`, but without the memory of callers. @internal */
  screenWithoutPast(events: readonly ScreenEvent[]): ScreenedEvent[] {
    const rows = this.#reader.read(events, true);
    const out: ScreenedEvent[] = [];
    this.#screenPart(rows, { tick: null, rows: null }, out);
    return out;
  }

  /** Forgets callers and times. @internal */
  forget(): void {
    if (this.#memory !== null) this.#memory = new CallerMemory(callerHashOf(FILE_SEED));
    this.#clock.state = { ...this.#clock.state, latestMs: null };
  }

  /** The latest time of an event; null: none had one. @internal */
  get latestMs(): number | null {
    return this.#clock.state.latestMs;
  }

  #partsOf(rows: readonly Row[]): readonly TickPart[] {
    const { withoutPast } = this.#reader;
    if (this.#memory === null || withoutPast === rows.length) return [{ tick: null, rows: null }];
    // Events before the first one with callee and time are not remembered, like one by one.
    const later = withoutPast === 0 ? rows : rows.slice(withoutPast);
    const times = later.map(({ timeMs }) => timeMs ?? Number.NaN);
    const lines = later.map(({ line }) => line);
    const parts = withOwnWords(() => this.#clock.partsOf(times, lines));
    if (withoutPast === 0) return parts;
    return [
      { tick: null, rows: placesFrom(0, withoutPast) },
      ...parts.map(({ tick, rows: places }) => ({
        tick,
        rows: places?.map((place) => place + withoutPast) ?? placesFrom(withoutPast, later.length),
      })),
    ];
  }

  /** Writes results to the indices of their events in `rows`. */
  #screenPart(rows: readonly Row[], { tick, rows: places }: TickPart, out: ScreenedEvent[]): void {
    const own = places === null ? rows : Array.from(places, (place) => rows[place]!);
    const { events, findings } = this.#batch;
    const observations = this.#batch.screen(
      own.length,
      tick === null ? null : this.#memory!.seal(tick),
      (from) => fillEvents(events, own, from, this.#country),
      (from) => {
        const found = this.#found.keep();
        for (let index = 0; index < events.count; index++) {
          const row = describeRow(UNNAMED, events, findings, index, this.#found.rowOptions);
          out[places === null ? from + index : places[from + index]!] = new Screened(row, found, index);
        }
      },
    );
    if (tick !== null) this.#memory!.note(tick, observations!);
  }
}

function placesFrom(from: number, count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, at) => from + at);
}
