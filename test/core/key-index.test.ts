import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forAll } from "../for-all.ts";
import { hasExact } from "../../src/detect/blocklist/exact-table.ts";
import { SECRET, drawSecret } from "../../src/core/key-hash.ts";
import { KeyIndex, NO_VALUE } from "../../src/core/key-index.ts";

/** Few enough to meet again, some of them next to each other, some at the far end. */
const KEYS = [0, 1, 2, 3, 4294967295, 4294967296, 13_800_000_000, 8e15, Number.MAX_SAFE_INTEGER - 1];

const OTHER_SECRET = drawSecret();

function deleteUpTo(index: KeyIndex, key: number, value: number): boolean {
  return index.deleteAllUpTo(Float64Array.of(key), 1, value) === 1;
}

describe("an index of keys", () => {
  test("answers as a Map does, whatever is set and deleted in whatever order", () => {
    const key = fc.oneof(fc.constantFrom(...KEYS), fc.nat(60));
    const step = fc.record({
      key,
      value: fc.nat(2 ** 31 - 1),
      how: fc.constantFrom("set", "raise", "delete", "deleteBelow", "deleteUpTo"),
    });
    forAll([fc.array(step, { maxLength: 200 })], 40, (steps) => {
      const index = new KeyIndex();
      const map = new Map<number, number>();
      const answered: [number | boolean, number | boolean][] = [];
      for (const { key: at, value, how } of steps) {
        const before = map.get(at) ?? NO_VALUE;
        if (how === "set") index.set(at, value);
        else answered.push([index.raise(at, value), before]);
        map.set(at, how === "set" ? value : Math.max(before, value));
        const now = map.get(at)!;
        if (how === "delete") answered.push([index.delete(at), map.delete(at)]);
        if (how === "deleteBelow") answered.push([deleteUpTo(index, at, now - 1), false]);
        if (how !== "deleteUpTo") continue;
        answered.push([deleteUpTo(index, at, now), map.delete(at)], [deleteUpTo(index, at, now), false]);
      }
      for (const { key: at } of steps.slice(0, 20)) answered.push([index.delete(at), map.delete(at)]);
      for (const [ours, theirs] of answered) expect(ours).toBe(theirs);
      expect(index.size).toBe(map.size);
      for (const { key: at } of steps) expect(index.get(at)).toBe(map.get(at) ?? NO_VALUE);
      const asked = Float64Array.from(steps, ({ key: at }) => at);
      const held = new Map<number, number>();
      index.forEach((at, value) => held.set(at, value));
      expect(held).toEqual(map);
      for (const slots of [512, 1024, 4096]) {
        for (const hashKey of [SECRET, OTHER_SECRET]) {
          const set = new Float64Array(slots).fill(7);
          index.slotsInto(set, hashKey);
          expect([...set].filter((stored) => stored !== 0)).toHaveLength(map.size);
          const isFound = asked.map((at) => Number(hasExact(set, hashKey, at)));
          expect(isFound).toEqual(asked.map((at) => Number(map.has(at))));
        }
      }
    });
  });

  test("raises and deletes many keys at once as one after the other", () => {
    const key = fc.oneof(
      fc.constantFrom(...KEYS),
      fc.nat(600),
      fc.maxSafeNat().filter((at) => at <= KEYS.at(-1)!),
    );
    const batch = fc.record({
      raised: fc.array(fc.tuple(key, fc.nat(20)), { maxLength: 400, size: "max" }),
      deleted: fc.array(key, { maxLength: 400, size: "max" }),
      value: fc.nat(20),
    });
    forAll([fc.array(batch, { maxLength: 6 })], 50, (batches) => {
      const [together, singly] = [new KeyIndex(), new KeyIndex()];
      for (const { raised, deleted, value } of batches) {
        const keys = Float64Array.from(raised, ([at]) => at);
        const values = Int32Array.from(raised, ([, to]) => to);
        const before = new Int32Array(raised.length + 1).fill(7);
        together.raiseInto(keys, values, raised.length, before);
        expect([...before]).toEqual([...raised.map(([at, to]) => singly.raise(at, to)), 7]);
        const asked = Float64Array.of(...deleted, 1e9);
        const count = together.deleteAllUpTo(asked, deleted.length, value);
        expect([...asked.subarray(0, count)]).toEqual(
          deleted.filter((at) => singly.get(at) <= value && singly.delete(at)),
        );
        expect(asked.at(-1)).toBe(1e9);
        expect(together.size).toBe(singly.size);
        for (const at of [...keys, ...deleted]) expect(together.get(at)).toBe(singly.get(at));
      }
    });
  });

  test.each([-1, 0.5, Number.MAX_SAFE_INTEGER, Number.NaN])("refuses %d as a key", (key) => {
    expect(() => new KeyIndex().set(key, 0)).toThrow(/a key is an integer/);
    const batch = Float64Array.of(0, key);
    expect(() => new KeyIndex().raiseInto(batch, new Int32Array(2), 2, new Int32Array(2))).toThrow(
      /a key is an integer/,
    );
  });

  test.each([-1, 0.5, 2 ** 31])("refuses %d as a value", (value) => {
    expect(() => new KeyIndex().set(0, value)).toThrow(/a value is an integer/);
  });
});
