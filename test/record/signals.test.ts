import { digitIdentity } from "../../src/event/identity.ts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SIGNAL_KINDS, type Signal } from "../../src/record/signals.ts";
import { listOf, signalAt, signalsOf } from "../event/signals-for-tests.ts";
import { forAll } from "../for-all.ts";

/** Few values of each, so that many are the same in all but the last. */
const anySignal: fc.Arbitrary<Signal> = fc.record({
  kind: fc.constantFrom(...SIGNAL_KINDS),
  subscriber: fc.integer({ min: 0, max: 2 }),
  timeMs: fc.integer({ min: 0, max: 3 }),
  strength: fc.constantFrom(0, 0.5, 1),
  identity: fc.constantFrom(null, digitIdentity("plain", 0), digitIdentity("plain", 13_800_000_000)),
  host: fc.constantFrom(null, "a.top", "B.top", "b.top"),
});

test("signals are what was added, however many, until they are cleared", () => {
  const list = Array.from({ length: 5000 }, (_, i): Signal => {
    const isDomain = i % 3 === 0;
    return {
      kind: SIGNAL_KINDS[i % SIGNAL_KINDS.length]!,
      subscriber: i,
      timeMs: 2 ** 33 + i,
      strength: i / 7,
      identity: isDomain ? null : digitIdentity("areaCode", i),
      host: isDomain ? `${i}.top` : null,
    };
  });
  const signals = signalsOf(list);
  expect(listOf(signals)).toEqual(list);
  signals.clear();
  expect([listOf(signals), signals.inOrder()]).toEqual([[], []]);
});

test("signals are in order of time, then of all else, in whatever order they were added", () => {
  forAll([fc.array(anySignal), fc.array(fc.nat())], 100, (list, keys) => {
    const shuffled = list
      .map((signal, i) => ({ signal, key: keys[i % keys.length] ?? 0 }))
      .toSorted((a, b) => a.key - b.key);
    const [one, other] = [signalsOf(list), signalsOf(shuffled.map(({ signal }) => signal))];
    const ordered = one.inOrder().map((row) => signalAt(one, row));
    expect(other.inOrder().map((row) => signalAt(other, row))).toEqual(ordered);
    expect(ordered.map(rankOf)).toEqual(list.map(rankOf).toSorted());
  });
});

/**
 * A message for each signal; messages are in the order of signals. A missing identity counts as -1, a missing host as
 * "".
 */
function rankOf({ timeMs, subscriber, kind, strength, identity, host }: Signal): string {
  const number = identity === null ? "0" : `1${String(identity).padStart(20, "0")}`;
  return [timeMs, subscriber, SIGNAL_KINDS.indexOf(kind), strength.toFixed(1), number, host ?? ""].join("|");
}
