import { LISTED } from "../../../src/detect/blocklist/found.ts";
import { describe, expect, test } from "vitest";
import type { Blocklist, BlocklistEngine, BlocklistTable } from "../../../src/detect/blocklist/blocklist.ts";
import { blocklistFrom } from "../../../src/detect/blocklist/blocklist-from.ts";
import { checkBlocklist } from "../../../src/detect/blocklist/check-engine.ts";
import { SECRET } from "../../../src/core/key-hash.ts";
import { keySetOf } from "../../../src/core/key-index.ts";
import {
  BLOCKLIST_ENGINES,
  attachBlocklist,
  blocklistEngines,
  createTable,
} from "../../../src/detect/blocklist/engines.ts";
import { member, testEveryEngine } from "./every-engine.ts";

describe.each(BLOCKLIST_ENGINES)("blocklist engine %s", (name) => {
  const engine = blocklistEngines.of(name);

  testEveryEngine(engine);
});

describe.each(BLOCKLIST_ENGINES)("a reader of %s that is attached in place of another", (engine) => {
  test("sees what a new one sees: of the same table as it has grown or was written anew, and of another", () => {
    const [table, other] = [0, 1].map(() => createTable({ engine, capacity: 100, falsePositiveRate: 0.01 }));
    const keys = Float64Array.from({ length: 60 }, (_, index) => member(index));
    const steps: readonly (() => BlocklistTable)[] = [
      () => table!,
      () => (table!.addAll(keys.subarray(0, 20), 20), table!),
      () => (other!.addAll(keys.subarray(10, 50), 40), other!),
      () => (table!.addAll(keys.subarray(20, 30), 10), table!),
      () => (table!.hold(keySetOf(keys.subarray(5, 15))), table!),
    ];
    let reader: Blocklist | undefined;
    for (const step of steps) {
      const { handle } = step();
      reader = attachBlocklist(structuredClone(handle), reader);
      const [fresh, answers, expected] = [
        attachBlocklist(structuredClone(handle)),
        new Uint8Array(60),
        new Uint8Array(60),
      ];
      reader.lookUpInto(keys, 60, answers);
      fresh.lookUpInto(keys, 60, expected);
      expect([reader.size, ...answers]).toEqual([fresh.size, ...expected]);
    }
  });
});

describe("the check of an engine from a module", () => {
  test("is passed by what is shipped, and by a filter without bits to show", () => {
    const plain = blocklistFrom<Set<number>>({
      name: "low-bits",
      create: () => new Set(),
      add: (filter, key) => filter.add(key % 2 ** 31),
      has: (filter, key) => filter.has(key % 2 ** 31),
    });
    const shipped = BLOCKLIST_ENGINES.map((name) => blocklistEngines.of(name));
    for (const engine of [plain, ...shipped]) for (const keys of [1, 2, 999]) checkBlocklist(engine, keys);
  });

  const exact = blocklistEngines.of("exact");
  const brokenBy = (change: (table: BlocklistTable) => Partial<BlocklistTable>): BlocklistEngine => ({
    ...exact,
    create: (options) => {
      const table = exact.create(options);
      return Object.assign(table, change(table));
    },
  });
  test.each<[string, BlocklistEngine, RegExp]>([
    ["another name", { ...exact, name: "other" }, /table\.engine: expected other, found exact/],
    [
      "keys that hold forgets",
      brokenBy(() => ({ hold: () => {} })),
      /size of the table after hold: expected 500, found 1000/,
    ],
    [
      "keys that addAll leaves out",
      brokenBy(() => ({ addAll: () => {} })),
      /size of the table after addAll: expected 1000/,
    ],
    [
      "a reader of nothing",
      { ...exact, attach: () => exact.create({ capacity: 9, falsePositiveRate: 0.01, hashKey: SECRET }) },
      /size of a reader after .*: expected 500, found 0/,
    ],
    [
      "a wrong sum",
      brokenBy(() => ({ lookUpInto: (_keys, count, out) => (out.fill(LISTED, 0, count), count) })),
      /listed 1500 keys that it does not hold/,
    ],
  ])("refuses %s", (_, engine, message) => {
    expect(() => checkBlocklist(engine)).toThrow(message);
  });
});
