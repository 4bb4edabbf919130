import * as fc from "fast-check";
import { expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { SuspectNumbers } from "../../../src/respond/signals/suspect-numbers.ts";
import { forAll } from "../../for-all.ts";

const KEYS = [13_800_000_000, 13_800_000_001, 4e15, 7];

test("a key is suspect for so long from the start of the last window that raised it, and never longer", () => {
  const window = fc
    .subarray(KEYS)
    .chain((keys) => fc.record({ keys: fc.constant([...keys, ...keys]), skip: fc.nat(2) }));
  forAll(
    [fc.array(window, { minLength: 1, maxLength: 12 }), fc.constantFrom(0, 0.5, 1, 2.5, 4)],
    300,
    (windows, hours) => {
      const suspects = new SuspectNumbers(hours);
      const untilMs = new Map<number, number>();
      let hour = 0;
      for (const { keys, skip } of windows) {
        hour += 1 + skip;
        suspects.raise(Float64Array.from(keys), keys.length, hour * HOUR_MS);
        for (const key of keys) untilMs.set(key, (hour + hours) * HOUR_MS);
        for (const later of [0, 0.5, 1]) {
          const timeMs = (hour + later) * HOUR_MS;
          const expected = KEYS.map((key) => (untilMs.get(key) ?? 0) > timeMs);
          expect(KEYS.map((key) => suspects.has(key, timeMs))).toEqual(expected);
          const together = new Uint8Array(KEYS.length);
          suspects.hasInto(Float64Array.from(KEYS), new Float64Array(KEYS.length).fill(timeMs), KEYS.length, together);
          expect([...together]).toEqual(expected.map(Number));
        }
      }
    },
  );
});
