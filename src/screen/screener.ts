/**
 * Screening for a program: events as plain objects in, what is decided of each out. It decides as `ringfence screen`
 * does, by the same tables, and remembers what callers did as that does (screen-file.ts).
 */
import { RingfenceError } from "../core/errors.ts";
import { callerHashOf } from "../detect/behaviour/caller-hash.ts";
import { NO_MODEL, STARTER_MODEL } from "../detect/learned/models.ts";
import { FINDERS } from "../detect/finders.ts";
import type { ScreeningTables } from "../detect/screening.ts";
import { CHINA, type Country, countryOf } from "../rows/country.ts";
import { fillEvents } from "../rows/fill-events.ts";
import type { Row } from "../rows/row.ts";
import { BatchScreener } from "./batch-screener.ts";
import {
  type BuiltTables,
  builtTables,
  LISTS,
  type ListFacts,
  type ListName,
  nameIn,
  STAGES_OF,
} from "./built-tables.ts";
import { CallerMemory } from "./caller-memory.ts";
import { DEFAULT_WINDOW_MS, EventClock, MAX_WINDOW_MS, type TickPart } from "./event-clock.ts";
import { EventReader } from "./event-reader.ts";
import { FILE_SEED } from "./file-seed.ts";
import { type FoundBatch, FoundLater, type ScreenedBy, UNNAMED } from "./found-later.ts";
import { readHistory, writeHistory } from "./history-file.ts";
import { LiveTables } from "./live-tables.ts";
import { describeRow, type ScreenedRow } from "./screened-row.ts";
import { Screened, type ScreenedEvent, type ScreenerEvent } from "./screened-event.ts";
import {
  checkOptions,
  inOwnWords,
  type ListChange,
  type Reload,
  type ScreenerOptions,
  withOwnWords,
  wrongOption,
} from "./screener-options.ts";
import { permilleOf, withSettings } from "./settings.ts";
import { loadScreening, passedOverWords, type ScreeningSetup, type SetupOptions } from "./setup.ts";
import { parseFileStages } from "./stages.ts";

/** Which tables are in use, and where each came from; null of what there is not. */
export interface TablesVersion {
  /** 1: those that the screener began with. Each reload adds one. */
  readonly number: number;
  readonly blocklist: LoadedList | null;
  readonly templates: LoadedList | null;
  readonly model: LoadedList | null;
}

export interface LoadedList extends ListFacts {
  /** When it was put to use. */
  readonly since: Date;
}

/**
 * Builds the tables, some tenths of a second. All of it runs in the thread that calls: a stage or an engine of your own
 * that loops for ever holds that up, and nothing ends it. Throws RingfenceError: "usage" for an option that there is
 * not, or of another kind; "config" and "io" for files, models and engines that cannot be used.
 *
 * `isLive` (internal): nobody can sort what comes, so an event a day behind the latest counts in the present hour.
 */
export async function createScreener(options: ScreenerOptions = {}, isLive = false): Promise<Screener> {
  checkOptions(options);
  const {
    templates,
    blocklist: listed,
    threshold,
    stages,
    set,
    sortedWithinMs = DEFAULT_WINDOW_MS,
    ...given
  } = options;
  const blocklist = typeof listed === "object" ? listed.map(String) : listed;
  if (!(sortedWithinMs >= 0 && sortedWithinMs <= MAX_WINDOW_MS)) {
    throw wrongOption("sortedWithinMs", `milliseconds from 0 to ${MAX_WINDOW_MS}`, sortedWithinMs);
  }
  try {
    const country = options.country === undefined ? CHINA : countryOf(options.country);
    const settings = withSettings({
      ...given,
      set: set === undefined ? undefined : [set].flat(),
      stages: stages === undefined ? undefined : parseFileStages([stages].flat().join(",")),
      thresholdPermille: threshold === undefined ? undefined : permilleOf(threshold, "threshold"),
    });
    const setupOptions = { ...settings, templates, blocklist, country };
    return new Screener(await loadScreening(setupOptions), setupOptions, sortedWithinMs, isLive);
  } catch (error) {
    throw inOwnWords(error);
  }
}

/** Screens events of one source, in order: what callers did is remembered from one to the next. */
export class Screener {
  readonly #country: Country;
  readonly #batch: BatchScreener;
  readonly #reader = new EventReader();
  readonly #clock: EventClock;
  /** Null where the stage behaviour is off. */
  #memory: CallerMemory | null;
  /** Stages that are asked for, whether there is anything to look up or not. */
  readonly #asked: ReadonlySet<string>;
  readonly #ownRemarks: readonly string[];
  /** As it began, with the files of lists that are in use now. */
  #options: SetupOptions;
  readonly #tables: LiveTables;
  #built: BuiltTables;
  #by: ScreenedBy;
  readonly #found: FoundLater;
  #version: TablesVersion;
  /** One after the other. */
  #reloading: Promise<unknown> = Promise.resolve();
  /** Of each that is under way: what was listed since it was asked for. */
  readonly #since = new Set<ListChange[]>();

  /** @internal */
  constructor(
    setup: ScreeningSetup,
    options: SetupOptions & { readonly country: Country },
    windowMs: number,
    isLive = false,
  ) {
    const { tables, mayRemember, asked, settingsUsed, engines } = setup;
    this.#country = options.country;
    this.#batch = new BatchScreener(tables);
    this.#clock = new EventClock(windowMs, "events", "event", isLive);
    this.#memory = mayRemember ? new CallerMemory(callerHashOf(FILE_SEED)) : null;
    this.#ownRemarks = passedOverWords(settingsUsed);
    this.#asked = asked;
    this.#options = {
      ...options,
      // What a program holds in memory stays as it was read.
      blocklist: fileOf(options.blocklist),
      templates: fileOf(options.templates),
      engine: engines.matcher,
      blocklistEngine: engines.blocklist,
    };
    this.#tables = new LiveTables(tables);
    this.#built = builtTables(setup);
    const since = new Date();
    const { blocklist, templates, model } = this.#built.lists;
    this.#version = {
      number: 1,
      blocklist: blocklist && { ...blocklist, since },
      templates: templates && { ...templates, since },
      model: model && { ...model, since },
    };
    this.#by = this.#screenedBy();
    this.#found = new FoundLater(this.#batch.events, this.#batch.findings, this.#by);
  }

  /** What the stages look things up in: with these `screen` screens columns. Without what callers did before. */
  get tables(): ScreeningTables {
    return this.#tables.tables;
  }

  /** Which tables the next event is screened with. */
  get version(): TablesVersion {
    return this.#version;
  }

  /** What is odd about the files, for people. */
  get remarks(): readonly string[] {
    return [...this.#ownRemarks, ...LISTS.flatMap((list) => this.#version[list]?.remarks ?? [])];
  }

  /**
   * Loads lists and model anew; without any, the files that are in use. Calls wait for it: some seconds for a million
   * numbers. Resolves to the version that is in use then. Throws as `createScreener` does; all then stays as it was.
   */
  async reload(given: Reload = {}): Promise<TablesVersion> {
    checkOptions(given, LISTS, "reload");
    const names = LISTS.filter((list) => given[list] !== undefined);
    const since: ListChange[] = [];
    this.#since.add(since);
    const reloaded = this.#reloading
      .then(() => this.#reload(given, names, since))
      .finally(() => this.#since.delete(since));
    this.#reloading = reloaded.catch(() => {});
    try {
      return await reloaded;
    } catch (error) {
      throw inOwnWords(error);
    }
  }

  async #reload(given: Reload, named: readonly ListName[], since: readonly ListChange[]): Promise<TablesVersion> {
    const names = named.length > 0 ? named : LISTS.filter((list) => this.#isFile(list));
    if (names.length === 0) return this.#version;
    const isAsked = (stage: string): boolean => this.#asked.has(stage);
    const off = names.find((list) => !STAGES_OF[list].some(isAsked));
    if (off !== undefined) {
      throw new RingfenceError("usage", `reload: ${off}: the stage ${STAGES_OF[off][0]} is off, which would use it`);
    }
    const stages = names.flatMap((list) => STAGES_OF[list].filter(isAsked));
    const { blocklist } = given;
    const options: SetupOptions = {
      ...this.#options,
      ...given,
      blocklist: typeof blocklist === "object" ? blocklist.map(String) : (blocklist ?? this.#options.blocklist),
      stages: new Set(stages),
    };
    const setup = await loadScreening(options);
    this.#use(setup, names, stages);
    if (names.includes("blocklist")) for (const change of since) this.#changeList(change);
    const files = names.map((list) => [list, fileOf(options[list])] as const);
    this.#options = { ...this.#options, ...Object.fromEntries(files) };
    return this.#version;
  }

  /**
   * Lists, and lists no more, from the next event on: a microsecond an entry, however long the list. It lasts until
   * `reload` loads a blocklist. Without effect where the stage blocklist is off.
   *
   * @internal
   */
  changeList(change: ListChange): void {
    if (this.#version.blocklist === null) return;
    for (const since of this.#since) since.push(change);
    this.#changeList(change);
    this.#version = { ...this.#version, number: this.#version.number + 1 };
    this.#by = this.#screenedBy();
    this.#found.use(this.#by);
  }

  #changeList(change: ListChange): void {
    const before = this.#version.blocklist!;
    const entries = before.entries! + this.#tables.changeList(change, this.#country);
    this.#batch.useTables(this.tables);
    this.#version = { ...this.#version, blocklist: { ...before, entries, remarks: [], since: new Date() } };
  }

  #isFile(list: ListName): boolean {
    const file = this.#options[list];
    return typeof file === "string" && !(list === "model" && [NO_MODEL, STARTER_MODEL].includes(file));
  }

  /** Tables of these lists, beside the others as they are. */
  #use(setup: ScreeningSetup, names: readonly ListName[], stages: readonly string[]): void {
    const { lists, scripts, advises } = builtTables(setup);
    this.#tables.use(setup.tables, stages);
    const isNew = (list: ListName): boolean => names.includes(list);
    this.#built = {
      ...this.#built,
      lists: { ...this.#built.lists, ...Object.fromEntries(names.map((list) => [list, lists[list]])) },
      ...(isNew("templates") ? { scripts } : {}),
      ...(isNew("model") ? { advises } : {}),
    };
    this.#batch.useTables(this.tables);
    const since = new Date();
    const loaded = names.map((list) => [list, lists[list] && { ...lists[list], since }] as const);
    this.#version = { ...this.#version, ...Object.fromEntries(loaded), number: this.#version.number + 1 };
    this.#by = this.#screenedBy();
    this.#found.use(this.#by);
  }

  #screenedBy(): ScreenedBy {
    const { scripts, advises } = this.#built;
    const stages = FINDERS.filter(({ name, isAlwaysOn = false, needsPast = false }) => {
      return isAlwaysOn || (this.tables[name] ?? null) !== null || (needsPast && this.#memory !== null);
    });
    const rowOptions = { show: () => "", scriptOf: (template: number) => nameIn(scripts, template), advises };
    return { stages, rowOptions, version: this.#version.number };
  }

  /** Screens what comes, in order, and takes the next once its result was taken. */
  stream(events: AsyncIterable<ScreenerEvent> | Iterable<ScreenerEvent>): AsyncGenerator<ScreenedEvent>;
  stream(
    events: AsyncIterable<readonly ScreenerEvent[]> | Iterable<readonly ScreenerEvent[]>,
  ): AsyncGenerator<ScreenedEvent[]>;
  async *stream(
    events:
      | AsyncIterable<ScreenerEvent | readonly ScreenerEvent[]>
      | Iterable<ScreenerEvent | readonly ScreenerEvent[]>,
  ): AsyncGenerator<ScreenedEvent | ScreenedEvent[]> {
    for await (const event of events) {
      yield Array.isArray(event) ? this.screen(event as readonly ScreenerEvent[]) : this.screen(event as ScreenerEvent);
    }
  }

  /**
   * Writes what callers did, with which `restore` goes on: a file that is whole or not there, of some 20 MB. What is
   * screened meanwhile is not in it. Throws RingfenceError: "io"
   * where it cannot be written, "usage" where the stage behaviour is off.
   */
  async save(path: string): Promise<void> {
    const memory = this.#remembering("save");
    const now = {
      callers: memory.remembered(),
      clock: this.#clock.state,
      reader: this.#reader.state,
    };
    writeHistory(path, { ...now, callers: await now.callers });
  }

  /**
   * Goes on from what `save` wrote, in place of all that was remembered. Throws RingfenceError: "config" where it is
   * something else, damaged or of another version, "io" and "usage" as `save`. All then stays as it was.
   */
  async restore(path: string): Promise<void> {
    const memory = this.#remembering("restore");
    const { callers, clock, reader } = await readHistory(path);
    memory.takeUp(callers);
    this.#clock.goOnFrom(clock);
    this.#reader.goOnFrom(reader);
  }

  /** Knows what callers did from another one, which screens no more. @internal */
  goOnAs(other: Screener): void {
    if (this.#memory !== null && other.#memory !== null) this.#memory = other.#memory;
    this.#clock.goOnFrom(other.#clock.state);
    this.#reader.goOnFrom(other.#reader.state);
  }

  #remembering(act: string): CallerMemory {
    if (this.#memory !== null) return this.#memory;
    throw new RingfenceError("usage", `${act}: the stage behaviour is off, and nothing is remembered of callers`);
  }

  /**
   * Decides on one event, or on a list of them, in order. One with a callee and a time also goes by what its caller did
   * up to two hours before. Throws RingfenceError "usage" for what is no event, before any of a list is screened,
   * and "config" for one that is a day older than the latest.
   */
  screen(event: ScreenerEvent): ScreenedEvent;
  screen(events: readonly ScreenerEvent[]): ScreenedEvent[];
  screen(given: ScreenerEvent | readonly ScreenerEvent[]): ScreenedEvent | ScreenedEvent[] {
    const isList = Array.isArray(given);
    const out: ScreenedEvent[] = [];
    this.screenEach(isList ? given : [given], isList, (place, row, found, index) => {
      out[place] = new Screened(row, found, index);
    });
    return isList ? out : out[0]!;
  }

  /**
   * As `screen` does, in the order in which `take` is told of what is decided: `place` is of the list. `found` has what
   * the stages found, of its event `index`. Nothing of an event lives on in it but numbers and the text as screened.
   *
   * @internal
   */
  screenEach(events: readonly unknown[], isList: boolean, take: TakeScreened): void {
    const rows = this.#reader.read(events, isList);
    for (const part of this.#partsOf(rows)) this.#screenPart(rows, part, take);
  }

  /** As `screenEach`. Returns the milliseconds that it took. @internal */
  screenSoon(events: readonly unknown[], isList: boolean, take: TakeScreened): number {
    const startMs = performance.now();
    this.screenEach(events, isList, take);
    return performance.now() - startMs;
  }

  /** As `screen`, as if nothing was known of callers: nothing is remembered of these events. @internal */
  screenWithoutPast(events: readonly ScreenerEvent[]): ScreenedEvent[] {
    const rows = this.#reader.read(events, true);
    const out: ScreenedEvent[] = [];
    this.#screenPart(rows, { tick: null, rows: null }, (place, row, found, index) => {
      out[place] = new Screened(row, found, index);
    });
    return out;
  }

  /** Knows nothing of callers, nor of any time, as when it began. @internal */
  forget(): void {
    if (this.#memory !== null) this.#memory = new CallerMemory(callerHashOf(FILE_SEED));
    this.#clock.goOnFrom({ ...this.#clock.state, latestMs: null });
  }

  /** The latest time of an event; null: none had one. @internal */
  get latestMs(): number | null {
    return this.#clock.state.latestMs;
  }

  #partsOf(rows: readonly Row[]): readonly TickPart[] {
    const { withoutPast } = this.#reader;
    if (this.#memory === null || withoutPast === rows.length) return [{ tick: null, rows: null }];
    // As if they came one by one: what came before is not remembered.
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

  #screenPart(rows: readonly Row[], part: TickPart, take: TakeScreened): void {
    const own = rowsOf(rows, part);
    const { tick } = part;
    const observations = this.#batch.screen(
      own.length,
      tick === null ? null : this.#memory!.seal(tick),
      (from) => fillEvents(this.#batch.events, own, from, this.#country),
      (from) => tell(this.#batch, this.#found, part, from, take),
    );
    if (tick !== null) this.#memory!.note(tick, observations!);
  }
}

/** `place`: of the events that were given. `found` has what the stages found, of its event `index`. */
export type TakeScreened = (place: number, row: ScreenedRow, found: FoundBatch, index: number) => void;

/** Rows of a part. */
function rowsOf(rows: readonly Row[], { rows: places }: TickPart): readonly Row[] {
  return places === null ? rows : Array.from(places, (place) => rows[place]!);
}

/** Tells what became of the rows of a part from `from` on, which are in the batch. */
function tell(
  { events, findings }: BatchScreener,
  later: FoundLater,
  { rows: places }: TickPart,
  from: number,
  take: TakeScreened,
): void {
  const found = later.keep();
  for (let index = 0; index < events.count; index++) {
    const place = places === null ? from + index : places[from + index]!;
    take(place, describeRow(UNNAMED, events, findings, index, found.by.rowOptions), found, index);
  }
}

function placesFrom(from: number, count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, at) => from + at);
}

function fileOf(list: unknown): string | undefined {
  return typeof list === "string" ? list : undefined;
}
