/**
 * How long threads may be at a task without an answer. It is counted in looks, not by the clock: of time, a process
 * that was stopped for a while, as by Ctrl-Z or with its machine, would not know whether anybody was late.
 */

const LOOK_MS = 1000;
/** A look of a deadline that is given is so much of it. */
const LOOKS_A_DEADLINE = 10;

/**
 * Where none is given: so many looks at least, and so many times what the slowest answer took of late. Whoever waits
 * for a thread that hangs gives up several times meanwhile (detect/behaviour/upkeep.ts).
 */
const MIN_LOOKS = 30;
const TIMES_SLOWEST = 10;
const MAX_DOUBLINGS = 2;
/** The slowest of a few hours' answers, more or less. */
const FADING = 0.999;

/** Where somebody waits for the end. */
const HURRIED_MIN_LOOKS = 2;
const HURRIED_TIMES_SLOWEST = 3;

export class Patience {
  /** How often is to be looked at the threads. */
  readonly lookMs: number;
  /** Whether somebody waits for what is under way, and for nothing after it. */
  isHurried = false;
  readonly #given: boolean;
  #slowest = 0;
  /** Threads given up, without an answer of any since. */
  #lost = 0;

  /** `deadlineSeconds`: whatever answers took before. */
  constructor(deadlineSeconds?: number) {
    this.#given = deadlineSeconds !== undefined;
    this.lookMs = deadlineSeconds === undefined ? LOOK_MS : (deadlineSeconds * 1000) / LOOKS_A_DEADLINE;
  }

  /** Looks after which a thread is given up. */
  get looks(): number {
    const looks = this.#given ? LOOKS_A_DEADLINE : this.#usual;
    if (!this.isHurried) return looks;
    const least = Math.ceil((HURRIED_MIN_LOOKS * LOOK_MS) / this.lookMs);
    return Math.min(looks, Math.max(least, HURRIED_TIMES_SLOWEST * this.#slowest));
  }

  get seconds(): number {
    return Math.ceil((this.looks * this.lookMs) / 100) / 10;
  }

  /** A thread has answered, after so many. */
  noteAnswer(looks: number): void {
    this.#slowest = Math.max(looks, this.#slowest * FADING);
    this.#lost = 0;
  }

  /** A thread was given up. */
  noteLoss(): void {
    this.#lost++;
  }

  /** Where none answers it may be the machine: the next ones have twice as long, and four times. */
  get #usual(): number {
    const doubled = 1 << Math.min(this.#lost, MAX_DOUBLINGS);
    return Math.max(MIN_LOOKS, TIMES_SLOWEST * this.#slowest) * doubled;
  }
}
