/**
 * The upkeep of a slot of sketches: the observations that it lacks are added before a tick is screened with it. This is
 * most of the cost of the memory of callers, so worker threads do it. Each row of cells is one piece, and the first
 * thread takes it. The other threads go on, and wait only when they read the sketches.
 *
 * If a thread dies in a row, the row is restored from the other slot. That slot must then still show the tick before.
 * So no row is begun until the rows of the tick before are done, though both ticks may be in flight.
 */
import { RetryableError } from "../../core/errors.ts";
import type { Side } from "../../core/time.ts";
import { allocateClaims, claim } from "../../core/claims.ts";
import type { ObservationHandle } from "./observation-batch.ts";
import { ROWS, type Sketches } from "./sketches.ts";

export interface Addition {
  readonly span: Side;
  /** True for the first addition of a span: the span is cleared first. */
  readonly isFirst: boolean;
  /** Null if nothing was observed. */
  readonly observations: ObservationHandle | null;
  readonly count: number;
}

/** What a slot lacks, and how far it has come. */
interface Lack {
  readonly slot: Side;
  readonly additions: readonly Addition[];
  readonly claims: SharedArrayBuffer;
  /** By row: UNTOUCHED, BEGUN or DONE. */
  readonly progress: SharedArrayBuffer;
}

export interface UpkeepHandle extends Lack {
  /** What the slot of the tick before lacks; null if it was up to date when this was planned, the usual case. */
  readonly before: Lack | null;
}

/** Claims for the main thread: tasks of workers are numbered from 1. */
const NO_WORKER = 2 ** 31 - 1;

const UNTOUCHED = 0;
const BEGUN = 1;
const DONE = 2;

/** A row takes a millisecond, and a dead thread is replaced within a second. Then the task is tried again. */
const WAIT_LIMIT_MS = 10_000;

/**
 * `before` was planned for the tick before, `last` for this slot: it may still be under way, and is then waited for.
 */
export function planUpkeep(
  slot: Side,
  additions: readonly Addition[],
  before: UpkeepHandle | null,
  last: UpkeepHandle | null,
): UpkeepHandle {
  const progress = new SharedArrayBuffer(ROWS.length * 4);
  const isNothing = additions.every(({ isFirst, count }) => !isFirst && count === 0);
  const isDone = isNothing && (last === null || isUpToDate(last));
  new Int32Array(progress).fill(isDone ? DONE : UNTOUCHED);
  const lackBefore = before === null || isUpToDate(before) ? null : { ...before, before: null };
  return { slot, additions, claims: allocateClaims(ROWS.length), progress, before: lackBefore };
}

export class Upkeep {
  readonly #handle: UpkeepHandle;
  readonly #sketches: Sketches;
  readonly #waitLimitMs: number;
  readonly #progress: Int32Array;

  constructor(handle: UpkeepHandle, sketches: Sketches, waitLimitMs = WAIT_LIMIT_MS) {
    this.#handle = handle;
    this.#sketches = sketches;
    this.#waitLimitMs = waitLimitMs;
    this.#progress = new Int32Array(handle.progress);
  }

  help(claimant = NO_WORKER): void {
    if (areDone(this.#progress)) return;
    const claims = new Int32Array(this.#handle.claims);
    for (const row of ROWS) if (claim(claims, row, claimant)) this.#bringUpToDate(row, claimant);
  }

  /** Waits for the rows that other threads have taken. Throws RetryableError if that takes too long. */
  wait(): void {
    if (areDone(this.#progress)) return;
    for (const row of ROWS) waitFor(this.#progress, row, this.#waitLimitMs);
  }

  #bringUpToDate(row: Side, claimant: number): void {
    const { additions } = this.#handle;
    const state = Atomics.load(this.#progress, row);
    if (state === DONE) return;
    this.#finishBefore(claimant);
    // A thread died in this row. How far it had come is unknown.
    if (state === BEGUN) this.#sketches.copyRow(this.#handle.slot, row);
    Atomics.store(this.#progress, row, BEGUN);
    for (const addition of state === BEGUN ? additions.slice(-1) : additions) this.#add(addition, row);
    Atomics.store(this.#progress, row, DONE);
    Atomics.notify(this.#progress, row);
  }

  /** Does the rows of the tick before that no thread has taken, and waits for the others. */
  #finishBefore(claimant: number): void {
    const { before } = this.#handle;
    if (before === null) return;
    const upkeep = new Upkeep({ ...before, before: null }, this.#sketches, this.#waitLimitMs);
    upkeep.help(claimant);
    upkeep.wait();
  }

  #add({ span, isFirst, observations, count }: Addition, row: Side): void {
    const { slot } = this.#handle;
    if (isFirst) this.#sketches.clear(slot, span, [row]);
    if (observations !== null) this.#sketches.add(slot, span, new Uint32Array(observations), count, [row]);
  }
}

function isUpToDate({ progress }: Lack): boolean {
  return areDone(new Int32Array(progress));
}

function areDone(progress: Int32Array): boolean {
  for (let row = 0; row < ROWS.length; row++) if (Atomics.load(progress, row) !== DONE) return false;
  return true;
}

function waitFor(progress: Int32Array, row: Side, limitMs: number): void {
  const untilMs = performance.now() + limitMs;
  for (let state = Atomics.load(progress, row); state !== DONE; state = Atomics.load(progress, row)) {
    const restMs = untilMs - performance.now();
    if (restMs <= 0)
      throw new RetryableError(`the memory of callers was not brought up to date in ${limitMs / 1000} s`);
    Atomics.wait(progress, row, state, restMs);
  }
}
