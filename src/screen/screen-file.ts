/**
 * Screens a file on all cores. The main thread cuts it into pieces; threads read and screen them. Results are taken in
 * the order of the file, so nothing depends on the number of threads. A piece is read as if the one before ended with a
 * record. If that was wrong, it is read again, with the lines left over.
 *
 * With callees and times, events pass hour by hour, like in a simulation, with the memory of callers up to two hours
 * before. All rows of an hour are screened before the next but one begins.
 */
import { within } from "../core/time.ts";
import { RingfenceError } from "../core/errors.ts";
import { FILE_SEED } from "./setup.ts";
import type { ActivityHandle } from "../detect/behaviour/recall-behaviour.ts";
import { OBSERVATION_LAG_TICKS } from "../detect/behaviour/activity-memory.ts";
import { callerHashOf } from "../detect/behaviour/caller-hash.ts";
import { PositiveLabels } from "../rows/positive-labels.ts";
import { RowReader, type RowSource, type RowSourceFacts } from "../rows/read-rows.ts";
import type { LineLedger, ParserStart } from "../rows/row-parser.ts";
import type { RowBatch } from "../rows/row.ts";
import { ScreenTally } from "./screen-tally.ts";
import { CallerMemory } from "./caller-memory.ts";
import { type BytePiece, cutPieces, PIECE_BYTES } from "./cut-pieces.ts";
import { EventClock, type TickPart } from "./event-clock.ts";
import type { PieceRead, PieceScreened, ScreenStart, WholePiece } from "./piece.ts";
import { lastLines } from "./read-piece.ts";
import { type PieceThread, type PieceWorker, startOne, startThreads } from "./piece-worker.ts";

export interface FileScreening {
  readonly source: RowSource;
  readonly start: ScreenStart;
  readonly workers: number;
  /** True if the stage behaviour is on for files with callees and times. */
  readonly mayRemember: boolean;
  /** How late rows may be, at most MAX_WINDOW_MS. */
  readonly windowMs: number;
  /** Size of the file, or null. */
  readonly bytes: number | null;
  /** The most rows to screen. */
  readonly limit: number;
  /** Rows are returned (`start.rowsAs`) until there are more than this. */
  readonly rowsUpTo: number;
  /** Takes the results of a piece, in the order of the file. Resolves to false to stop. */
  readonly onPiece: (piece: WholePiece, progress: ScreenProgress) => Promise<boolean>;
  /** For live input: ends it (RowSource.until), and the rest is screened. */
  readonly live?: AbortController | undefined;
  /** For tests. */
  readonly pieceBytes?: number | undefined;
  readonly workerUrl?: string | undefined;
}

interface ScreenProgress {
  /** Rows so far, and bytes of the file. */
  readonly rows: number;
  readonly bytes: number;
  readonly facts: RowSourceFacts;
}

interface ScreenedFile {
  readonly tally: ScreenTally;
  readonly facts: RowSourceFacts;
  readonly remembers: boolean;
  readonly order: Readonly<Pick<EventClock, "outOfOrder" | "late" | "untimed">>;
  /** Threads that were used. */
  readonly workers: number;
}

/** Files with more pieces than this use threads. For fewer, threads cost more than they save. */
const PIECES_HERE = 48;
/** The longest that a live row waits for others to be read with it, in milliseconds. */
const HOLD_MS = 10;
/** The longest that a piece waits for more pieces, in milliseconds. */
const WAIT_MS = 2;
/** One being read, and one that waits. */
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

/** A piece on its way. */
interface Entry {
  readonly number: number;
  readonly worker: PieceWorker;
  /** Null if the main thread read it. */
  readonly piece: BytePiece | null;
  readonly read: Promise<PieceRead>;
  /** Set by `#screen`. */
  result?: Promise<WholePiece>;
}

type Piece = { readonly batch: RowBatch } | { readonly cut: BytePiece; readonly start: ParserStart };

class FileRun {
  readonly #screening: FileScreening;
  readonly #reader: RowReader;
  readonly #tally: ScreenTally;
  readonly #clock: EventClock;
  #memory: CallerMemory | null = null;
  #one: PieceThread | null = null;
  #threads: PieceThread[] = [];
  #pieces = 0;
  /** Rows and bytes of the pieces so far. */
  #rows = 0;
  #bytes = 0;
  /** Counts of lines in pieces that workers read. */
  #lines = 0;
  readonly #ledger: LineLedger = { header: 0, blank: 0, inRows: 0, setAside: 0, multiLineRows: 0 };
  /** Observations that the memory has not taken yet, in order. */
  #observed: { readonly tick: number; readonly observations: Promise<Uint32Array> }[] = [];
  /** Lines left over from the last piece. */
  #left: { readonly bytes: Uint8Array; readonly lines: number; readonly isBehindBroken: boolean } | null = null;
  readonly #pending = new Set<Promise<unknown>>();
  /** Full pieces in a row. Many mean that this thread is too slow. */
  #full = 0;

  constructor(screening: FileScreening) {
    this.#screening = screening;
    this.#reader = new RowReader(screening.source);
    this.#tally = new ScreenTally(new PositiveLabels(screening.start.positive));
    const { file } = screening.source;
    this.#clock = new EventClock(screening.windowMs, file === "-" ? "standard input" : file);
  }

  async run(): Promise<ScreenedFile> {
    const pieces = this.#read();
    try {
      return await this.#runOver(pieces);
    } finally {
      // Ends a read that waits for more input.
      this.#screening.live?.abort();
      await pieces.return(undefined);
    }
  }

  async #runOver(pieces: AsyncGenerator<Piece>): Promise<ScreenedFile> {
    const [reading, merging]: [Entry[], Entry[]] = [[], []];
    let [isAtEnd, isWanted] = [false, true];
    let coming: Promise<IteratorResult<Piece>> | null = null;
    while (isWanted) {
      let isPaused = false;
      while (!isAtEnd && reading.length < this.#ahead) {
        coming ??= pieces.next();
        const mayPause = this.#screening.live !== undefined && reading.length + merging.length > 0;
        const next: IteratorResult<Piece> | null = mayPause ? await within(coming, WAIT_MS) : await coming;
        isPaused = next === null;
        if (next === null) break;
        coming = null;
        if (next.done) isAtEnd = true;
        else reading.push(await this.#begin(next.value));
      }
      const entry = reading.shift();
      if (entry !== undefined) {
        await this.#screen(entry);
        merging.push(entry);
      }
      const most = entry === undefined || isPaused ? 0 : this.#threads.length;
      while (isWanted && merging.length > most) isWanted = await this.#merge(merging.shift()!);
      if (entry === undefined && !isPaused) break;
    }
    if (isWanted && this.#screening.limit === Infinity) this.#checkLedger();
    const { outOfOrder, late, untimed } = this.#clock;
    return {
      tally: this.#tally,
      facts: this.#facts,
      remembers: this.#remembers,
      order: { outOfOrder, late, untimed },
      workers: Math.max(1, this.#threads.length),
    };
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#pending);
    await Promise.all([...this.#threads, ...(this.#one ? [this.#one] : [])].map((worker) => worker.close()));
  }

  /** Batches that the main thread reads until the columns are known, then pieces of bytes. */
  async *#read(): AsyncGenerator<Piece> {
    const { limit, pieceBytes, live } = this.#screening;
    const batches = this.#reader.batches();
    let rows = 0;
    try {
      for (;;) {
        const coming = batches.next();
        let next = live === undefined ? await coming : await within(coming, HOLD_MS);
        if (next === null) {
          const held = takeFirst(this.#reader.pause(), limit - rows);
          rows += held.rows.length + held.setAside.length;
          if (held.rows.length + held.setAside.length > 0) yield { batch: held };
          if (rows >= limit) return;
          next = await coming;
        }
        if (next.done === true) return;
        const batch = takeFirst(next.value, limit - rows);
        rows += batch.rows.length + batch.setAside.length;
        yield { batch };
        if (rows >= limit) return;
        const rest = limit === Infinity ? this.#reader.leave() : null;
        if (rest === null) continue;
        for await (const cut of cutPieces(rest, pieceBytes ?? PIECE_BYTES, live && HOLD_MS))
          yield { cut, start: rest.start };
        return;
      }
    } finally {
      // Closes the file.
      await batches.return(undefined);
    }
  }

  /** Gives a piece to a worker to read. */
  async #begin(piece: Piece): Promise<Entry> {
    const number = this.#pieces++;
    const worker = await this.#workerFor(number, piece);
    if ("batch" in piece) {
      const hasTimes = this.#reader.facts.timeForm !== null || this.#remembers;
      const read = this.#follow(worker.give({ piece: number, batch: piece.batch, hasTimes }));
      return { number, worker, piece: null, read };
    }
    const { bytes, linesBefore, isLast } = piece.cut;
    // Assumes that the record before was whole.
    this.#start = { ...piece.start, isBehindBroken: false };
    this.#left ??= { bytes: new Uint8Array(0), lines: 0, isBehindBroken: piece.start.isBehindBroken };
    const read = this.#follow(worker.read({ piece: number, bytes, linesBefore, start: this.#start, isLast }));
    return { number, worker, piece: piece.cut, read };
  }

  #start: ParserStart | null = null;

  async #workerFor(number: number, piece: Piece): Promise<PieceWorker> {
    const { start, workers, workerUrl, bytes, pieceBytes = PIECE_BYTES } = this.#screening;
    if (this.#threads.length === 0) {
      this.#full = "cut" in piece && piece.cut.bytes.length * 2 > pieceBytes ? this.#full + 1 : 0;
      const isLarge = "cut" in piece && (bytes ?? 0) > PIECES_HERE * pieceBytes;
      if (!isLarge && this.#full < PIECES_HERE) return (this.#one ??= await startOne(start, workerUrl));
      this.#threads = await startThreads(start, workers, workerUrl);
    }
    return this.#threads[number % this.#threads.length]!;
  }

  get #ahead(): number {
    return Math.max(1, this.#threads.length * PIECES_A_WORKER);
  }

  /** Screens the rows of a piece, after making sure that it was read correctly. */
  async #screen(entry: Entry): Promise<void> {
    const { worker, number } = entry;
    const read = await this.#readRightly(entry);
    const parts = this.#parts(read);
    const wantsRows = this.#rows <= this.#screening.rowsUpTo;
    this.#rows += read.rows;
    const results: Promise<PieceScreened>[] = [];
    for (const [at, { tick, rows }] of parts.entries()) {
      const activity = tick === null ? null : await this.#seal(tick);
      const isLast = at === parts.length - 1;
      const screened = this.#follow(worker.screen({ piece: number, rows, activity, wantsRows, isLast }));
      results.push(screened);
      if (tick === null) continue;
      this.#observed.push({ tick, observations: this.#follow(screened.then(({ observations }) => observations!)) });
    }
    entry.result = this.#follow(Promise.all(results).then((all) => all.at(-1)!.whole!));
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

  async #readRightly(entry: Entry): Promise<PieceRead> {
    const { piece, worker, number } = entry;
    let read = await entry.read;
    if (piece === null) return read;
    const left = this.#left!;
    let { bytes } = piece;
    if (left.lines > 0 || left.isBehindBroken) {
      bytes = Buffer.concat([left.bytes, bytes]);
      const linesBefore = piece.linesBefore - left.lines;
      const start = { ...this.#start!, isBehindBroken: left.isBehindBroken };
      read = await this.#follow(worker.read({ piece: number, bytes, linesBefore, start, isLast: piece.isLast }));
    }
    const { heldLines, isBehindBroken, ledger } = read;
    this.#left = { bytes: lastLines(bytes, heldLines), lines: heldLines, isBehindBroken };
    this.#lines += piece.lines;
    this.#bytes += piece.bytes.length;
    for (const sort of Object.keys(this.#ledger) as (keyof LineLedger)[]) this.#ledger[sort] += ledger[sort];
    return read;
  }

  /** The rows of a piece by tick; all at once without a memory of callers. */
  #parts({ times, lines, rows }: PieceRead): readonly TickPart[] {
    if (!this.#remembers || times === null || rows === 0) return [{ tick: null, rows: null }];
    return this.#clock.partsOf(times, lines!);
  }

  async #merge(entry: Entry): Promise<boolean> {
    const whole = await entry.result!;
    this.#tally.addCounts(whole.counts);
    return this.#screening.onPiece(whole, { rows: this.#tally.rows, bytes: this.#bytes, facts: this.#facts });
  }

  get #remembers(): boolean {
    const { columns } = this.#reader.facts;
    return this.#screening.mayRemember && columns !== null && columns.callee !== null && columns.time !== null;
  }

  get #facts(): RowSourceFacts {
    const { lines, ...facts } = this.#reader.facts;
    const sum = { ...lines };
    for (const sort of Object.keys(sum) as (keyof LineLedger)[]) sum[sort] += this.#ledger[sort];
    return { ...facts, lines: sum };
  }

  /** Every line must be accounted for. */
  #checkLedger(): void {
    const { header, blank, inRows, setAside } = this.#ledger;
    const sum = header + blank + inRows + setAside;
    if (sum === this.#lines) return;
    throw new RingfenceError("invariant", `${this.#lines} lines were handed to workers, and ${sum} accounted for`);
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

/** The first `limit` rows of a batch, in order of lines. Rows that were set aside count. */
function takeFirst(batch: RowBatch, limit: number): RowBatch {
  if (batch.rows.length + batch.setAside.length <= limit) return batch;
  const lines = [...batch.rows, ...batch.setAside].map(({ line }) => line).sort((a, b) => a - b);
  const end = lines[Math.max(0, limit)]!;
  return {
    rows: batch.rows.filter(({ line }) => line < end),
    setAside: batch.setAside.filter(({ line }) => line < end),
  };
}
