/**
 * Screens a file on all cores. The main thread reads rows into columns, threads screen them. Results are taken in the
 * order of the file, so nothing depends on the number of threads.
 *
 * With callees and times, events pass hour by hour, like in a simulation, with the memory of callers up to two hours
 * before. All rows of an hour are screened before the next but one begins.
 */
import { within } from "../core/time.ts";
import { FILE_SEED } from "./setup.ts";
import type { ActivityHandle } from "../detect/behaviour/recall-behaviour.ts";
import { OBSERVATION_LAG_TICKS } from "../detect/behaviour/activity-memory.ts";
import { callerHashOf } from "../detect/behaviour/caller-hash.ts";
import { type Identity, identityForm } from "../event/identity.ts";
import { OutputMask } from "../event/masking.ts";
import type { Country } from "../rows/country.ts";
import { CHUNK_ROWS, EventRows, RowChunks } from "../rows/event-rows.ts";
import type { PositiveLabels } from "../rows/positive-labels.ts";
import { RowReader, type RowSource, type RowSourceFacts } from "../rows/read-rows.ts";
import type { RowBatch, SetAside } from "../rows/row.ts";
import { ScreenTally } from "./screen-tally.ts";
import { CallerMemory } from "./caller-memory.ts";
import { type ClockState, EventClock, type TickPart } from "./event-clock.ts";
import type { PieceScreened, ScreenStart } from "./piece.ts";
import { type PieceWorker, startOne, startThreads } from "./piece-worker.ts";

export interface FileScreening {
  readonly source: RowSource;
  readonly start: ScreenStart;
  /** Labels that mean fraud. */
  readonly positive: PositiveLabels;
  /** How numbers are written. */
  readonly country: Country;
  readonly workers: number;
  /** True if the stage behaviour is on for files with callees and times. */
  readonly mayRemember: boolean;
  /** How late rows may be, at most MAX_WINDOW_MS. */
  readonly windowMs: number;
  /** Size of the file, or null. */
  readonly bytes: number | null;
  /** At least so many rows are returned (`start.rowsAs`), by whole pieces. */
  readonly rowsUpTo: number;
  /** Takes the results of a piece, in the order of the file. Resolves to false to stop. */
  readonly onPiece: (piece: ScreenedPiece) => Promise<boolean>;
  /** For live input: ends it (RowSource.until), and the rest is screened. */
  readonly live?: AbortController | undefined;
  /** For tests: how many rows without a pause are screened before threads start. */
  readonly rowsHere?: number | undefined;
  readonly workerUrl?: string | undefined;
}

export interface ScreenedPiece {
  /** Screened rows in the form of `start.rowsAs`, and how many they are. */
  readonly text: string;
  readonly rows: number;
  readonly setAside: readonly SetAside[];
  /** Rows so far, and bytes of the file. */
  readonly rowsRead: number;
  readonly bytesRead: number;
}

export interface ScreenedFile {
  readonly tally: ScreenTally;
  readonly facts: RowSourceFacts;
  readonly remembers: boolean;
  readonly order: Pick<ClockState, "outOfOrder" | "late" | "untimed">;
  /** Threads that were used. */
  readonly workers: number;
}

/** Threads screen files with more bytes or rows than this. For fewer, threads cost more than they save. */
const BYTES_HERE = 12 * 1024 * 1024;
const ROWS_HERE = 50_000;
/** The longest that a finished live row waits for more input, in milliseconds. */
const WAIT_MS = 2;
/** One being screened, and one that waits. */
const PIECES_A_WORKER = 2;

/** Throws like RowReader, "io" if a worker dies, "config" for a file that is not sorted. */
export async function screenFile(screening: FileScreening): Promise<ScreenedFile> {
  const run = new FileRun(screening);
  try {
    return await run.run();
  } finally {
    await run.close();
  }
}

/** The rows of a batch on their way. */
interface Piece {
  readonly rows: EventRows;
  readonly setAside: readonly SetAside[];
  readonly result: Promise<PieceScreened>;
}

class FileRun {
  readonly #screening: FileScreening;
  readonly #reader: RowReader;
  readonly #tally: ScreenTally;
  readonly #clock: EventClock;
  readonly #chunks = new RowChunks();
  readonly #mask = new OutputMask();
  #memory: CallerMemory | null = null;
  #one: PieceWorker | null = null;
  #threads: PieceWorker[] = [];
  #pieces = 0;
  #rows = 0;
  /** Rows since the input last paused. Many mean that this thread is too slow. */
  #rowsInOneGo = 0;
  /** Observations that the memory has not taken yet, in order. */
  #observed: { readonly tick: number; readonly observations: Promise<Uint32Array> }[] = [];
  readonly #pending = new Set<Promise<unknown>>();

  constructor(screening: FileScreening) {
    this.#screening = screening;
    this.#reader = new RowReader(screening.source);
    this.#tally = new ScreenTally(screening.positive);
    const { file } = screening.source;
    this.#clock = new EventClock(screening.windowMs, file === "-" ? "standard input" : file);
  }

  async run(): Promise<ScreenedFile> {
    const batches = this.#reader.batches();
    try {
      await this.#runOver(batches);
    } finally {
      // Ends a read that waits for more input.
      this.#screening.live?.abort();
      await batches.return(undefined);
    }
    const { outOfOrder, late, untimed } = this.#clock.state;
    return {
      tally: this.#tally,
      facts: this.#reader.facts,
      remembers: this.#remembers,
      order: { outOfOrder, late, untimed },
      workers: Math.max(1, this.#threads.length),
    };
  }

  async #runOver(batches: AsyncGenerator<RowBatch>): Promise<void> {
    const pieces: Piece[] = [];
    let coming: Promise<IteratorResult<RowBatch>> | null = null;
    for (let isAtEnd = false; !isAtEnd;) {
      coming ??= batches.next();
      const mayPause = this.#screening.live !== undefined && pieces.length > 0;
      const next: IteratorResult<RowBatch> | null = mayPause ? await within(coming, WAIT_MS) : await coming;
      if (next === null) this.#rowsInOneGo = 0;
      else {
        coming = null;
        isAtEnd = next.done === true;
        if (next.done !== true) pieces.push(await this.#begin(next.value));
      }
      const most = next === null || isAtEnd ? 0 : this.#threads.length * PIECES_A_WORKER;
      while (pieces.length > most) if (!(await this.#merge(pieces.shift()!))) return;
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#pending);
    await Promise.all([...this.#threads, ...(this.#one ? [this.#one] : [])].map((worker) => worker.close()));
  }

  /** Gives the rows of a batch to a worker. */
  async #begin({ rows: read, setAside }: RowBatch): Promise<Piece> {
    const rows = EventRows.of(read, this.#screening.country, this.#chunks);
    const piece = this.#pieces++;
    const worker = await this.#workerFor(piece);
    const opaque = this.#rows < this.#screening.rowsUpTo ? this.#opaqueIn(rows) : null;
    this.#rows += rows.count;
    this.#rowsInOneGo += rows.count;
    let result: Promise<PieceScreened> | null = null;
    const parts = this.#partsOf(rows);
    for (const [at, { tick, rows: places }] of parts.entries()) {
      const activity = tick === null ? null : await this.#seal(tick);
      const given = at === 0 ? { rows: rows.handle, opaque } : null;
      const isLast = at === parts.length - 1;
      result = this.#follow(worker.screen({ piece, given, rows: places, activity, isLast }));
      if (tick === null) continue;
      this.#observed.push({ tick, observations: this.#follow(result.then(({ observations }) => observations!)) });
    }
    return { rows, setAside, result: result! };
  }

  /** How opaque callers are shown; null if rows are not wanted. They are numbered in the order of the file. */
  #opaqueIn({ chunks }: EventRows): ReadonlyMap<number, string> | null {
    const { rowsAs, unmask } = this.#screening.start;
    if (rowsAs === null) return null;
    const shown = new Map<number, string>();
    if (unmask) return shown;
    for (const [at, { events }] of chunks.entries()) {
      for (let index = 0; index < events.count; index++) {
        const caller = events.caller[index]! as Identity;
        if (identityForm(caller) === "opaque") shown.set(at * CHUNK_ROWS + index, this.#mask.mask(caller));
      }
    }
    return shown;
  }

  async #workerFor(piece: number): Promise<PieceWorker> {
    const { start, workers, workerUrl, bytes, rowsHere = ROWS_HERE } = this.#screening;
    if (this.#threads.length === 0) {
      if ((bytes ?? 0) <= BYTES_HERE && this.#rowsInOneGo < rowsHere) {
        return (this.#one ??= await startOne(start, workerUrl));
      }
      this.#threads = await startThreads(start, workers, workerUrl);
    }
    return this.#threads[piece % this.#threads.length]!;
  }

  /** The memory of callers for a tick. Waits for all earlier events that belong to it. */
  async #seal(tick: number): Promise<ActivityHandle> {
    this.#memory ??= new CallerMemory(callerHashOf(FILE_SEED));
    const isDue = (one: { readonly tick: number }): boolean => one.tick <= tick - OBSERVATION_LAG_TICKS;
    const due = this.#observed.filter(isDue);
    this.#observed = this.#observed.filter((one) => !isDue(one));
    for (const { tick: of, observations } of due) this.#memory.note(of, await observations);
    return this.#memory.seal(tick);
  }

  /** The rows of a piece by tick; all at once without a memory of callers. */
  #partsOf(rows: EventRows): readonly TickPart[] {
    if (!this.#remembers || rows.count === 0) return [{ tick: null, rows: null }];
    return this.#clock.partsOf(rows.times, rows.lines);
  }

  async #merge({ rows, setAside, result }: Piece): Promise<boolean> {
    const { counts, decisions, rows: text } = (await result).whole!;
    this.#tally.addLabels(rows, decisions);
    this.#chunks.giveBack(rows);
    this.#tally.cut += rows.cut;
    this.#tally.addSetAside(setAside);
    this.#tally.add(counts);
    const [rowsRead, bytesRead] = [this.#tally.rows, this.#reader.bytes];
    return this.#screening.onPiece({ text, rows: rows.count, setAside, rowsRead, bytesRead });
  }

  get #remembers(): boolean {
    const { columns } = this.#reader;
    return this.#screening.mayRemember && columns !== null && columns.callee !== null && columns.time !== null;
  }

  /** Keeps early rejections from being unhandled; `close` awaits them. */
  #follow<Result>(promise: Promise<Result>): Promise<Result> {
    const settled = promise.then(
      () => {},
      () => {},
    );
    this.#pending.add(settled);
    void settled.then(() => this.#pending.delete(settled));
    return promise;
  }
}
