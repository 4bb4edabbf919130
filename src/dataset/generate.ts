/**
 * Labelled data of a simulated world: what the platform sees of each event in one file; beside it, apart, what is true
 * of it, what the stages found, and what was decided.
 */
import { checkOut, writeOut } from "../core/file/out-file.ts";
import { digestRun } from "../report/head.ts";
import { TypedFile } from "../rows/typed/typed-file.ts";
import { type RowField, truthFields } from "./truth-columns.ts";
import { episodeKey } from "../metrics/loss-sum.ts";
import type { Sample } from "../engine/loop/scene.ts";
import { RingfenceError } from "../core/errors.ts";
import { allocateBatch, type BatchView } from "../engine/worker-output.ts";
import { appendEvent, copyFindings } from "../event/copy-row.ts";
import { copyLabels } from "../world/truth/labels.ts";
import { type Observer, type SimulationOptions, type SimulationResult, simulate } from "../engine/simulation.ts";
import { besideName, requireFormat, type FileFormat } from "../rows/file-format.ts";
import type { Cell } from "../rows/typed/column.ts";
import { PROVENANCE } from "../detect/provenance/stage.ts";
import { eventFields } from "./event-columns.ts";
import { DECISION_FIELDS, FINDINGS_FIELDS } from "./findings-columns.ts";
import { type DatasetFile, type Manifest, manifestOf, originOf, RowCounts } from "./manifest.ts";

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
  const manifestOptions = { force, option: "--out" };
  checkOut(manifestPath, manifestOptions, []);
  const writer = new DatasetWriter(options);
  const discard = (): void => writer.discard();
  signal?.addEventListener("abort", discard);
  try {
    writer.open();
    const result = await simulate({ ...options, ...writer.hooks });
    if (signal?.aborted === true) throw new RingfenceError("io", `${out}: it was interrupted, and no file is left`);
    const manifest = writer.finish(result);
    writeOut(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`, manifestOptions);
    return { files: { ...writer.paths, manifest: manifestPath }, manifest, wallSeconds: result.wallSeconds };
  } catch (error) {
    discard();
    throw error;
  } finally {
    signal?.removeEventListener("abort", discard);
  }
}

/** Rows whose cells are made at a time. */
const PIECE_ROWS = 4096;

class DatasetWriter {
  readonly paths: GeneratedDataset["files"];
  readonly #options: GenerateOptions;
  readonly #parts: readonly DatasetFile[];
  readonly #files: TypedFile[] = [];
  /** People whom gangs have engaged so far; and how many ended episodes were noted. */
  readonly #engaged = new Set<number>();
  #ended = 0;
  readonly #counts = new RowCounts();
  readonly #ticks = new Map<number, TickRows>();
  readonly #spare = [new TickRows()];
  #scriptOf: Sample["scriptOf"] | undefined;

  constructor(options: GenerateOptions) {
    const { out, join = false } = options;
    this.#options = options;
    const fieldsOfParts = this.#fields();
    const all = DATASET_PARTS.map((part) => ({
      part,
      path: part === "events" ? out : besideName(out, part),
      fields: fieldsOfParts[part],
    }));
    this.#parts = join ? [{ path: out, fields: joined(all.map(({ fields }) => fields)) }] : all;
    const paths = Object.fromEntries(all.map(({ part, path }) => [part, path]));
    this.paths = (join ? { events: out } : paths) as GeneratedDataset["files"];
  }

  /** Throws RingfenceError "io" if a file exists or cannot be made. */
  open(): void {
    for (const { path, fields } of this.#parts) this.#files.push(new TypedFile(path, fields, this.#options));
  }

  /** Removes all unfinished files. A file that was already renamed stays. */
  discard(): void {
    for (const file of this.#files) file.out.discard();
  }

  /** Options of a simulation that send every event here. */
  get hooks(): Pick<SimulationOptions, "scenario" | "onSample" | "observer"> {
    const { scenario } = this.#options;
    const observer: Observer = {
      onTally: () => {},
      onSettled: () => Promise.resolve(),
      onConcluded: (tick, { episodesUnderWay, endedEpisodes }) => {
        for (const episode of episodesUnderWay()) this.#engaged.add(episodeKey(episode));
        for (; this.#ended < endedEpisodes.length; this.#ended++) {
          this.#engaged.add(episodeKey(endedEpisodes[this.#ended]!));
        }
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
    if (this.#counts.rows !== planned) {
      throw new RingfenceError("invariant", `${planned} events were made, and ${this.#counts.rows} written`);
    }
    for (const file of this.#files) file.complete();
    for (const file of this.#files) file.out.finish();
    const { scenario, seed, mask = false } = this.#options;
    const run = { seed, digest: digestRun(tally, result), masked: mask };
    return manifestOf(scenario, run, this.#counts, this.#parts);
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
        hasEpisode: (gang, target) => this.#engaged.has(episodeKey({ gang, target })),
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
    const order = rows.inOrder();
    for (let from = 0; from < order.length; from += PIECE_ROWS) {
      this.#write(rows.view, order.subarray(from, from + PIECE_ROWS));
    }
    rows.clear();
    this.#spare.push(rows);
  }

  #write(view: BatchView, rows: Uint32Array): void {
    // The files have the identity of an event in common.
    const made = new Map<string, Cell[]>();
    for (const [at, { fields }] of this.#parts.entries()) {
      const cells = fields.map(({ name, of }) => {
        if (!made.has(name))
          made.set(
            name,
            Array.from(rows, (row) => of(view, row)),
          );
        return made.get(name)!;
      });
      this.#files[at]!.write(cells, rows.length);
    }
    this.#counts.add(made);
  }
}

function joined(parts: readonly (readonly RowField[])[]): RowField[] {
  return [...new Map(parts.flat().map((field) => [field.name, field])).values()];
}

const FIRST_CAPACITY = 8192;

/** The rows of one tick, kept until it is over and then returned in the order of time. */
export class TickRows {
  #view = allocateBatch(FIRST_CAPACITY);

  get view(): BatchView {
    return this.#view;
  }

  get count(): number {
    return this.#view.events.count;
  }

  clear(): void {
    this.#view.events.count = 0;
  }

  add(from: BatchView, row: number): void {
    if (this.count === this.#view.events.capacity) this.#grow();
    copyRow(from, row, this.#view);
  }

  /** By time, then by identity, however they came in. */
  inOrder(): Uint32Array {
    const { timeMs, idLow, idHigh } = this.#view.events;
    const order = Uint32Array.from({ length: this.count }, (_, row) => row);
    return order.sort((a, b) => timeMs[a]! - timeMs[b]! || idHigh[a]! - idHigh[b]! || idLow[a]! - idLow[b]!);
  }

  #grow(): void {
    const grown = allocateBatch(this.count * 2);
    for (let row = 0; row < this.count; row++) copyRow(this.#view, row, grown);
    this.#view = grown;
  }
}

function copyRow(from: BatchView, row: number, to: BatchView): void {
  const at = appendEvent(from.events, row, to.events);
  copyFindings(from.findings, row, to.findings, at);
  copyLabels(from.truth, row, to.truth, at);
}
