/**
 * Screening for a program: events as plain objects in, what is decided of each out. It decides as `ringfence screen`
 * does, by the same tables, and remembers what callers did as that does (screen-file.ts).
 */
import { counted } from "../core/counted.ts";
import { printable } from "../core/terminal/printable.ts";
import { describeValue } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { callerHashOf } from "../detect/behaviour/caller-hash.ts";
import { FINDERS, type ShippedStage } from "../detect/finders.ts";
import type { ScreeningTables } from "../detect/screening.ts";
import type { Stage } from "../detect/stage.ts";
import type { EventBatch, Route } from "../event/event-batch.ts";
import { type Decision, type Findings, sectionValues } from "../event/findings.ts";
import { CHINA, type Country, countryOf } from "../rows/country.ts";
import { fillEvents } from "../rows/fill-events.ts";
import type { Row } from "../rows/row.ts";
import { BatchScreener } from "./batch-screener.ts";
import { CallerMemory } from "./caller-memory.ts";
import { DEFAULT_WINDOW_MS, EventClock, MAX_WINDOW_MS, type TickPart } from "./event-clock.ts";
import { EventReader } from "./event-reader.ts";
import { FILE_SEED } from "./file-seed.ts";
import { describeRow, type RowOptions } from "./screened-row.ts";
import { scriptNames } from "./script-library.ts";
import { permilleOf, withSettings } from "./settings.ts";
import { loadScreening, type ScreeningSetup } from "./setup.ts";
import { parseFileStages } from "./stages.ts";

/** As the options of `ringfence screen`. All may be left out. */
export interface ScreenerOptions {
  /** Scripts to match: a file (one a line; .yaml or .jsonl with a text each), or texts; left out: those shipped. */
  readonly templates?: string | readonly string[];
  /** Known-bad numbers, senders' names and domains: a file with one a line, or these; left out: nobody is listed. */
  readonly blocklist?: string | readonly (string | number)[];
  /** Two letters of the country whose people wrote the numbers; left out: CN. */
  readonly country?: string;
  /** Similarity from which a text matches; left out: 0.75. */
  readonly threshold?: number;
  /** Model of the stage learned: a file that `ringfence train` wrote, `starter` or `none`; left out: `starter`. */
  readonly model?: string;
  /** Engines by name, or a module whose default export is one: the path of a file, or a package. */
  readonly engine?: string;
  readonly blocklistEngine?: string;
  /** Stages to pass; left out: all. */
  readonly stages?: string | readonly string[];
  /** Parameters of screening: a YAML file of them, and single ones above it, as `screening.blockScore=200`. */
  readonly settings?: string;
  readonly set?: string | readonly string[];
  /** Events may be late by so much, an hour at most; left out: ten minutes. */
  readonly sortedWithinMs?: number;
}

/** A message where it has a text, else a call. What is not known is left out, or null. */
export interface ScreenerEvent {
  readonly text?: string | null;
  readonly caller?: string | number | null;
  readonly callee?: string | number | null;
  /** A date, ISO 8601 (UTC without a zone), or seconds or milliseconds since 1970: all events alike. */
  readonly time?: Date | string | number | null;
  /** Seconds that a call lasted. */
  readonly duration?: number | null;
  readonly answered?: boolean | null;
  /** Which way a message went. */
  readonly direction?: "received" | "sent" | null;
  /** By which network it came; left out: told by the caller. */
  readonly route?: Route | null;
  readonly id?: string | null;
}

/** What is decided of an event, and why. */
export interface ScreenedEvent {
  readonly verdict: Decision;
  /**
   * That it is fraud, from 0 to 1; null where the model has no thresholds of your own, and so was not calibrated on
   * your messages.
   */
  readonly risk: number | null;
  /** Sum of the evidence, in hundredths of a nat. */
  readonly score: number;
  /** To rank messages by: what the model makes of the text, the greater the likelier fraud. Null without one. */
  readonly modelScore: number | null;
  /** What speaks for fraud. */
  readonly evidence: readonly string[];
  /** The nearest script by name, or how it begins, and how similar the text is; null where none is near enough. */
  readonly script: string | null;
  readonly similarity: number | null;
  /** What each stage that was on has found, by its name. */
  readonly stages: StagesFound;
}

/** Of a stage that is off nothing; of stages of your own what their `found` or `record` returns, or their columns. */
type StagesFound = { readonly [S in ShippedStage as S["name"]]?: FoundBy<S> } & { readonly [stage: string]: unknown };

type FoundBy<S> = S extends { found: (...of: never) => infer Found }
  ? Found
  : S extends { record: (...of: never) => infer Recorded }
    ? Recorded
    : never;

/**
 * Builds the tables, some tenths of a second. All of it runs in the thread that calls: a stage or an engine of your own
 * that loops for ever holds that up, and nothing ends it. Throws RingfenceError: "usage" for an option that there is
 * not, or of another kind; "config" and "io" for files, models and engines that cannot be used.
 */
export async function createScreener(options: ScreenerOptions = {}): Promise<Screener> {
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
    return new Screener(await loadScreening({ ...settings, templates, blocklist, country }), country, sortedWithinMs);
  } catch (error) {
    throw inOwnWords(error);
  }
}

function withOwnWords<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw inOwnWords(error);
  }
}

/** An error that names options of the command line, with those of `createScreener` in their place. */
function inOwnWords(error: unknown): unknown {
  if (!(error instanceof RingfenceError)) return error;
  const message = error.message.replaceAll(/--([a-z]+(?:-[a-z]+)?)/g, (written, name: string) => {
    const own = name.replace(/-([a-z])/, (_, letter: string) => letter.toUpperCase());
    return Object.hasOwn(OPTIONS, own) ? own : written;
  });
  return message === error.message ? error : new RingfenceError(error.code, message, { cause: error });
}

/** Screens events of one source, in order: what callers did is remembered from one to the next. */
export class Screener {
  /** What is odd about the files, for people. */
  readonly remarks: readonly string[];
  /** What the stages look things up in: with these `screen` screens columns. Without what callers did before. */
  readonly tables: ScreeningTables;
  readonly #country: Country;
  readonly #batch: BatchScreener;
  readonly #rowOptions: RowOptions;
  readonly #stages: readonly Stage[];
  readonly #reader = new EventReader();
  readonly #clock: EventClock;
  /** Null where the stage behaviour is off. */
  readonly #memory: CallerMemory | null;

  /** @internal */
  constructor(setup: ScreeningSetup, country: Country, windowMs: number) {
    const { tables, library, mayRemember } = setup;
    this.remarks = [...setup.remarks, ...unreadEntries(setup)];
    this.tables = tables;
    this.#country = country;
    this.#batch = new BatchScreener(tables);
    const scripts = library === null ? [] : scriptNames(library);
    const { advises = false } = setup.classifier;
    this.#rowOptions = { show: () => "", scriptOf: (template) => scripts[template]!, advises };
    this.#stages = FINDERS.filter(({ name, isAlwaysOn = false, needsPast = false }) => {
      return isAlwaysOn || (tables[name] ?? null) !== null || (needsPast && mayRemember);
    });
    this.#clock = new EventClock(windowMs, "events", "event");
    this.#memory = mayRemember ? new CallerMemory(callerHashOf(FILE_SEED)) : null;
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
    const rows = this.#reader.read(isList ? given : [given], isList);
    const out = Array.from<ScreenedEvent>({ length: rows.length });
    for (const part of this.#partsOf(rows)) this.#screenPart(rows, part, out);
    return isList ? out : out[0]!;
  }

  #partsOf(rows: readonly Row[]): readonly TickPart[] {
    const { withoutPast } = this.#reader;
    if (this.#memory === null || withoutPast === rows.length) return [{ tick: null, rows: null }];
    // As if they came one by one: what came before is not remembered.
    const later = rows.slice(withoutPast);
    const times = later.map(({ timeMs }) => timeMs ?? Number.NaN);
    const lines = later.map(({ line }) => line);
    const parts = withOwnWords(() => this.#clock.partsOf(times, lines)).map(({ tick, rows: places }) => ({
      tick,
      rows: places && places.map((place) => place + withoutPast),
    }));
    return withoutPast === 0
      ? parts
      : [{ tick: null, rows: Uint32Array.from({ length: withoutPast }, (_, place) => place) }, ...parts];
  }

  #screenPart(rows: readonly Row[], { tick, rows: places }: TickPart, out: ScreenedEvent[]): void {
    const own = places === null ? rows : Array.from(places, (place) => rows[place]!);
    const { events, findings } = this.#batch;
    const observations = this.#batch.screen(
      own.length,
      tick === null ? null : this.#memory!.seal(tick),
      (from) => fillEvents(events, own, from, this.#country),
      (from) => {
        for (let index = 0; index < events.count; index++) {
          const place = places === null ? from + index : places[from + index]!;
          out[place] = this.#describe(events, findings, index);
        }
      },
    );
    if (tick !== null) this.#memory!.note(tick, observations!);
  }

  #describe(events: EventBatch, findings: Findings, index: number): ScreenedEvent {
    const { verdict, risk, score, modelScore, evidence, script, similarity } = describeRow(
      UNNAMED,
      events,
      findings,
      index,
      this.#rowOptions,
    );
    const stages = Object.fromEntries(
      this.#stages.map((stage) => [stage.name, foundBy(stage, events, findings, index)]),
    );
    return { verdict, risk, score, modelScore, evidence, script, similarity, stages };
  }
}

/** Who asks knows the event itself. */
const UNNAMED = { line: 0, text: null, label: null, hasCaller: false };

function foundBy(stage: Stage, events: EventBatch, findings: Findings, row: number): unknown {
  if (stage.found !== undefined) return stage.found(events, findings, row);
  if (stage.record !== undefined) return stage.record(events, findings, row);
  return sectionValues(findings, stage.name, row);
}

type OptionKind = "text" | "number" | "texts" | "numbers";

const OPTIONS: Readonly<Record<keyof ScreenerOptions, OptionKind>> = {
  templates: "texts",
  blocklist: "numbers",
  country: "text",
  threshold: "number",
  model: "text",
  engine: "text",
  blocklistEngine: "text",
  stages: "texts",
  settings: "text",
  set: "texts",
  sortedWithinMs: "number",
};
const EXPECTED: Readonly<Record<OptionKind, string>> = {
  text: "a string",
  number: "a number",
  texts: "a string, or a list of strings",
  numbers: "a string, or a list of strings and whole numbers",
};

function checkOptions(options: ScreenerOptions): void {
  if (typeof options !== "object" || options === null) throw wrongOption("options", "an object", options);
  const names = Object.keys(OPTIONS);
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (!Object.hasOwn(OPTIONS, name)) {
      const near = nearestTo(name, names);
      const hint = near === null ? `: expected ${names.join(", ")}` : `. Did you mean ${near}?`;
      throw new RingfenceError("usage", `createScreener: there is no option ${printable(JSON.stringify(name))}${hint}`);
    }
    const kind = OPTIONS[name as keyof ScreenerOptions];
    if (value !== undefined && !isOf(kind, value)) throw wrongOption(name, EXPECTED[kind], value);
  }
}

function isOf(kind: OptionKind, value: unknown): boolean {
  if (kind === "number") return typeof value === "number";
  if (typeof value === "string") return true;
  if (kind === "text" || !Array.isArray(value)) return false;
  const isNumber = (each: unknown): boolean =>
    kind === "numbers" && Number.isSafeInteger(each) && (each as number) >= 0;
  return value.every((each) => typeof each === "string" || isNumber(each));
}

function wrongOption(name: string, expected: string, found: unknown): RingfenceError {
  return new RingfenceError(
    "usage",
    `createScreener: ${name}: expected ${expected}, found ${printable(describeValue(found))}`,
  );
}

/** Entries of the lists that hold nothing that can be listed, or no text. */
function unreadEntries({ blocklist, library }: ScreeningSetup): string[] {
  const lists = [
    ...(blocklist === null ? [] : [{ source: blocklist.source, dirty: blocklist.file.dirty }]),
    ...(library === null ? [] : [library]),
  ];
  return lists.flatMap(({ source, dirty: { count, first } }) => {
    const unread = counted(count, "entry", "entries");
    return count === 0 ? [] : [`${printable(source)}: ${unread} cannot be read, the first is entry ${first[0]}`];
  });
}
