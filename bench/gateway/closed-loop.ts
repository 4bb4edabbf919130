/** The generator of a closed loop: sends the next events as those before are answered, so that some always wait. */
import type { Clock } from "../harness/latency/clock.ts";
import { LatencyHistogram } from "../harness/latency/latency-histogram.ts";
import type { Window } from "../harness/latency/latency-recorder.ts";
import type { DoorClient } from "./door-client.ts";

/** Enough that no stream of them runs dry, and few enough to be answered at once when the time is over. */
const MOST_UNANSWERED = 16_384;

export class ClosedLoopGenerator {
  /** Nothing is due at a time of its own. */
  readonly lag = new LatencyHistogram();
  sent = 0;
  offeredInWindow = 0;
  readonly #outbox: DoorClient;
  readonly #clock: Clock;
  readonly #window: Window;
  readonly #dueMs: Float64Array;

  constructor(outbox: DoorClient, clock: Clock, window: Window) {
    this.#outbox = outbox;
    this.#clock = clock;
    this.#window = window;
    this.#dueMs = new Float64Array(outbox.capacity());
  }

  get wakeMs(): number {
    return this.#clock() < this.#window.untilMs ? 0 : Number.POSITIVE_INFINITY;
  }

  sendDue(): void {
    const { fromMs, untilMs } = this.#window;
    while (this.#outbox.unanswered < MOST_UNANSWERED) {
      const [nowMs, count] = [this.#clock(), this.#outbox.capacity()];
      if (nowMs >= untilMs || count === 0) return;
      this.#outbox.put(this.sent, this.#dueMs.fill(nowMs), count);
      this.sent += count;
      if (nowMs >= fromMs) this.offeredInWindow += count;
    }
  }
}
