/** The thread of the generator: sends a load, event by event when it is due. */
import { workerData } from "piscina";
import { EventBatch, type EventBatchHandle } from "../../src/event/event-batch.ts";
import { Arrivals } from "../harness/latency/arrivals.ts";
import { monotonicMs } from "../harness/latency/clock.ts";
import { OpenLoopGenerator } from "../harness/latency/open-loop-generator.ts";
import { type Load, type Sent, type StartedLoad, giveUpMs, windowOf } from "./load.ts";
import { SlotOutbox } from "../harness/latency/slot-outbox.ts";
import { SlotRing, type SlotRingHandle } from "../harness/latency/slot-ring.ts";

export interface GeneratorStart {
  readonly ring: SlotRingHandle;
  readonly events: EventBatchHandle;
}

/** A shorter sleep takes as long: the system rounds up to some 0.06 ms. */
const MIN_SLEEP_MS = 0.05;
/** To look again whether it is time to give up. */
const LONGEST_SLEEP_MS = 20;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

export function send({ load, startMs }: StartedLoad): Sent {
  const { ring: ringHandle, events } = workerData as GeneratorStart;
  const ring = SlotRing.attach(ringHandle);
  const window = windowOf(load);
  const { arrivals: kind, ratePerSecond, seed, lingerMs } = load;
  const arrivals = new Arrivals({ kind, ratePerSecond, seed, untilMs: window.untilMs });
  const outbox = new SlotOutbox(ring, EventBatch.attach(events));
  const clock = (): number => monotonicMs() - startMs;
  const generator = new OpenLoopGenerator({ arrivals, outbox, clock, lingerMs, window });
  sendAll(generator, ring, load, clock);
  if (outbox.openSinceMs < Number.POSITIVE_INFINITY) outbox.close();
  ring.end();
  const complete = arrivals.nextMs === Number.POSITIVE_INFINITY;
  return {
    sent: generator.sent - (complete ? 0 : takeBack(ring)),
    complete,
    offered: generator.offeredInWindow,
    lag: generator.lag.encode(),
  };
}

function sendAll(generator: OpenLoopGenerator, ring: SlotRing, load: Load, clock: () => number): void {
  const untilMs = giveUpMs(load);
  while (generator.wakeMs < Number.POSITIVE_INFINITY && clock() < untilMs) {
    generator.sendDue();
    if (load.generatorPauseMs > 0) sleep(load.generatorPauseMs);
    if (generator.isBlocked) ring.awaitFree(LONGEST_SLEEP_MS);
    else sleep(Math.min(generator.wakeMs - clock(), LONGEST_SLEEP_MS));
  }
}

/**
 * Events that wait in the ring where the generator gave up: nobody need screen them, for they are late whatever comes.
 * A slow engine would take minutes over them.
 */
function takeBack(ring: SlotRing): number {
  let events = 0;
  for (let slot = ring.take(); slot >= 0; slot = ring.take()) events += ring.slots[slot]!.count;
  return events;
}

function sleep(ms: number): void {
  if (ms > 0) Atomics.wait(sleeper, 0, 0, Math.max(ms, MIN_SLEEP_MS));
}

export function ping(): boolean {
  return true;
}
