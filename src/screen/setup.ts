/**
 * The tables that events from outside are screened with: templates, blocklist, protected identities, model, weights.
 */
import { BLOCKLIST } from "../detect/blocklist/stage.ts";
import { CLASSIFY } from "../detect/classifier/stage.ts";
import { LEARNED } from "../detect/learned/stage.ts";
import { MATCH } from "../detect/matcher/stage.ts";
import { DEFAULT_BLOCKLIST_ENGINE } from "../detect/blocklist/engines.ts";
import { DEFAULT_NEIGHBOURS } from "../detect/blocklist/listed-blocks.ts";
import { type ListingsHandle, listingsOf } from "../detect/blocklist/listings.ts";
import { type ClassifierSettings, DEFAULT_CLASSIFIER } from "../detect/classifier/weights.ts";
import { counted } from "../core/counted.ts";
import { interruptible } from "../core/module/interruptible.ts";
import type { HashKey } from "../core/key-hash.ts";
import { printable } from "../core/terminal/printable.ts";
import { asAdvice, type LearnedModel } from "../detect/learned/model.ts";
import { loadModel, STARTER_MODEL } from "../detect/learned/models.ts";
import { DEFAULT_MATCHER_ENGINE } from "../detect/matcher/engines.ts";
import { DEFAULT_THRESHOLD_PERMILLE } from "../detect/matcher/matcher.ts";
import { type ChosenEngines, loadEngines, portableEngines } from "../detect/engines.ts";
import type { NormaliserTable } from "../detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../detect/normaliser/stored-normaliser.ts";
import type { ScreeningTables } from "../detect/screening.ts";
import { type StageHandles, StageTables, tablesOfAll } from "../detect/tables.ts";
import {
  type BlocklistFile,
  emptyListWords,
  isEmptyList,
  readBlocklist,
  sourceOf,
} from "../rows/lists/blocklist-file.ts";
import { CHINA, type Country } from "../rows/country.ts";
import { FIRST_TICK, type LibrarySetup, openLibrary } from "./script-library.ts";
import { FILE_STAGES, type Stage, STAGES } from "./stages.ts";

export interface SetupOptions {
  /** Left out: all stages that can read a file, except `stagesOff`. */
  readonly stages?: ReadonlySet<Stage> | undefined;
  readonly stagesOff?: readonly Stage[] | undefined;
  /** A file of scripts, or their texts; left out: the shipped ones. */
  readonly templates?: string | readonly string[] | undefined;
  /** A file of numbers, senders' names and domains, or these themselves, read or not; left out: the stage is off. */
  readonly blocklist?: string | readonly string[] | BlocklistFile | undefined;
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
  /** What another thread makes them of, once it has loaded the engines. */
  readonly handles: StageHandles;
  readonly engines: ChosenEngines;
  /** Of the stage learned, and how it was named; null: it is off. */
  readonly model: { readonly name: string; readonly learned: LearnedModel } | null;
  /** Whether stages are asked for that need what callers did before. */
  readonly mayRemember: boolean;
  /** Stages that are on. */
  readonly stages: ReadonlySet<Stage>;
  readonly normaliser: NormaliserTable | null;
  readonly library: LibrarySetup | null;
  readonly blocklist: BlocklistSetup | null;
  readonly classifier: ClassifierSettings;
  readonly settingsUsed: SettingsUsed | null;
  /** What is odd about the files, for people. */
  readonly remarks: readonly string[];
}

export interface BlocklistSetup {
  /** Listed neighbours of a caller from which there is evidence; 0: never. */
  readonly neighbours: number;
  readonly handle: ListingsHandle;
  readonly country: Country;
  readonly source: string;
  readonly file: BlocklistFile;
}

/** A file has nothing that is drawn: what is laid out by hashes is so by this seed, the same for every file. */
export const FILE_SEED = 1;
/** Of unlisted keys one in a hundred goes on from the filter to the exact table. */
const FALSE_POSITIVE_RATE = 0.01;

/** Loads the modules of engines, and then builds the tables. Throws as both do. */
export async function loadScreening(options: SetupOptions): Promise<ScreeningSetup> {
  await loadEngines({ blocklist: options.blocklistEngine, matcher: options.engine });
  return interruptible(() => setUpScreening(options));
}

/**
 * Builds the tables; some tenths of a second. Throws `io`, `config` or `usage` for files and figures that cannot be
 * used. Engines from modules must be loaded (`loadScreening`).
 */
export function setUpScreening(options: SetupOptions = {}): ScreeningSetup {
  const asked = options.stages ?? new Set<Stage>(FILE_STAGES.filter((stage) => !options.stagesOff?.includes(stage)));
  const blocklist =
    asked.has(BLOCKLIST.name) && options.blocklist !== undefined ? setUpBlocklist(options.blocklist, options) : null;
  const model = asked.has(LEARNED.name) ? loadModel(options.model ?? STARTER_MODEL) : null;
  const learned = model && asAdvice(model);
  const readsTexts = asked.has(MATCH.name) || learned !== null;
  const stageTables = new StageTables(readsTexts ? loadNormaliserTable() : null);
  const { normaliser } = stageTables;
  const { engine = DEFAULT_MATCHER_ENGINE, thresholdPermille = DEFAULT_THRESHOLD_PERMILLE } = options;
  const library = asked.has(MATCH.name)
    ? openLibrary(options.templates, { engine, thresholdPermille }, normaliser!)
    : null;
  const stages = new Set(
    [...asked].filter(
      (stage) => (stage !== BLOCKLIST.name || blocklist !== null) && (stage !== LEARNED.name || learned !== null),
    ),
  );
  const { classifier: settings = DEFAULT_CLASSIFIER, settingsUsed = null } = options;
  const advises = (model?.card.advice ?? null) !== null;
  const classifier = advises ? { ...settings, advises } : settings;
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
    engines: portableEngines({ blocklist: options.blocklistEngine, matcher: options.engine }),
    model: learned && { name: options.model ?? STARTER_MODEL, learned },
    mayRemember: STAGES.some((stage) => {
      if (FILE_STAGES.includes(stage)) return false;
      return options.stages?.has(stage) ?? !options.stagesOff?.includes(stage);
    }),
    stages,
    normaliser,
    library,
    blocklist,
    classifier,
    settingsUsed,
    remarks: [
      ...passedOverWords(settingsUsed),
      ...(blocklist !== null && isEmptyList(blocklist.file) ? [emptyListWords(blocklist.source)] : []),
    ],
  };
}

/** Of a file that states more than concerns screening. */
export function passedOverWords(used: SettingsUsed | null | undefined): string[] {
  const { file = null, passedOver = [] } = used ?? {};
  if (file === null || passedOver.length === 0) return [];
  const which = passedOver.map((path) => printable(path)).join(", ");
  return [`${printable(file)}: passed over, as nothing here depends on it: ${which}`];
}

/** Entries of a file of numbers or scripts that cannot be read, for people. */
export function unreadWords(list: BlocklistSetup | LibrarySetup | null): string[] {
  if (list === null) return [];
  const { count, first } = "file" in list ? list.file.dirty : list.dirty;
  const unread = counted(count, "entry", "entries");
  return count === 0 ? [] : [`${printable(list.source)}: ${unread} cannot be read, the first is entry ${first[0]}`];
}

function setUpBlocklist(
  list: NonNullable<SetupOptions["blocklist"]>,
  {
    country,
    hashKey,
    blocklistEngine,
    falsePositiveRate = FALSE_POSITIVE_RATE,
    neighbours = DEFAULT_NEIGHBOURS,
  }: SetupOptions,
): BlocklistSetup {
  const file = typeof list === "object" && "identities" in list ? list : readBlocklist(list, country);
  const engine = blocklistEngine ?? DEFAULT_BLOCKLIST_ENGINE;
  const options = { engine, falsePositiveRate, hashKey, neighbours };
  const { table, hosts, blocks } = listingsOf(options, file.identities, file.hosts);
  return {
    handle: { table: table.handle, hosts: hosts.handle, blocks: blocks?.handle ?? null },
    neighbours,
    country: country ?? CHINA,
    source: sourceOf(list),
    file,
  };
}
