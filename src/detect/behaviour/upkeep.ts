/**
 * The upkeep of a slot of sketches: what it lacks is added before a tick is screened with it. That is most of what the
 * memory of callers costs, so the worker threads do it: each row of cells is one piece, and whoever comes first takes
 * it. The others go on with what needs no sketches, and wait for them where they read first.
 *
 * A row that somebody died over is restored from the other slot, so that must still be as of the tick before: no row is
 * begun before those of the tick before are done, though both ticks may be in flight.
 */
import { RetryableError } from "../../core/errors.ts";
import type { Side } from "../../core/side.ts";
import { allocateClaims, claim } from "../../core/claims.ts";
import type { ObservationHandle } from "./observation-batch.ts";
import { ROWS, type Sketches } from "./sketches.ts";

export interface Addition {
  readonly span: Side;
  /** Whether it is the first of its span: what lies there gives way. */
  readonly isFirst: boolean;
  /** Null where nothing was observed. */
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
  /**
   * Of the slot of the tick before, which then has all that this one will have but the last addition. Null where it was
   * up to date when this was planned, as it mostly is.
   */
  readonly before: Lack | null;
}

/** Claims for the main thread: tasks of workers are numbered from 1. */
const NO_WORKER = 2 ** 31 - 1;

const UNTOUCHED = 0;
const BEGUN = 1;
const DONE = 2;

/**
 * A row takes a millisecond, and a thread that died over it is replaced within a second. Who waits longer gives up and
 * is tried again: it may stand in the way of the very one that it waits for.
 */
const WAIT_LIMIT_MS = 10_000;

/**
 * Of a slot that lacks `additions`, where `before` was planned for the tick before, and `last` for the same slot two
 * ticks before. The latter may still be under way where the tick before sees to it: then there is something to wait for
 * even if nothing is added.
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

  /** Waits for what others have taken. Throws RetryableError where that takes too long. */
  wait(): void {
    if (areDone(this.#progress)) return;
    for (const row of ROWS) waitFor(this.#progress, row, this.#waitLimitMs);
  }

  #bringUpToDate(row: Side, claimant: number): void {
    const { additions } = this.#handle;
    const state = Atomics.load(this.#progress, row);
    if (state === DONE) return;
    this.#finishBefore(claimant);
    // Somebody died over it, and nobody knows how far it had come.
    if (state === BEGUN) this.#sketches.copyRow(this.#handle.slot, row);
    Atomics.store(this.#progress, row, BEGUN);
    for (const addition of state === BEGUN ? additions.slice(-1) : additions) this.#add(addition, row);
    Atomics.store(this.#progress, row, DONE);
    Atomics.notify(this.#progress, row);
  }

  /** Does what nobody has taken of the tick before, as where nothing of that was screened, and waits for the rest. */
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
