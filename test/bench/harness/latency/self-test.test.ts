/**
 * Does the way latency is measured read what is true? One case whose percentiles follow on paper, in virtual time,
 * through the generator, schedule, recorder and histograms of the open-loop bench:
 *
 *     500 events/s for 20 s, one server, 1 ms an event, but one event takes 1,001 ms.
 *
 * Event i is due at 2i ms. Let event k take 1,001 ms: it is done at 2k + 1001. Those behind it are served one a
 * millisecond, so event k + j is done at 2k + 1001 + j, and as it was due at 2k + 2j, its response time is 1001 - j:
 * the queue gives back one millisecond an event, until event k + 1000 waits for nobody. Of 10,000 response times 1,000
 * are therefore 2, 3, ..., 1001 ms and 9,000 are 1 ms, whichever k was, as long as the queue drains before the end (k
 * <= 9,000); here it is 2,500, at 5 s. By nearest rank p50 is the 5,000th = 1 ms; the (9,000 + m)th is m + 1 ms, so p95
 * = 501, p99 = 901 and p99.9 = 991 ms.
 */
import { expect, test } from "vitest";
import { Arrivals } from "../../../../bench/harness/latency/arrivals.ts";
import { LatencyRecorder } from "../../../../bench/harness/latency/latency-recorder.ts";
import { OpenLoopGenerator, type Outbox } from "../../../../bench/harness/latency/open-loop-generator.ts";

const RATE_PER_SECOND = 500;
const RUN_MS = 20_000;
const SERVICE_MS = 1;
const LONG_SERVICE_MS = 1001;
const LONG_EVENT = 2500;

/** Events that wait, one a batch. */
class VirtualQueue implements Outbox {
  nowMs = 0;
  openSinceMs = Number.POSITIVE_INFINITY;
  readonly waiting: { readonly event: number; readonly dueMs: number; readonly sentMs: number }[] = [];
  #event = 0;

  capacity(): number {
    return 1;
  }

  put(first: number, dueMs: Float64Array): void {
    this.#event = first;
    this.openSinceMs = dueMs[0]!;
    this.close();
  }

  close(): void {
    this.waiting.push({ event: this.#event, dueMs: this.openSinceMs, sentMs: this.nowMs });
    this.openSinceMs = Number.POSITIVE_INFINITY;
  }
}

test("latency of an open loop reads what follows on paper", () => {
  const window = { fromMs: 0, untilMs: RUN_MS };
  const queue = new VirtualQueue();
  const arrivals = new Arrivals({ kind: "constant", ratePerSecond: RATE_PER_SECOND, seed: 0, untilMs: RUN_MS });
  const generator = new OpenLoopGenerator({ arrivals, outbox: queue, clock: () => queue.nowMs, lingerMs: 0, window });
  const recorder = new LatencyRecorder(window);
  const due = new Float64Array(1);
  let freeMs = 0;
  // The generator has a thread of its own, so it can run ahead of the server.
  while (generator.wakeMs < Number.POSITIVE_INFINITY) {
    queue.nowMs = generator.wakeMs;
    generator.sendDue();
    for (const { event, dueMs, sentMs } of queue.waiting.splice(0)) {
      const startMs = Math.max(sentMs, freeMs);
      freeMs = startMs + (event === LONG_EVENT ? LONG_SERVICE_MS : SERVICE_MS);
      due[0] = dueMs;
      recorder.record(due, 1, startMs, freeMs);
    }
  }
  const readMs = [50, 95, 99, 99.9].map((share) =>
    Number((recorder.response.percentileUs(share) / 1000).toPrecision(3)),
  );
  expect(readMs).toEqual([1, 501, 901, 991]);
});
