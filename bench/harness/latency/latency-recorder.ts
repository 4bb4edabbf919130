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
  readonly thirds: readonly LatencyHistogram[];
  readonly #window: Window;
  readonly #windows: readonly Window[];
  #completedInTime = 0;

  /** Measures the events that are due within `window`. */
  constructor(window: Window) {
    this.#window = window;
    this.#windows = thirdsOf(window);
    this.thirds = this.#windows.map(() => new LatencyHistogram());
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
    let measured = 0;
    for (let third = 0; third < this.thirds.length; third++) {
      measured += recordSince(dueMs, count, this.#windows[third]!, endMs, this.thirds[third]!);
    }
    if (measured > 0) this.service.record(endMs - startMs, measured);
    if (endMs < this.#window.untilMs + GRACE_MS) this.#completedInTime += measured;
  }
}

function thirdsOf({ fromMs, untilMs }: Window): Window[] {
  const [second, third] = [1, 2].map((thirds) => fromMs + ((untilMs - fromMs) * thirds) / 3) as [number, number];
  return [
    { fromMs, untilMs: second },
    { fromMs: second, untilMs: third },
    { fromMs: third, untilMs },
  ];
}

/** Records how long before `atMs` each event was due, of those due within the window. Returns their number. */
function recordSince(
  dueMs: Float64Array,
  count: number,
  { fromMs, untilMs }: Window,
  atMs: number,
  into: LatencyHistogram,
): number {
  let recorded = 0;
  for (let row = 0; row < count; row++) {
    const due = dueMs[row]!;
    if (due < fromMs || due >= untilMs) continue;
    into.record(atMs - due);
    recorded++;
  }
  return recorded;
}
