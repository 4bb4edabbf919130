/** What the generator alone can offer: events a second into slots that are free again at once. */
import { EventBatch } from "../../../src/event/event-batch.ts";
import { Arrivals } from "./arrivals.ts";
import { monotonicMs } from "./clock.ts";
import { OpenLoopGenerator } from "./open-loop-generator.ts";
import { SlotOutbox } from "./slot-outbox.ts";
import { SlotRing } from "./slot-ring.ts";
import { makeTraffic } from "./traffic.ts";

const PREPARED = { seed: 1, events: 4096, templates: 100, listed: 1000 };
const SLOTS = 4;
const BATCH_EVENTS = 512;
/** More than can be sent: something is always due. */
const RATE_PER_SECOND = 1e9;

/**
 * Events a second over `forMs` milliseconds, after as long again to warm up. Poisson arrivals, which cost more than
 * constant ones.
 */
export function generatorCeiling(forMs: number): number {
  const ring = SlotRing.allocate(SLOTS, BATCH_EVENTS);
  const startMs = monotonicMs();
  const window = { fromMs: 0, untilMs: Number.MAX_VALUE };
  const generator = new OpenLoopGenerator({
    arrivals: new Arrivals({ kind: "poisson", ratePerSecond: RATE_PER_SECOND, seed: 1, untilMs: window.untilMs }),
    outbox: new SlotOutbox(ring, EventBatch.attach(makeTraffic(PREPARED).events)),
    clock: () => monotonicMs() - startMs,
    lingerMs: 0,
    window,
  });
  sendFor(generator, ring, forMs);
  const warm = generator.sent;
  const tookMs = sendFor(generator, ring, forMs);
  return ((generator.sent - warm) * 1000) / tookMs;
}

function sendFor(generator: OpenLoopGenerator, ring: SlotRing, forMs: number): number {
  const fromMs = monotonicMs();
  let tookMs = 0;
  do {
    generator.sendDue();
    for (let slot = 0; slot < SLOTS; slot++) ring.release(slot);
    tookMs = monotonicMs() - fromMs;
  } while (tookMs < forMs);
  return tookMs;
}
