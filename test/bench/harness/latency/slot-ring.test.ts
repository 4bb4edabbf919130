import { describe, expect, test } from "vitest";
import { SlotOutbox } from "../../../../bench/harness/latency/slot-outbox.ts";
import { SlotRing } from "../../../../bench/harness/latency/slot-ring.ts";
import { EventBatch, textOf } from "../../../../src/event/event-batch.ts";
import { fillEvents } from "../../../../src/rows/fill-events.ts";

function prepared(texts: readonly (string | null)[]): EventBatch {
  const events = EventBatch.allocate(texts.length);
  const rows = texts.map((text, i) => ({ line: i + 1, caller: `1380000000${i}`, text, label: null }));
  fillEvents(events, rows, 0);
  return events;
}

describe("a ring of slots", () => {
  test("hands slots over in turn, and takes none that is not free", () => {
    const ring = SlotRing.allocate(2, 4);
    expect(ring.nextFree()).toBe(ring.slots[0]);
    ring.handOver();
    expect(ring.nextFree()).toBe(ring.slots[1]);
    ring.handOver();
    expect(ring.nextFree()).toBeNull();
    expect([ring.take(), ring.take()]).toEqual([0, 1]);
    ring.release(1);
    expect(ring.nextFree()).toBeNull();
    ring.release(0);
    expect(ring.nextFree()).toBe(ring.slots[0]);
  });

  test("gives out what was handed over before the end, and then nothing", () => {
    const ring = SlotRing.allocate(2, 4);
    ring.handOver();
    ring.end();
    expect([ring.take(), ring.take()]).toEqual([0, -1]);
    ring.reset();
    ring.handOver();
    expect(ring.take()).toBe(0);
  });
});

describe("an outbox of slots", () => {
  test("copies prepared events round and round, stamped with number and time", () => {
    const ring = SlotRing.allocate(3, 4);
    const events = prepared(["first", null, "third, longer"]);
    const outbox = new SlotOutbox(ring, events);
    expect(outbox.capacity()).toBe(4);
    outbox.put(0, Float64Array.of(1, 2), 2);
    expect([outbox.capacity(), outbox.openSinceMs]).toEqual([2, 1]);
    outbox.put(2, Float64Array.of(3, 4), 2);
    outbox.capacity();
    outbox.put(4, Float64Array.of(5), 1);
    outbox.close();
    const [full, partial] = ring.slots;
    expect([full!.count, partial!.count, outbox.openSinceMs]).toEqual([4, 1, Infinity]);
    expect([0, 1, 2, 3].map((row) => textOf(full!, row))).toEqual(["first", "", "third, longer", "first"]);
    expect(textOf(partial!, 0)).toBe("");
    expect([...full!.timeMs.subarray(0, 4)]).toEqual([1, 2, 3, 4]);
    expect([...full!.idLow.subarray(0, 4), partial!.idLow[0]]).toEqual([0, 1, 2, 3, 4]);
    expect(partial!.caller[0]).toBe(events.caller[1]);
  });
});
