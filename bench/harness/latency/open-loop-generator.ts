/**
 * The generator of an open loop: sends events when they are due, however those before them fare. It is a loop that
 * catches up: whenever it runs, it sends all that has fallen due. (A timer for each event would lose almost all of them
 * at a hundred thousand a second.) It waits for nobody, save where the outbox has no room left; then events are late,
 * and their response times say so.
 */
import type { Arrivals } from "./arrivals.ts";
import type { Clock } from "./clock.ts";
import { LatencyHistogram } from "./latency-histogram.ts";
import type { Window } from "./latency-recorder.ts";

/** Where events go. It closes a batch that is full; the generator closes one that has waited long enough. */
export interface Outbox {
  /** Events that can be put now; 0 while there is no room. */
  capacity(): number;
  /** Puts events first, first + 1, ..., due at dueMs[0, count), into the open batch: no more than `capacity` said. */
  put(first: number, dueMs: Float64Array, count: number): void;
  /** When the first event of the open batch was due; Infinity while no batch is open. */
  readonly openSinceMs: number;
  close(): void;
}

interface GeneratorOptions {
  readonly arrivals: Arrivals;
  readonly outbox: Outbox;
  /** Milliseconds since the start of the run. */
  readonly clock: Clock;
  /** A batch that is not full is handed over so long after its first event was due. */
  readonly lingerMs: number;
  /** Lag is recorded of events due within. */
  readonly window: Window;
}

/** Events taken between two looks at the clock. */
const STRIDE = 512;

export class OpenLoopGenerator {
  /**
   * How late events were put through the generator's own fault: from when they were due, or from when there was room
   * again.
   */
  readonly lag = new LatencyHistogram();
  readonly #options: GeneratorOptions;
  readonly #dueMs = new Float64Array(STRIDE);
  #capacitySinceMs = Number.NEGATIVE_INFINITY;
  #hasCapacity = true;
  #offeredInWindow = 0;

  constructor(options: GeneratorOptions) {
    this.#options = options;
  }

  get sent(): number {
    return this.#options.arrivals.taken;
  }

  /** Those of them that were due within the window. */
  get offeredInWindow(): number {
    return this.#offeredInWindow;
  }

  /** Whether the last `sendDue` ended because there was no room. */
  get isBlocked(): boolean {
    return !this.#hasCapacity;
  }

  /**
   * When there is something to do next: an event is due, or the open batch has waited long enough. Infinity when all is
   * done.
   */
  get wakeMs(): number {
    const { arrivals, outbox, lingerMs } = this.#options;
    return Math.min(arrivals.nextMs, outbox.openSinceMs + lingerMs);
  }

  /** Sends all that is due, including what falls due meanwhile. */
  sendDue(): void {
    const { arrivals, outbox, clock, lingerMs } = this.#options;
    let nowMs = clock();
    while (arrivals.nextMs <= nowMs && this.#lookForCapacity(nowMs)) {
      const first = arrivals.taken;
      const count = arrivals.takeDue(nowMs, this.#dueMs, Math.min(STRIDE, outbox.capacity()));
      outbox.put(first, this.#dueMs, count);
      nowMs = clock();
      this.#note(count, nowMs);
    }
    if (nowMs >= outbox.openSinceMs + lingerMs) outbox.close();
  }

  #lookForCapacity(nowMs: number): boolean {
    const had = this.#hasCapacity;
    this.#hasCapacity = this.#options.outbox.capacity() > 0;
    if (this.#hasCapacity && !had) this.#capacitySinceMs = nowMs;
    return this.#hasCapacity;
  }

  #note(count: number, sentMs: number): void {
    const { fromMs, untilMs } = this.#options.window;
    const capacitySinceMs = this.#capacitySinceMs;
    for (let i = 0; i < count; i++) {
      const due = this.#dueMs[i]!;
      if (due < fromMs || due >= untilMs) continue;
      this.lag.record(sentMs - (due > capacitySinceMs ? due : capacitySinceMs));
      this.#offeredInWindow++;
    }
  }
}
