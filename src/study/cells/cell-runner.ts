/**
 * Runs the cells of a study: of those that were run before, in this directory and by whatever study, none is run again.
 * A study that knows all its runs asks for them at once; a search asks for a few at a time, so that it is resumed by
 * going the same way again.
 */
import { counted } from "../../core/counted.ts";
import { RingfenceError, messageOf } from "../../core/errors.ts";
import { chooseEngines, loadEngines } from "../../detect/engines.ts";
import { type Cell, type CellResult, runCell } from "./cell.ts";
import { FIGURE_COLUMNS } from "../figures.ts";
import { cellKey } from "./cell-key.ts";
import { type CellRecord, type CellStore, merged } from "./cell-store.ts";
import { Claims, STALE_SECONDS, TRIES, triesOf } from "./claims.ts";
import { type LaneOptions, Lanes } from "./lanes.ts";
import { ProcessNote, readNote } from "./process-note.ts";

export interface StudyCell extends Cell {
  /** For people and tables: "warnings.low=0.5". */
  readonly variant: string;
}

/** One of `of` processes, from 1, that each run a part of the cells. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** How a process takes its part where any number of processes, on any machines, share the cells of a directory. */
export interface Sharing {
  /**
   * "whole": it waits for what others run, and goes on to the end. "round": it ends where others run all that is left
   * of what the study asks for now. "look": it runs nothing, and tells how far the study has come.
   */
  readonly mode: "whole" | "round" | "look";
  /** With "look": nothing is written. */
  readonly isDry?: boolean | undefined;
  /** Runs of a cell that are begun and not ended, or fail, before it counts as failed. Left out: TRIES. */
  readonly tries?: number | undefined;
  /** Without a sign of life for so long, a process has lost what it took. Left out: STALE_SECONDS. */
  readonly staleSeconds?: number | undefined;
  readonly beatMs?: number | undefined;
}

/** In place of a simulation, for tests and programs that have their own. */
export type Measure = (cell: Cell) => Promise<CellResult>;

/** How the runs of a study are made. None of it changes a result. */
export interface CellRunnerOptions extends LaneOptions {
  readonly store?: CellStore | undefined;
  readonly shard?: Shard | undefined;
  /** In a directory that others share; left out: all that is not there is run, or that of the shard. */
  readonly share?: Sharing | undefined;
  /** Once it is aborted no cell is begun any more, and what is under way may end. */
  readonly stop?: AbortSignal | undefined;
  readonly measure?: Measure | undefined;
  /** Told of runs that are kept in the directory and cannot be used: they are made again. */
  readonly onNote?: ((text: string) => void) | undefined;
  /** Called after each run: of at most `total` in this study. */
  readonly onRun?: ((run: StudyRun) => void) | undefined;
}

/** A run of a study that has ended, for a progress line. */
export interface StudyRun {
  readonly done: number;
  readonly total: number;
  readonly variant: string;
  readonly seed: number;
}

export interface CellFailure {
  readonly variant: string;
  readonly seed: number;
  readonly error: string;
}

/** What became of the cells of a study. */
export interface CellCounts {
  /** Cells that were run now, and those that were there already. */
  readonly computed: number;
  readonly reused: number;
  readonly failures: readonly CellFailure[];
  /** Cells of others that are not there yet. */
  readonly missing: number;
}

/** A cell that the study asked for, and its result; null for one that failed, or is another shard's and not there. */
export interface AskedCell {
  readonly cell: StudyCell;
  readonly result: CellResult | null;
}

const WAIT_MS = 200;
/** What others added is looked up so often at most, while there is something to run. */
const LOOK_MS = 500;
/** Spreads where processes begin, however many there are: the golden ratio. */
const SPREAD = 0.618_033_988_75;

/** Thrown where a study cannot go on without cells that this process does not wait for. */
export class RoundIsOver extends Error {
  override readonly name = "RoundIsOver";
}

/**
 * Results are the same for any number of workers, shards and interruptions. Memory of `workers` worlds at a time. All
 * of it throws RingfenceError where the directory cannot be read or written, or an engine is not to be had.
 */
export class CellRunner {
  readonly #options: CellRunnerOptions;
  readonly #lanes: Lanes;
  /** Runs that the study takes at most; and of those asked for so far, the ones that this process need not make. */
  readonly #most: number;
  #settled = 0;
  readonly #known: Map<string, CellRecord>;
  readonly #computed = new Set<string>();
  readonly #thrown = new Map<string, unknown>();
  readonly #asked = new Map<string, StudyCell>();
  /** Cells that were tried as often as may be, where they are shared. */
  readonly #spent = new Set<string>();
  readonly #underWay = new Set<string>();
  #note: ProcessNote | null = null;
  #claims: Claims | null = null;
  #lookedMs = -Infinity;
  /** Whether it has run a part of what the study asks for. */
  #hasRun = false;

  /** `verb`: of the study, for what the process says of itself in the directory. */
  constructor(most: number, options: CellRunnerOptions, verb = "") {
    this.#options = options;
    this.#lanes = new Lanes(options);
    this.#most = most;
    const { store, share, shard, workers } = options;
    this.#known = store?.readCells() ?? new Map<string, CellRecord>();
    if (store !== undefined && share?.mode !== "look") {
      this.#note = new ProcessNote(store.path, { verb, most, lanes: workers, beatMs: share?.beatMs });
      const { tries = TRIES, staleSeconds = STALE_SECONDS } = share ?? {};
      if (share !== undefined) this.#claims = new Claims(this.#note, { tries, staleSeconds });
      if (share !== undefined || shard !== undefined) store.share(this.#note.log);
    }
    const altered = store?.alteredWords(this.#known) ?? null;
    if (altered !== null) this.#say(altered);
  }

  /**
   * Runs what is not there, of a shard its part; in the order of the cells. One that fails is null and tried again the
   * next time; the others go on.
   */
  async run(cells: readonly StudyCell[]): Promise<(CellResult | null)[]> {
    return this.#resultsOf(await this.#runOwn(cells));
  }

  /** The same for a study that needs all of them: null where other shards have not come as far. */
  async list(cells: readonly StudyCell[]): Promise<CellResult[] | null> {
    const keyed = await this.#runOwn(cells);
    this.#refuseFailures(keyed);
    const found = this.#resultsOf(keyed).flatMap((result) => result ?? []);
    return found.length === cells.length ? found : null;
  }

  /**
   * The same for a study that goes on from the results of all of them: it waits for other shards. Throws what a run
   * throws.
   */
  async all(cells: readonly StudyCell[]): Promise<CellResult[]> {
    const keyed = await this.#runOwn(cells);
    for (;;) {
      const found = this.#resultsOf(keyed);
      if (found.every((result) => result !== null)) return found;
      this.#refuseFailures(keyed);
      // Of shared cells, all that this process waits for is there.
      if (this.#options.share !== undefined || this.#isStopped) throw new RoundIsOver("cells of others are missing");
      this.#note?.does("waiting");
      await pause(WAIT_MS);
      this.#readOthers();
    }
  }

  /** Every cell that is known, by key. */
  get known(): ReadonlyMap<string, CellRecord> {
    return this.#known;
  }

  /** Cells that the study asked for, in that order, each once. */
  get asked(): AskedCell[] {
    return [...this.#asked].map(([key, cell]) => ({ cell, result: resultOf(this.#known.get(key), cell) }));
  }

  /** Whether the study asked for it, and its result is there. */
  isKept(key: string): boolean {
    const cell = this.#asked.get(key);
    return cell !== undefined && this.#has({ cell, key });
  }

  get counts(): CellCounts {
    const asked = this.asked;
    const failures = [...this.#asked].flatMap(([key, cell]) => this.#failureOf(cell, key) ?? []);
    const there = asked.filter(({ result }) => result !== null).length;
    const computed = this.#computed.size;
    return { computed, reused: there - computed, failures, missing: asked.length - there - failures.length };
  }

  /** No cell is asked for any more; others see that the process is still there. */
  async close(): Promise<void> {
    await this.#lanes.close();
    const { computed, reused, failures, missing } = this.counts;
    const { store, share } = this.#options;
    if (share?.mode !== "look")
      store?.log(`ends: computed ${computed}, reused ${reused}, failed ${failures.length}, missing ${missing}`);
    store?.close();
  }

  /** What its process is at, once no cell is asked for any more; null: it is at its end. */
  does(doing: "writing" | null): void {
    if (doing === null) this.#note?.close();
    else this.#note?.does(doing);
  }

  /** What is under way is given back, for whoever comes next: this process ends. */
  giveBack(): void {
    for (const key of this.#underWay) this.#claims?.over(key);
    this.#note?.close();
  }

  get #isStopped(): boolean {
    return this.#options.stop?.aborted ?? false;
  }

  async #runOwn(cells: readonly StudyCell[]): Promise<KeyedCell[]> {
    const { shard, share } = this.#options;
    const keyed = cells.map((cell) => ({ cell, key: cellKey(cell) }));
    for (const { cell, key } of keyed) if (!this.#asked.has(key)) this.#asked.set(key, cell);
    this.#dropUnlike(keyed);
    const own = keyed.filter((_, at) => shard === undefined || at % shard.of === shard.index - 1);
    // Two variants may come to one scenario.
    const distinct = [...new Map(own.map((each) => [each.key, each])).values()];
    const open = distinct.filter((each) => !this.#has(each));
    this.#settled += cells.length - open.length;
    // What this process runs side by side is quicker than another array; more than that is one of its own.
    if (share?.mode === "round" && this.#hasRun && open.length > this.#options.workers) {
      throw new RoundIsOver("the next round is for more processes");
    }
    this.#hasRun ||= open.length > 0;
    if (share?.mode === "look") this.#lookAt(open);
    else if (share === undefined) await this.#runOpen(open.length, () => open.shift());
    else await this.#runShared(open);
    this.#readOthers();
    return keyed;
  }

  /** Whether it was run, and all that is asked for was read. */
  #has({ cell, key }: KeyedCell): boolean {
    return resultOf(this.#known.get(key), cell) !== null;
  }

  /** Cells that failed as often as may be count as failed; others are missing. */
  #lookAt(open: readonly KeyedCell[]): void {
    const { store, share } = this.#options;
    const tries = triesOf(store?.path ?? "");
    const most = share?.tries ?? TRIES;
    for (const { key } of open) {
      if (this.#known.has(key) && (tries.get(key) ?? 0) >= most) this.#spent.add(key);
    }
  }

  /** Takes one after another that nobody else has, until all are there, or others run what is left. */
  async #runShared(open: readonly KeyedCell[]): Promise<void> {
    const claims = this.#claims!;
    const { share } = this.#options;
    const from = Math.floor(((this.#note!.number * SPREAD) % 1) * open.length);
    let left = [...open.slice(from), ...open.slice(0, from)];
    const most = left.length;
    for (;;) {
      let at = 0;
      await this.#runOpen(most, () => {
        while (at < left.length && !this.#isStopped) {
          const keyed = left[at++]!;
          if (this.#take(keyed)) return keyed;
        }
        return undefined;
      });
      this.#readOthers();
      claims.look();
      left = left.filter((each) => !this.#has(each) && !this.#spent.has(each.key));
      if (left.length === 0 || this.#isStopped) return;
      if (share!.mode === "round" && left.every(({ key }) => claims.isAlive(key))) return;
      this.#note!.does("waiting");
      await pause(WAIT_MS);
    }
  }

  #take(keyed: KeyedCell): boolean {
    const claims = this.#claims!;
    if (performance.now() - this.#lookedMs > LOOK_MS) {
      claims.look();
      this.#readOthers();
    }
    const { cell, key } = keyed;
    if (this.#has(keyed) || this.#spent.has(key)) return false;
    const taken = claims.take(key);
    if (taken === "spent") this.#giveUp(keyed);
    if (taken !== "taken") return false;
    // Whoever had it before may have ended it since it was last looked at.
    this.#readOthers();
    if (this.#has(keyed)) {
      claims.done(key);
      return false;
    }
    this.#note!.began(key, cell);
    this.#underWay.add(key);
    return true;
  }

  /** One that failed has said why; one whose process died each time is said to have. */
  #giveUp({ cell, key }: KeyedCell): void {
    const { variant, seed } = cell;
    this.#spent.add(key);
    if (this.#known.has(key)) return;
    const owner = this.#claims!.ownerOf(key);
    const node = owner === null ? null : (readNote(this.#note!.path, owner)?.node ?? null);
    const times = counted(this.#options.share?.tries ?? TRIES, "time");
    const error = `its process ended ${times} before the run did, last ${node === null ? "on an unknown node" : `on ${node}`}`;
    const record: CellRecord = { key, seed, variant, error };
    this.#options.store?.append(record);
    this.#known.set(key, record);
    this.#say(`failed: ${variant}, seed ${seed}: ${error}`);
  }

  /** Nobody who leaves files alone comes to such a run, whatever its checksum: it is made again. */
  #dropUnlike(keyed: readonly KeyedCell[]): void {
    for (const { cell, key } of keyed) {
      const record = this.#known.get(key);
      if (record === undefined || "error" in record || this.#computed.has(key)) continue;
      // A program's own measure may have fewer figures.
      const figures = this.#options.measure === undefined ? FIGURE_COLUMNS : [];
      const lacking = figures.find((name) => !Object.hasOwn(record.figures, name));
      if (record.seed === cell.seed && lacking === undefined) continue;
      const found = lacking === undefined ? `is of seed ${record.seed}` : `lacks ${lacking}`;
      this.#known.delete(key);
      this.#say(`${cell.variant}, seed ${cell.seed}: the kept run ${found}, so it is made again`);
    }
  }

  #say(text: string): void {
    const { store, onNote } = this.#options;
    store?.log(text);
    onNote?.(text);
  }

  async #runOpen(most: number, next: () => KeyedCell | undefined): Promise<void> {
    const { measure } = this.#options;
    if (most === 0) return;
    const begin = (): KeyedCell | undefined => {
      const keyed = this.#isStopped ? undefined : next();
      if (keyed !== undefined && this.#claims === null) this.#note?.began(keyed.key, keyed.cell);
      return keyed;
    };
    if (measure !== undefined) {
      for (let keyed = begin(); keyed !== undefined; keyed = begin()) {
        this.#keep(keyed, await this.#recordOf(keyed, measure));
      }
      return;
    }
    await this.#lanes.run(most, begin, async (keyed, pool) => {
      await loadEngines(chooseEngines(keyed.cell.scenario));
      const { workers } = pool;
      return this.#keep(keyed, await this.#recordOf(keyed, (cell) => runCell(cell, { workers, pool })));
    });
  }

  /** Whether it did not fail. */
  #keep({ cell, key }: KeyedCell, record: CellRecord): boolean {
    const { store, onRun } = this.#options;
    const { variant, seed } = cell;
    const isGood = !("error" in record);
    store?.append(record);
    this.#underWay.delete(key);
    // Once it is kept: who finds the claim gone finds the run.
    if (isGood) this.#claims?.done(key);
    else this.#claims?.over(key);
    this.#note?.ended(key, isGood);
    this.#known.set(key, merged(this.#known.get(key), record));
    if (isGood) this.#computed.add(key);
    else store?.log(`failed: ${variant}, seed ${seed}: ${record.error}`);
    const done = this.#computed.size;
    onRun?.({ done, total: Math.max(done, this.#most - this.#settled), variant, seed });
    return isGood;
  }

  async #recordOf({ cell, key }: KeyedCell, measure: Measure): Promise<CellRecord> {
    try {
      const { seed, digest, figures, readings } = await measure(cell);
      // As it will be read: a zero has no sign there.
      return JSON.parse(JSON.stringify({ key, seed, digest, figures, readings })) as CellRecord;
    } catch (error) {
      this.#thrown.set(key, error);
      return { key, seed: cell.seed, variant: cell.variant, error: messageOf(error) };
    }
  }

  /** Others may have come further meanwhile. */
  #readOthers(): void {
    const { store, shard, share } = this.#options;
    if (store === undefined || (shard === undefined && share === undefined)) return;
    this.#lookedMs = performance.now();
    for (const record of store.readMore()) {
      if (!this.#computed.has(record.key)) this.#known.set(record.key, merged(this.#known.get(record.key), record));
    }
  }

  #resultsOf(keyed: readonly KeyedCell[]): (CellResult | null)[] {
    return keyed.map(({ cell, key }) => resultOf(this.#known.get(key), cell));
  }

  #failureOf({ variant, seed }: StudyCell, key: string): CellFailure | null {
    const record = this.#known.get(key);
    // What is shared is tried again, here or elsewhere.
    if (this.#options.share !== undefined && !this.#spent.has(key)) return null;
    return record !== undefined && "error" in record ? { variant, seed, error: record.error } : null;
  }

  #refuseFailures(keyed: readonly KeyedCell[]): void {
    for (const { cell, key } of keyed) {
      const failure = this.#failureOf(cell, key);
      if (failure === null) continue;
      const { variant, seed, error } = failure;
      throw this.#thrown.get(key) ?? new RingfenceError("noData", `${variant}, seed ${seed}: a run failed: ${error}`);
    }
  }
}

interface KeyedCell {
  readonly cell: StudyCell;
  readonly key: string;
}

/** Null where it was not run, or not all that is asked for was read. */
function resultOf(record: CellRecord | undefined, cell: Cell): CellResult | null {
  if (record === undefined || "error" in record) return null;
  const { key: _, ...result } = record;
  return (cell.readings ?? []).every(({ name }) => Object.hasOwn(result.readings ?? {}, name)) ? result : null;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
