/**
 * A study: variants of a scenario over seeds, their results, and where these are kept. Every study is run, sharded and
 * written here.
 */
import { packageVersion } from "../core/program.ts";
import { chooseEngines, loadEngines } from "../detect/engines.ts";
import { csvText } from "../report/csv.ts";
import { sanitiseId } from "../report/directory/run-directory.ts";
import type { Scenario } from "../scenario/schema.ts";
import { printableDocument } from "../ui/printable-document.ts";
import { CellRunner, type CellRunnerOptions, type ColumnValue } from "./cells/cell-runner.ts";
import { CellStore } from "./cells/cell-store.ts";
import type { Head } from "./document.ts";
import { FIGURE_COLUMNS } from "./figures.ts";
import type { StudyPage } from "./page/study-page.ts";
import { checkSeeds, refuse } from "./refusals.ts";

/** How a study is run and kept, whatever it asks. */
export interface StudyOptions extends Omit<CellRunnerOptions, "most" | "store" | "shard"> {
  /**
   * Where runs and results are kept: a directory that is empty, missing, or holds studies, whose runs are not made
   * again; null for a new one below "runs"; left out, nothing is kept.
   */
  readonly directory?: string | null | undefined;
  /** Default: yes. */
  readonly page?: boolean | undefined;
  /** The command line that repeats it, for the document. */
  readonly reproduce?: string | undefined;
  /** Called once all is planned, before the first run. */
  readonly onBegin?: ((directory: string | null) => void) | undefined;
}

/** A row of a table, by column. */
type Row = Readonly<Record<string, ColumnValue>>;

export interface Study<Document extends object> {
  readonly verb: string;
  /** The first scenario that it runs: it names the directory, and its engines are loaded before anything is written. */
  readonly scenario: Scenario;
  /** Each a world of its own: a figure over several of them has an interval. */
  readonly seeds: readonly number[];
  /** Runs at most. */
  readonly most: number;
  /** Null for a shard. */
  readonly run: (cells: CellRunner) => Promise<Omit<Document, keyof Head> | null>;
  /** What people see of it: page and terminal follow. */
  page(document: Document): StudyPage;
  /** A row a figure, as a further table. */
  summary(document: Document): readonly Row[];
  /** A search's result as a file for `--settings`. */
  setting?(document: Document): string;
}

export interface StudyResult<Document> {
  readonly document: Document;
  /** Null for a shard. */
  readonly page: StudyPage | null;
  /** A row a run: its variant, its seed, its figures in the units of `STUDY_FIGURES`, its digest. */
  readonly runs: readonly Row[];
  /** Runs that were made now, and runs that were there. */
  readonly computed: number;
  readonly reused: number;
  readonly directory: string | null;
  readonly files: readonly string[];
}

/**
 * Runs what is missing and writes the results: the same bytes for any number of workers, shards and interruptions. A
 * shard runs its part and writes nothing else. Throws RingfenceError "usage" for a directory that cannot be used, "io"
 * if the disk refuses, and what the study throws. The document of a shard is null: the same study without one makes it.
 */
export async function runStudy<Document extends object>(
  study: Study<Document>,
  options: StudyOptions & Pick<CellRunnerOptions, "shard">,
): Promise<StudyResult<Document | null>> {
  const { shard, directory, reproduce = "", onBegin } = options;
  const { verb, scenario, seeds } = study;
  checkSeeds(seeds);
  if (shard !== undefined && typeof directory !== "string") {
    refuse("--shard needs --out DIR: one directory for all shards");
  }
  await loadEngines(chooseEngines(scenario));
  const id = sanitiseId(`${verb}-${scenario.name}`);
  const store = directory === undefined ? undefined : CellStore.open(directory ?? undefined, id);
  onBegin?.(store?.path ?? null);
  const cells = new CellRunner({ ...options, most: study.most, store });
  let found: Omit<Document, keyof Head> | null;
  try {
    found = await study.run(cells);
  } finally {
    await cells.close();
  }
  const runs = runsOf(cells);
  const asked = { reproduce, scenario: scenario.name, seeds: [...seeds], runs: runs.length };
  const head: Head = { schemaVersion: 2, study: verb, version: packageVersion(), ...asked };
  const document = found && ({ ...head, ...found } as unknown as Document);
  const page = document && study.page(printableDocument(document) as Document);
  const files = document && store ? await filesOf(study, document, runs, options.page === false ? null : page) : {};
  for (const [name, text] of Object.entries(files)) store!.write(name, text);
  return { document, page, runs, ...cells.counts, directory: store?.path ?? null, files: Object.keys(files) };
}

/** The same for a program, without shards. */
export async function wholeStudy<Document extends object>(
  study: Study<Document>,
  options: StudyOptions,
): Promise<StudyResult<Document>> {
  const { document, ...rest } = await runStudy(study, { ...options, shard: undefined });
  return { ...rest, document: document! };
}

function runsOf({ asked }: CellRunner): Row[] {
  return asked.map(({ cell: { variant, columns }, result: { seed, figures, digest } }) => {
    // A user's measure may have fewer figures.
    const known = FIGURE_COLUMNS.map((name) => [name, figures[name] ?? null] as const);
    return { variant, ...columns, seed, ...Object.fromEntries(known), digest };
  });
}

async function filesOf<Document extends object>(
  study: Study<Document>,
  document: Document,
  runs: readonly Row[],
  page: StudyPage | null,
): Promise<Readonly<Record<string, string>>> {
  const { verb } = study;
  return {
    [`${verb}.json`]: `${JSON.stringify(document, null, 2)}\n`,
    [`${verb}.csv`]: tableOf(runs),
    [`${verb}-summary.csv`]: tableOf(study.summary(document)),
    ...(study.setting === undefined ? {} : { [`${verb}.yaml`]: study.setting(document) }),
    // The library of charts is large.
    ...(page === null ? {} : { [`${verb}.html`]: (await import("./page/study-page.ts")).renderStudyPage(page) }),
  };
}

function tableOf(rows: readonly Row[]): string {
  const names = Object.keys(rows[0]!);
  return csvText([names, ...rows.map((row) => names.map((name) => row[name]))]);
}
