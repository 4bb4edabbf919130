/** The tables that messages from outside are screened with: templates, blocklist, protected identities, weights. */
import { BLOCKLIST } from "../detect/blocklist/stage.ts";
import { CLASSIFY } from "../detect/classifier/stage.ts";
import { LEARNED } from "../detect/learned/stage.ts";
import { MATCH } from "../detect/matcher/stage.ts";
import type { Writable } from "node:stream";
import { DEFAULT_BLOCKLIST_ENGINE } from "../detect/blocklist/engines.ts";
import { DEFAULT_NEIGHBOURS } from "../detect/blocklist/listed-blocks.ts";
import { type ListingsHandle, listingsOf } from "../detect/blocklist/listings.ts";
import { type ClassifierSettings, DEFAULT_CLASSIFIER } from "../detect/classifier/weights.ts";
import type { HashKey } from "../core/key-hash.ts";
import { RingfenceError } from "../core/errors.ts";
import { cutToWidth } from "../core/terminal/display-width.ts";
import type { LearnedModel } from "../detect/learned/model.ts";
import { loadModel, STARTER_MODEL } from "../detect/learned/models.ts";
import { DEFAULT_MATCHER_ENGINE } from "../detect/matcher/engines.ts";
import { TemplateLibrary } from "../detect/matcher/library.ts";
import { refuseAlikeScripts } from "../detect/matcher/match-work.ts";
import {
  DEFAULT_THRESHOLD_PERMILLE,
  MAX_THRESHOLD_PERMILLE,
  MIN_MATCH_UNITS,
  MIN_THRESHOLD_PERMILLE,
} from "../detect/matcher/matcher.ts";
import type { NormaliserTable } from "../detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../detect/normaliser/stored-normaliser.ts";
import type { ScreeningTables } from "../detect/screening.ts";
import { type StageHandles, StageTables, tablesOfAll } from "../detect/tables.ts";
import { FILE_SEED } from "../screen/file-seed.ts";
import { type BlocklistFile, emptyListWords, isEmptyList, readBlocklistFile } from "../rows/lists/blocklist-file.ts";
import { CHINA, type Country } from "../rows/country.ts";
import { LineTally } from "../rows/lists/line-tally.ts";
import { readScriptFile } from "../rows/lists/script-file.ts";
import { readNumber } from "./numbers.ts";
import { shippedTemplates } from "./shipped-templates.ts";
import { FILE_STAGES, type Stage } from "./stages.ts";

export interface SetupOptions {
  /** Left out: all that a file has something for, but those of `stagesOff`. */
  readonly stages?: ReadonlySet<Stage> | undefined;
  readonly stagesOff?: readonly Stage[] | undefined;
  /** A file of scripts; left out: the shipped ones. */
  readonly templates?: string | undefined;
  /** A file of numbers, senders' names and domains; left out: the stage is off. */
  readonly blocklist?: string | undefined;
  /** How callers and the numbers of the blocklist are written; left out: as in China. */
  readonly country?: Country | undefined;
  /** Similarity from which a text matches, in thousandths. */
  readonly thresholdPermille?: number | undefined;
  /** Model of the stage learned: none, starter, or a file; left out: the one that ships. */
  readonly model?: string | undefined;
  /** Names of engines, or modules that were loaded; left out: the default ones. */
  readonly engine?: string | undefined;
  readonly blocklistEngine?: string | undefined;
  /** By which the filter of the blocklist places keys; left out: a secret. */
  readonly hashKey?: HashKey | undefined;
  /** Of what is not on the blocklist, the share that goes on from its filter; left out: one in a hundred. */
  readonly falsePositiveRate?: number | undefined;
  /** Listed neighbours of a caller from which there is evidence; 0: never. Left out: DEFAULT_NEIGHBOURS. */
  readonly neighbours?: number | undefined;
  /** Weights and marks of evidence; left out: the default ones. */
  readonly classifier?: ClassifierSettings | undefined;
  /** Of `--settings` and `--set`; left out: neither was given. */
  readonly settingsUsed?: SettingsUsed | undefined;
}

/** What `--settings` and `--set` stated, and by what. */
export interface SettingsUsed {
  readonly file: string | null;
  readonly set: readonly string[];
  /** Parameters of the file on which nothing depends here. */
  readonly passedOver: readonly string[];
}

export interface ScreeningSetup {
  readonly tables: ScreeningTables;
  /** What another thread makes them of. */
  readonly handles: StageHandles;
  /** Of the stage learned, and how it was named; null: it is off. */
  readonly model: { readonly name: string; readonly learned: LearnedModel } | null;
  /** Stages that are on. */
  readonly stages: ReadonlySet<Stage>;
  readonly normaliser: NormaliserTable | null;
  readonly library: LibrarySetup | null;
  readonly blocklist: BlocklistSetup | null;
  readonly classifier: ClassifierSettings;
  readonly settingsUsed: SettingsUsed | null;
}

export interface LibrarySetup {
  readonly templates: TemplateLibrary;
  /** By template number: script, step and language of a shipped one. */
  readonly names: ReadonlyMap<number, string>;
  /** `shipped`, or the file. */
  readonly source: string;
  readonly engine: string;
  readonly thresholdPermille: number;
  /** Entries of the file that held no text. */
  readonly dirty: LineTally;
  /** Scripts that read the same, once normalised, as one before them: no templates of their own. */
  readonly repeated: LineTally;
  /** Templates of which too little is left once normalised: nothing matches them. */
  readonly tooShort: LineTally;
}

export interface BlocklistSetup {
  /** Listed neighbours of a caller from which there is evidence; 0: never. */
  readonly neighbours: number;
  readonly handle: ListingsHandle;
  readonly country: Country;
  readonly source: string;
  readonly file: BlocklistFile;
}

/** Of unlisted keys one in a hundred goes on from the filter to the exact table. */
const FALSE_POSITIVE_RATE = 0.01;

/**
 * Builds the tables; some tenths of a second. Throws `io`, `config` or `usage` for files and figures that cannot be
 * used.
 */
export function setUpScreening(options: SetupOptions = {}): ScreeningSetup {
  const asked = options.stages ?? new Set<Stage>(FILE_STAGES.filter((stage) => !options.stagesOff?.includes(stage)));
  const blocklist =
    asked.has(BLOCKLIST.name) && options.blocklist !== undefined ? setUpBlocklist(options.blocklist, options) : null;
  const learned = asked.has(LEARNED.name) ? loadModel(options.model ?? STARTER_MODEL) : null;
  const readsTexts = asked.has(MATCH.name) || learned !== null;
  const stageTables = new StageTables(readsTexts ? loadNormaliserTable() : null);
  const { normaliser } = stageTables;
  const library = asked.has(MATCH.name) ? setUpLibrary(options, normaliser!) : null;
  const stages = new Set(
    [...asked].filter(
      (stage) => (stage !== BLOCKLIST.name || blocklist !== null) && (stage !== LEARNED.name || learned !== null),
    ),
  );
  const { classifier = DEFAULT_CLASSIFIER, settingsUsed = null } = options;
  const handles: StageHandles = {
    ...tablesOfAll(FILE_SEED, (stage) => asked.has(stage)),
    [BLOCKLIST.name]: blocklist?.handle ?? null,
    [MATCH.name]: library && library.templates.seal(FIRST_TICK),
    [LEARNED.name]: learned,
    [CLASSIFY.name]: asked.has(CLASSIFY.name) ? classifier : null,
  };
  return {
    tables: stageTables.attach(handles),
    handles,
    model: learned && { name: options.model ?? STARTER_MODEL, learned },
    stages,
    normaliser,
    library,
    blocklist,
    classifier,
    settingsUsed,
  };
}

function setUpLibrary(options: SetupOptions, normaliser: NormaliserTable): LibrarySetup {
  const { engine = DEFAULT_MATCHER_ENGINE, thresholdPermille = DEFAULT_THRESHOLD_PERMILLE } = options;
  const matching = { engine, thresholdPermille };
  if (options.templates === undefined) return openShipped(matching, normaliser);
  const templates = new TemplateLibrary({ ...matching, lifeTicks: null, normaliser });
  const { scripts, dirty } = readScriptFile(options.templates);
  const repeated = new LineTally();
  const tooShort = new LineTally();
  const lines = new Map<number, number | null>();
  for (const { text, line } of scripts) {
    const known = templates.size;
    const number = templates.add(text, FIRST_TICK);
    if (number === known) lines.set(number, line);
    if (number < known) repeated.add(line);
    else if (templates.normalisedOf(number).length < MIN_MATCH_UNITS) tooShort.add(line);
  }
  if (tooShort.count === templates.size) throw noneLongEnough(options.templates, tooShort);
  refuseAlikeScripts(templates, FIRST_TICK, {
    path: options.templates,
    lineOf: (number) => lines.get(number) ?? null,
  });
  return { ...matching, templates, names: new Map(), source: options.templates, dirty, repeated, tooShort };
}

function noneLongEnough(path: string, { count, first }: LineTally): RingfenceError {
  const where = first.length === 0 ? "" : `, from line ${first[0]} on`;
  return new RingfenceError(
    "config",
    `${path}: expected a script of which ${MIN_MATCH_UNITS} characters or more are left once normalised, found none ` +
      `(shorter ones: ${count}${where})`,
  );
}

type Matching = Pick<LibrarySetup, "engine" | "thresholdPermille">;

const shippedLibraries = new Map<string, LibrarySetup>();

/** These never change either: one library for a process, an engine and a threshold. */
function openShipped(matching: Matching, normaliser: NormaliserTable): LibrarySetup {
  const key = `${matching.engine} ${matching.thresholdPermille}`;
  const library = shippedLibraries.get(key) ?? setUpShipped(matching, normaliser);
  shippedLibraries.set(key, library);
  return library;
}

function setUpShipped(matching: Matching, normaliser: NormaliserTable): LibrarySetup {
  const templates = new TemplateLibrary({ ...matching, lifeTicks: null, normaliser });
  const none = new LineTally();
  const names = new Map<number, string>();
  for (const { text, id, step, language } of shippedTemplates()) {
    const number = templates.add(text, FIRST_TICK);
    if (!names.has(number)) names.set(number, `${id}, step ${step}, ${language}`);
  }
  return { ...matching, templates, names, source: "shipped", dirty: none, repeated: none, tooShort: none };
}

/** A script's text is known by its beginning. */
const TEXT_COLUMNS = 40;

/** What people know a script by: its name if it is shipped, else how it begins. */
export function scriptWords({ names, templates }: Pick<LibrarySetup, "names" | "templates">, number: number): string {
  return names.get(number) ?? cutToWidth(templates.textOf(number), TEXT_COLUMNS);
}

/** Files have no time: everything is in force from the first tick on. */
const FIRST_TICK = 0;

/** Says what is odd about the files, where anything is. */
export function warn({ blocklist }: ScreeningSetup, told: Writable): void {
  if (blocklist === null || !isEmptyList(blocklist.file)) return;
  told.write(`ringfence: ${emptyListWords(blocklist.source)}\n`);
}

function setUpBlocklist(
  path: string,
  {
    country,
    hashKey,
    blocklistEngine,
    falsePositiveRate = FALSE_POSITIVE_RATE,
    neighbours = DEFAULT_NEIGHBOURS,
  }: SetupOptions,
): BlocklistSetup {
  const file = readBlocklistFile(path, country);
  const engine = blocklistEngine ?? DEFAULT_BLOCKLIST_ENGINE;
  const options = { engine, falsePositiveRate, hashKey, neighbours };
  const { table, hosts, blocks } = listingsOf(options, file.identities, file.hosts);
  return {
    handle: { table: table.handle, hosts: hosts.handle, blocks: blocks?.handle ?? null },
    neighbours,
    country: country ?? CHINA,
    source: path,
    file,
  };
}

/** A similarity as written, 0.75 say, in thousandths. Throws `usage` when it is out of range. */
export function parseThreshold(written: string): number {
  const permille = Math.round(readNumber(written) * 1000);
  if (permille >= MIN_THRESHOLD_PERMILLE && permille <= MAX_THRESHOLD_PERMILLE) {
    return permille;
  }
  throw new RingfenceError(
    "usage",
    `--threshold: expected a similarity from ${MIN_THRESHOLD_PERMILLE / 1000} to ${MAX_THRESHOLD_PERMILLE / 1000}, found ${JSON.stringify(written)}`,
  );
}
