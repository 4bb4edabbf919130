import { describe, expect, it } from "vitest";
import { EventBatch } from "../../src/event/event-batch.ts";
import { CHINA } from "../../src/rows/country.ts";
import { CHUNK_ROWS, EventRows, RowChunks } from "../../src/rows/event-rows.ts";

/** Every column of a batch, by name. */
function columnsOf(events: EventBatch): [string, ArrayLike<number>][] {
  return Object.entries(events).filter((entry): entry is [string, Uint8Array] => ArrayBuffer.isView(entry[1]));
}

describe("rows of a part of a file", () => {
  it("leave no column behind when they are copied, all or some", () => {
    const common = {
      line: 7,
      caller: "13800138000",
      callee: "13900139000",
      label: null,
      timeMs: 99,
      route: 3,
      id: "5",
    };
    const read = [
      { ...common, text: "héllo", direction: 2 },
      { ...common, text: null, durationS: 60, answered: 1 },
    ];
    const rows = EventRows.attach(EventRows.of(read, CHINA, new RowChunks()).handle);
    const { events } = rows.chunks[0]!;

    for (const places of [null, Uint32Array.of(0, 1)]) {
      const copied = EventBatch.allocate(CHUNK_ROWS);
      for (const [, column] of columnsOf(copied)) (column as Uint8Array).fill(99);
      rows.copyInto(copied, places, 0);
      const originals = new Map(columnsOf(events));
      expect(originals.size).toBeGreaterThan(10);
      for (const [name, column] of columnsOf(copied)) {
        const length = name === "text" ? "héllo".length : name === "textStart" ? 3 : 2;
        const first = (values: ArrayLike<number>): number[] => Array.from({ length }, (_, at) => values[at]!);
        expect([name, first(column)]).toEqual([name, first(originals.get(name)!)]);
      }
    }
  });
});
