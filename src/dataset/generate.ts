/**
 * Labelled data of a simulated world: what the platform sees of each event in one file; beside it, apart, what is true
 * of it, what the stages found, and what was decided.
 */
import { writeWhole } from "../core/file/atomic-file.ts";
import { digestRun } from "../report/head.ts";
import { refuseTaken } from "../rows/typed/typed-file.ts";
import type { RowField } from "../report/truth-columns.ts";
import { truthFields } from "../report/truth-columns.ts";
import { RingfenceError } from "../core/errors.ts";
import type { Observer } from "../engine/observer.ts";
import type { Sample } from "../engine/sample.ts";
import { type SimulationOptions, type SimulationResult, simulate } from "../engine/simulation.ts";
import { besideName, requireFormat, type FileFormat } from "../rows/file-format.ts";
import { DatasetFiles, type DatasetFile } from "./dataset-files.ts";
import { EngagedTargets } from "./engaged-targets.ts";
import { PROVENANCE } from "../detect/provenance/stage.ts";
import { eventFields } from "./event-columns.ts";
import { DECISION_FIELDS, FINDINGS_FIELDS } from "./findings-columns.ts";
import { type Manifest, manifestOf } from "./manifest.ts";
import { originOf } from "./origin.ts";
import { RowCounts } from "./row-counts.ts";
import { TickRows } from "./tick-rows.ts";

/** The files of a data set: the name of each is that of the events with this behind it. */
const DATASET_PARTS = ["events", "truth", "findings", "decisions"] as const;
/** One of the files of a data set: what happened, what is true of it, what stages found, what was decided. */
type DatasetPart = (typeof DATASET_PARTS)[number];

/** What is simulated, and the files that its events go to. */
export interface GenerateOptions extends Pick<
  SimulationOptions,
  "scenario" | "seed" | "workers" | "batchEvents" | "pool" | "onTick" | "workerDeadlineSeconds"
> {
  /** Where the events go, `events.parquet` say; `events-truth.parquet` and the others lie beside it. */
  readonly out: string;
  /** Left out: that of the name of `out`. */
  readonly format?: FileFormat | undefined;
  /** One file of all columns at `out`, in place of four. Left out: four. */
  readonly join?: boolean | undefined;
  /** Hide the middle of numbers. Left out: they are whole, as they belong to nobody. */
  readonly mask?: boolean | undefined;
  /** Overwrite files that are there. Left out: refuse. */
  readonly force?: boolean | undefined;
  /** CSV and TSV: an apostrophe before each formula. Left out: cells are as they are. */
  readonly spreadsheetSafe?: boolean | undefined;
  /** Aborts at once: all files are removed, and `generate` throws. */
  readonly signal?: AbortSignal | undefined;
}

/** The files that were written, what they hold, and how long it took. */
export interface GeneratedDataset {
  /** The files by what is in them; with `join`, `events` has all. */
  readonly files: Readonly<Partial<Record<DatasetPart, string>>> & {
    readonly events: string;
    readonly manifest: string;
  };
  readonly manifest: Manifest;
  readonly wallSeconds: number;
}

/**
 * Simulates a scenario with all defences and writes every event of it: one row each in every file, in the order of
 * time, joined by `id`. The same scenario and seed give the same bytes for any number of workers and size of batches.
 * Files are whole or not there. docs/data-format.md has every column.
 *
 * Throws RingfenceError "usage" for options out of range and a format that cannot be told, "io" where a file is there
 * already or cannot be written, "invariant" where a row is missing. Cost: 10 to 30 microseconds an event on one core;
 * memory is that of the simulation, two hours of events and one row group of each file, however long it runs.
 */
export async function generate(options: GenerateOptions): Promise<GeneratedDataset> {
  const { out, force = false, signal } = options;
  requireFormat(out, options.format);
  const manifestPath = besideName(out, "manifest").replace(/\.[a-z]+(\.gz)?$/i, ".json");
  if (!force) refuseTaken(manifestPath);
  const writer = new DatasetWriter(options);
  const discard = (): void => writer.files.discard();
  signal?.addEventListener("abort", discard);
  try {
    const result = await simulate({ ...options, ...writer.hooks });
    if (signal?.aborted === true) throw new RingfenceError("io", `${out}: it was interrupted, and no file is left`);
    const manifest = writer.finish(result);
    writeWhole(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
    return { files: { ...writer.paths, manifest: manifestPath }, manifest, wallSeconds: result.wallSeconds };
  } catch (error) {
    discard();
    throw error;
  } finally {
    signal?.removeEventListener("abort", discard);
  }
}

class DatasetWriter {
  readonly files: DatasetFiles;
  readonly paths: GeneratedDataset["files"];
  readonly #options: GenerateOptions;
  readonly #parts: readonly DatasetFile[];
  readonly #engaged = new EngagedTargets();
  readonly #counts = new RowCounts();
  readonly #ticks = new Map<number, TickRows>();
  readonly #spare: TickRows[] = [];
  #scriptOf: Sample["scriptOf"] | undefined;

  constructor(options: GenerateOptions) {
    const { out, format, join = false, force, spreadsheetSafe } = options;
    this.#options = options;
    const spare = new TickRows();
    this.#spare.push(spare);
    const fieldsOfParts = this.#fields();
    const all = DATASET_PARTS.map((part) => ({
      part,
      path: part === "events" ? out : besideName(out, part),
      fields: fieldsOfParts[part],
    }));
    this.#parts = join ? [{ path: out, fields: joined(all.map(({ fields }) => fields)) }] : all;
    this.files = new DatasetFiles(this.#parts, { format, force, spreadsheetSafe });
    const paths = Object.fromEntries(all.map(({ part, path }) => [part, path]));
    this.paths = (join ? { events: out } : paths) as GeneratedDataset["files"];
  }

  /** Options of a simulation that send every event here. */
  get hooks(): Pick<SimulationOptions, "scenario" | "onSample" | "observer"> {
    const { scenario } = this.#options;
    const observer: Observer = {
      onTally: () => {},
      onSettled: () => Promise.resolve(),
      onConcluded: (tick, state) => {
        this.#engaged.note(state.episodesUnderWay(), state.endedEpisodes);
        this.#flush(tick);
      },
    };
    return {
      scenario: { ...scenario, report: { ...scenario.report, sampleEvery: 1 } },
      observer,
      onSample: (sample) => this.#take(sample),
    };
  }

  /** All rows are written: renames the files. */
  finish(result: SimulationResult): Manifest {
    const { planned, tally } = result;
    if (this.files.rows !== planned) {
      throw new RingfenceError("invariant", `${planned} events were made, and ${this.files.rows} written`);
    }
    this.files.finish();
    const { scenario, seed, mask = false } = this.#options;
    return manifestOf({
      scenario,
      seed,
      mask,
      digest: digestRun(tally, result),
      originMs: originOf(scenario),
      counts: this.#counts,
      parts: this.#parts,
    });
  }

  #fields(): Readonly<Record<DatasetPart, readonly RowField[]>> {
    const { scenario, mask = false } = this.#options;
    return {
      events: eventFields({
        originMs: originOf(scenario),
        mask,
        records: scenario.screening.stages[PROVENANCE.name],
      }),
      truth: truthFields({
        scriptOf: (labels, row) => this.#scriptOf!(labels, row),
        hasEpisode: (gang, target) => this.#engaged.has(gang, target),
        hours: scenario.hours,
      }),
      findings: FINDINGS_FIELDS,
      decisions: DECISION_FIELDS,
    };
  }

  #take({ tick, view, row, scriptOf }: Sample): void {
    this.#scriptOf = scriptOf;
    let rows = this.#ticks.get(tick);
    if (rows === undefined) {
      rows = this.#spare.pop() ?? new TickRows();
      this.#ticks.set(tick, rows);
    }
    rows.add(view, row);
  }

  #flush(tick: number): void {
    const rows = this.#ticks.get(tick);
    if (rows === undefined) return;
    this.#ticks.delete(tick);
    this.files.write(rows.view, rows.inOrder(), (cells) => this.#counts.add(cells));
    rows.clear();
    this.#spare.push(rows);
  }
}

function joined(parts: readonly (readonly RowField[])[]): RowField[] {
  const byName = new Map<string, RowField>();
  for (const field of parts.flat()) if (!byName.has(field.name)) byName.set(field.name, field);
  return [...byName.values()];
}
