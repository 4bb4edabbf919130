/**
 * Does the way latency is measured read what is true? One case whose percentiles follow on paper, in virtual time,
 * through the same generator, schedule, recorder and histograms as the open-loop bench:
 *
 *     500 events/s for 20 s, one server, 1 ms an event, but one event takes 1,001 ms.
 *
 * Event i is due at 2i ms. Let event k take 1,001 ms: it is done at 2k + 1001. Those behind it are served one a
 * millisecond, so event k + j is done at 2k + 1001 + j, and as it was due at 2k + 2j, its response time is 1001 - j:
 * the queue gives back one millisecond an event, until event k + 1000 waits for nobody. Of 10,000 response times 1,000
 * are therefore 2, 3, ..., 1001 ms and 9,000 are 1 ms, whichever k was, as long as the queue drains before the end (k
 * <= 9,000); here it is 2,500, at 5 s. By nearest rank p50 is the 5,000th = 1 ms; the (9,000 + m)th is m + 1 ms, so p95
 * = 501, p99 = 901 and p99.9 = 991 ms.
 *
 * A closed loop sends the next event 2 ms after the last, or when the last has been answered if that is later, and
 * counts from sending. The long event keeps it from sending 499.5, so in 20 s it sends 9,501, of which one took 1,001
 * ms and none of the others waited: 1, 1, 1, 1.
 *
 * Correcting afterwards adds 999, 997, ..., 3 ms for what was not sent: 10,000 values, of which 9,500 are 1 ms and 500
 * are 3, 5, ..., 1001. The (9,500 + m)th is 2m + 1: p95 = 1, p99 = 801, p99.9 = 981 ms. It takes the queue for gone
 * when the answer comes.
 */
import { Arrivals } from "./arrivals.ts";
import { LatencyHistogram } from "./latency-histogram.ts";
import { LatencyRecorder } from "./latency-recorder.ts";
import { OpenLoopGenerator, type Outbox } from "./open-loop-generator.ts";

const RATE_PER_SECOND = 500;
const RUN_MS = 20_000;
const SERVICE_MS = 1;
const LONG_SERVICE_MS = 1001;
const LONG_EVENT = 2500;
const INTERVAL_MS = 1000 / RATE_PER_SECOND;

const PERCENTILES = [50, 95, 99, 99.9] as const;
const DIGITS = 3;

/** Percentiles 50, 95, 99 and 99.9 in milliseconds, as read and as they should be. About 5 ms; waits for nothing. */
export function selfTest() {
  const closed = runClosedLoop();
  return [
    rowOf("open loop", runOpenLoop(), [1, 501, 901, 991]),
    rowOf("closed loop", closed.sent, [1, 1, 1, 1]),
    rowOf("corrected afterwards", closed.corrected, [1, 1, 801, 981]),
  ];
}

function rowOf(method: string, found: LatencyHistogram, expectedMs: number[]) {
  const readMs = PERCENTILES.map((percentile) => Number((found.percentileUs(percentile) / 1000).toPrecision(DIGITS)));
  return { method, readMs, expectedMs, holds: readMs.every((read, i) => read === expectedMs[i]) };
}

function serviceMs(event: number): number {
  return event === LONG_EVENT ? LONG_SERVICE_MS : SERVICE_MS;
}

/** Events that wait, one a batch. Its clock is moved by whoever drives it. */
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

function runOpenLoop(): LatencyHistogram {
  const window = { fromMs: 0, untilMs: RUN_MS };
  const queue = new VirtualQueue();
  const arrivals = new Arrivals({ kind: "constant", ratePerSecond: RATE_PER_SECOND, seed: 0, untilMs: RUN_MS });
  const generator = new OpenLoopGenerator({ arrivals, outbox: queue, clock: () => queue.nowMs, lingerMs: 0, window });
  const recorder = new LatencyRecorder(window);
  const due = new Float64Array(1);
  let freeMs = 0;
  // The generator has a thread of its own, so it can run ahead: nothing that the server does would change what it
  // sends, or when.
  while (generator.wakeMs < Number.POSITIVE_INFINITY) {
    queue.nowMs = generator.wakeMs;
    generator.sendDue();
    for (const { event, dueMs, sentMs } of queue.waiting.splice(0)) {
      const startMs = Math.max(sentMs, freeMs);
      freeMs = startMs + serviceMs(event);
      due[0] = dueMs;
      recorder.record(due, 1, startMs, freeMs);
    }
  }
  return recorder.response;
}

function runClosedLoop(): { readonly sent: LatencyHistogram; readonly corrected: LatencyHistogram } {
  const sent = new LatencyHistogram();
  const corrected = new LatencyHistogram();
  for (let event = 0, sentMs = 0; sentMs < RUN_MS; event++) {
    const tookMs = serviceMs(event);
    sent.record(tookMs);
    corrected.recordCorrected(tookMs, INTERVAL_MS);
    sentMs += Math.max(tookMs, INTERVAL_MS);
  }
  return { sent, corrected };
}
