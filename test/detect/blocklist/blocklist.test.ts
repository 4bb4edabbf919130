import { describe, expect, test } from "vitest";
import type { Blocklist, BlocklistTable } from "../../../src/detect/blocklist/blocklist.ts";
import { assert } from "../../../src/core/assert.ts";
import { keySetOf } from "../../../src/core/key-index.ts";
import { BLOCKLIST_ENGINES, attachBlocklist, createTable } from "../../../src/detect/blocklist/engines.ts";
import * as contract from "./contract.ts";
import { CuckooBlocklist, attachNothing } from "./cuckoo-blocklist.ts";

/**
 * How much of each fits into a few seconds (contract.ts). bloom-filters does about 100,000 operations a second: so a
 * million probes take it ten seconds.
 */
const SIZES: Readonly<Record<string, Pick<contract.Contender, "keys" | "probes" | "filter">>> = {
  "packed-bloom": { keys: 100_000, probes: 2_000_000, filter: true },
  exact: { keys: 100_000, probes: 1_000_000, filter: false },
  "bloom-filters": { keys: 5_000, probes: 300_000, filter: true },
};

for (const engine of BLOCKLIST_ENGINES) {
  assert(
    engine in SIZES,
    `the blocklist engine ${engine} needs a line in SIZES of test/detect/blocklist/blocklist.test.ts`,
  );
}

const CONTENDERS: contract.Contender[] = BLOCKLIST_ENGINES.map((engine) => ({
  name: engine,
  create: (capacity, falsePositiveRate) => createTable({ engine, capacity, falsePositiveRate }),
  attach: (table: BlocklistTable) => attachBlocklist(structuredClone(table.handle)),
  ...SIZES[engine]!,
}));

describe.each(CONTENDERS)("blocklist engine $name", (contender) => {
  test.each(contract.CHECKS)("%s", (_, check) => {
    expect(() => check(contender)).not.toThrow();
  });
});

describe.each(BLOCKLIST_ENGINES)("a reader of %s that is attached in place of another", (engine) => {
  test("sees what a new one sees: of the same table as it has grown or was written anew, and of another", () => {
    const [table, other] = [0, 1].map(() => createTable({ engine, capacity: 100, falsePositiveRate: 0.01 }));
    const keys = Float64Array.from({ length: 60 }, (_, index) => contract.member(index));
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
  const cuckoo: contract.Contender = {
    name: "CuckooFilter of bloom-filters",
    create: (capacity, rate) => new CuckooBlocklist(capacity, rate),
    attach: attachNothing,
    keys: 1000,
    probes: 50_000,
    filter: true,
  };

  test("fails the CuckooFilter of bloom-filters, which denies members it took in", () => {
    expect(() => contract.hasNoFalseNegative(cuckoo)).toThrow(/false negatives/);
  });
});
