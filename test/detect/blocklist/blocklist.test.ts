import { FILTER_ONLY } from "../../../src/detect/blocklist/found.ts";
import bloom from "bloom-filters";
import { describe, expect, test } from "vitest";
import type { Blocklist, BlocklistTable } from "../../../src/detect/blocklist/blocklist.ts";
import { blocklistFrom } from "../../../src/detect/blocklist/blocklist-from.ts";
import { keySetOf } from "../../../src/core/key-index.ts";
import {
  BLOCKLIST_ENGINES,
  attachBlocklist,
  blocklistEngines,
  createTable,
} from "../../../src/detect/blocklist/engines.ts";
import { blocklistContract, member, stranger } from "./contract.ts";

describe.each(BLOCKLIST_ENGINES)("blocklist engine %s", (name) => {
  const engine = blocklistEngines.of(name);

  test.each(blocklistContract(engine))("$name", ({ run }) => {
    expect(run).not.toThrow();
  });

  test("errs neither less nor more often than it was asked for, within 20 %", () => {
    const [capacity, probes] = engine.isSlow ? [5000, 100_000] : [100_000, 1_000_000];
    const table = createTable({ engine: name, capacity, falsePositiveRate: 0.01 });
    for (let index = 0; index < capacity; index++) table.add(member(index));
    const answers = new Uint8Array(probes);
    table.lookUpInto(
      Float64Array.from(answers, (_, index) => stranger(index)),
      probes,
      answers,
    );
    const share = answers.filter((answer) => answer === FILTER_ONLY).length / probes / 0.01;
    for (const rate of [share, table.expectedRate / 0.01]) {
      expect(rate).toBeGreaterThanOrEqual(engine.hasFilter ? 0.8 : 0);
      expect(rate).toBeLessThanOrEqual(engine.hasFilter ? 1.2 : 0);
    }
  });
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
      () => (table!.copy(other!), table!),
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

describe("the contract", () => {
  test("fails the CuckooFilter of bloom-filters, which denies members it took in", () => {
    const cuckoo = blocklistFrom({
      name: "cuckoo-of-bloom-filters",
      create: (capacity, rate) => bloom.CuckooFilter.create(capacity, rate),
      add: (filter, key) => filter.add(String(key)),
      has: (filter, key) => filter.has(String(key)),
    });
    const [first] = blocklistContract(cuckoo, { keys: 1000 });
    expect(first!.name).toBe("has no false negative");
    expect(first!.run).toThrow(
      /^blocklist engine "cuckoo-of-bloom-filters", check "has no false negative": listed of 1000 keys that were added, by lookUpInto: expected 1000, found \d+\. What an engine must do: docs/,
    );
  });

  test("says of an engine that throws which check it threw in, and what", () => {
    const empty = { ...blocklistEngines.of("exact"), name: "empty-handed" };
    const [first] = blocklistContract({ ...empty, create: () => JSON.parse("{}") }, { keys: 1 });
    expect(first!.run).toThrow(
      /"empty-handed", check "has no false negative": .* it threw: table\.add is not a function/,
    );
  });

  test("is passed by a filter without bits to show", () => {
    const plain = blocklistFrom<Set<number>>({
      name: "low-bits",
      create: () => new Set(),
      add: (filter, key) => filter.add(key % 2 ** 31),
      has: (filter, key) => filter.has(key % 2 ** 31),
    });
    for (const { run } of blocklistContract(plain, { keys: 1000, probes: 20_000 })) expect(run).not.toThrow();
  });
});
