/**
 * Latencies of events that are served in batches. Response time counts from the moment an event was meant to start,
 * whatever kept it from being sent or looked at: a system that stalls cannot hide the events that would have come
 * meanwhile (coordinated omission). Service time counts from when work on its batch began, and says nothing of waiting.
 */
import { LatencyHistogram } from "./latency-histogram.ts";

/** Part of a run, in milliseconds from its start: [fromMs, untilMs). */
export interface Window {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A thousandth of a usual window: what a system takes that keeps up. */
const GRACE_MS = 10;

export class LatencyRecorder {
  readonly service = new LatencyHistogram();
  /** Response times of the events due in each third of the window, the first third first. */
  readonly thirds = Array.from({ length: 3 }, () => new LatencyHistogram());
  readonly #window: Window;
  #completedInTime = 0;

  /** Measures the events that are due within `window`. */
  constructor(window: Window) {
    this.#window = window;
  }

  /** Of all events so far; not to be recorded into. */
  get response(): LatencyHistogram {
    return LatencyHistogram.sum(this.thirds);
  }

  /**
   * Events due within the window that were completed before its end, or just behind it: the last are always on their
   * way then.
   */
  get completedInTime(): number {
    return this.#completedInTime;
  }

  /** A batch of events due at dueMs[0, count), all served from `startMs` to `endMs`. */
  record(dueMs: Float64Array, count: number, startMs: number, endMs: number): void {
    const { fromMs, untilMs } = this.#window;
    let measured = 0;
    for (let row = 0; row < count; row++) {
      const due = dueMs[row]!;
      if (due < fromMs || due >= untilMs) continue;
      // A quotient that is rounded may be 3.
      const third = Math.min(2, Math.floor((3 * (due - fromMs)) / (untilMs - fromMs)));
      this.thirds[third]!.record(endMs - due);
      measured++;
    }
    if (measured > 0) this.service.record(endMs - startMs, measured);
    if (endMs < untilMs + GRACE_MS) this.#completedInTime += measured;
  }
}
