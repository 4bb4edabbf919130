/** The tables for events from outside: templates, blocklist, protected identities, model, weights. */
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
import type { Country } from "../rows/country.ts";
import { FIRST_TICK, type LibrarySetup, openLibrary } from "./script-library.ts";
import { FILE_STAGES, type Stage, STAGES } from "./stages.ts";

export interface SetupOptions {
  readonly stagesOff?: readonly Stage[] | undefined;
  /** A file of scripts, or their texts; left out: the shipped ones. */
  readonly templates?: string | readonly string[] | undefined;
  /** A file of numbers, senders' names and domains, or a list, read or not. Left out: the stage is off. */
  readonly blocklist?: string | readonly string[] | BlocklistFile | undefined;
  /** How numbers are written. Left out: as in China. */
  readonly country?: Country | undefined;
  /** Similarity from which a text matches, in thousandths. */
  readonly thresholdPermille?: number | undefined;
  /** Model of the stage learned: none, starter, or a file. Left out: starter. */
  readonly model?: string | undefined;
  /** Names of engines, or of loaded modules. Left out: the defaults. */
  readonly engine?: string | undefined;
  readonly blocklistEngine?: string | undefined;
  /** The key of the blocklist's filter. Left out: a secret. */
  readonly hashKey?: HashKey | undefined;
  /** False-positive rate of the blocklist's filter. Left out: 0.01. */
  readonly falsePositiveRate?: number | undefined;
  /** Listed neighbours of a caller from which there is evidence; 0: never. Left out: DEFAULT_NEIGHBOURS. */
  readonly neighbours?: number | undefined;
  readonly classifier?: ClassifierSettings | undefined;
  readonly settingsUsed?: SettingsUsed | undefined;
}

/** What `--settings` and `--set` stated. */
interface SettingsUsed {
  readonly file: string | null;
  readonly set: string[];
  /** Parameters of the file that have no effect here. */
  readonly passedOver: string[];
}

export interface ScreeningSetup {
  readonly tables: ScreeningTables;
  /** For other threads, which must load the engines first. */
  readonly handles: StageHandles;
  readonly engines: ChosenEngines;
  /** Null if the stage learned is off. */
  readonly model: { readonly name: string; readonly learned: LearnedModel } | null;
  /** True if a stage that needs the past of callers may be on. */
  readonly mayRemember: boolean;
  readonly stages: ReadonlySet<Stage>;
  readonly normaliser: NormaliserTable | null;
  readonly library: LibrarySetup | null;
  readonly blocklist: BlocklistSetup | null;
  readonly classifier: ClassifierSettings;
  readonly settingsUsed: SettingsUsed | null;
  /** Remarks on the files, in words. */
  readonly remarks: readonly string[];
}

interface BlocklistSetup {
  /** Listed neighbours of a caller from which there is evidence; 0: never. */
  readonly neighbours: number;
  readonly handle: ListingsHandle;
  readonly source: string;
  readonly file: BlocklistFile;
}

/** The seed of hashes, the same for every file. */
export const FILE_SEED = 1;
const FALSE_POSITIVE_RATE = 0.01;

/** Loads the modules of engines, then builds the tables. Throws like both. */
export async function loadScreening(options: SetupOptions): Promise<ScreeningSetup> {
  await loadEngines({ blocklist: options.blocklistEngine, matcher: options.engine });
  return interruptible(() => setUpScreening(options));
}

/**
 * Builds the tables, in some tenths of a second. Throws "io", "config" or "usage" for files and values that cannot be
 * used. Engines from modules must be loaded (`loadScreening`).
 */
export function setUpScreening(options: SetupOptions = {}): ScreeningSetup {
  const { stagesOff = [] } = options;
  const asked = new Set(FILE_STAGES.filter((stage) => !stagesOff.includes(stage)));
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
  const classifier: ClassifierSettings =
    model === null
      ? settings
      : model.card.advice !== null
        ? { ...settings, trust: "advises" }
        : model.card.calibration !== null
          ? { ...settings, trust: "knows" }
          : settings;
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
    mayRemember: STAGES.some((stage) => !FILE_STAGES.includes(stage) && !stagesOff.includes(stage)),
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

/** A remark on parameters that have no effect here. */
export function passedOverWords(used: SettingsUsed | null | undefined): string[] {
  const { file = null, passedOver = [] } = used ?? {};
  if (file === null || passedOver.length === 0) return [];
  const which = passedOver.map((path) => printable(path)).join(", ");
  return [`${printable(file)}: passed over, as nothing here depends on it: ${which}`];
}

/** A remark on entries of a file that cannot be read. */
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
    source: sourceOf(list),
    file,
  };
}
