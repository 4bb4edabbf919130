import { describe, expect, test } from "vitest";
import { Arrivals } from "../../../../bench/harness/latency/arrivals.ts";
import { OpenLoopGenerator, type Outbox } from "../../../../bench/harness/latency/open-loop-generator.ts";

/** Batches of at most `capacity` events; no room while `blocked`. */
class Batches implements Outbox {
  openSinceMs = Infinity;
  blocked = false;
  readonly closed: number[][] = [];
  readonly #capacity: number;
  #open: number[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  capacity(): number {
    return this.blocked ? 0 : this.#capacity - this.#open.length;
  }

  put(_first: number, dueMs: Float64Array, count: number): void {
    this.#open.push(...dueMs.subarray(0, count));
    this.openSinceMs = this.#open[0]!;
    if (this.#open.length === this.#capacity) this.close();
  }

  close(): void {
    this.closed.push(this.#open);
    this.#open = [];
    this.openSinceMs = Infinity;
  }
}

/** A thousand events a second, in batches of four at most. */
function startGenerator(lingerMs: number, untilMs = 100) {
  const outbox = new Batches(4);
  const time = { ms: 0 };
  const generator = new OpenLoopGenerator({
    arrivals: new Arrivals({ kind: "constant", ratePerSecond: 1000, seed: 1, untilMs }),
    outbox,
    clock: () => time.ms,
    lingerMs,
    window: { fromMs: 0, untilMs },
  });
  const sendAt = (ms: number): void => {
    time.ms = ms;
    generator.sendDue();
  };
  return { outbox, generator, sendAt };
}

describe("the open-loop generator", () => {
  test("catches up with all that is due, and keeps the times at which it was", () => {
    const { outbox, sendAt, generator } = startGenerator(0);
    sendAt(5.5);
    expect(outbox.closed).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ]);
    expect(generator.lag.maxUs).toBe(5500);
    expect(generator.wakeMs).toBe(6);
  });

  test("closes a batch when it is full or has lingered since its first event was due", () => {
    const { outbox, sendAt, generator } = startGenerator(2.5);
    sendAt(1);
    expect(outbox.closed).toEqual([]);
    expect(generator.wakeMs).toBe(2);
    sendAt(2.5);
    expect(outbox.closed).toEqual([[0, 1, 2]]);
  });

  test("takes no blame for what waited for room, and sends it as soon as there is some", () => {
    const { outbox, sendAt, generator } = startGenerator(0);
    sendAt(0);
    outbox.blocked = true;
    sendAt(1);
    expect(generator.isBlocked).toBe(true);
    sendAt(50);
    outbox.blocked = false;
    sendAt(50.2);
    expect(generator.isBlocked).toBe(false);
    expect(generator.sent).toBe(51);
    expect(generator.lag.maxUs).toBe(1);
    sendAt(53.3);
    expect(generator.lag.maxUs).toBe(2300);
  });

  test("has nothing to do after the last event", () => {
    const { sendAt, generator } = startGenerator(0, 3);
    sendAt(10);
    expect(generator.wakeMs).toBe(Infinity);
    expect([generator.sent, generator.offeredInWindow]).toEqual([3, 3]);
  });
});
