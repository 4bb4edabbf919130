import { digitIdentity } from "../../../src/event/identity.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { SIGNAL_KINDS, type Signal, type SignalKind } from "../../../src/record/signals.ts";
import { ExposureTable } from "../../../src/respond/warning/exposure-table.ts";
import { signalsOf } from "../../event/signals-for-tests.ts";
import { forAll } from "../../for-all.ts";

const HALF_LIFE_HOURS = 36;
const END_MS = 500 * HOUR_MS;

function signal(kind: SignalKind, strength: number, hour: number, subscriber = 1): Signal {
  const identity = digitIdentity("plain", 13_800_000_000 + hour);
  return { kind, subscriber, timeMs: hour * HOUR_MS, strength, identity, host: null };
}

const anySignal = fc
  .record({
    kind: fc.constantFrom(...SIGNAL_KINDS),
    strength: fc.double({ min: 0, max: 5, noNaN: true }),
    hour: fc.integer({ min: 0, max: 499 }),
    subscriber: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ kind, strength, hour, subscriber }) => signal(kind, strength, hour, subscriber));

describe("exposure", () => {
  test("is the sum of the strongest of each kind since the last settling, faded for its age, in whatever order they come", () => {
    forAll([fc.array(anySignal), fc.integer({ min: 0, max: 500 })], 100, (signals, settledHour) => {
      const exposureTable = new ExposureTable(HALF_LIFE_HOURS);
      const half = signals.length >> 1;
      for (const early of signals.slice(0, half)) add(exposureTable, early);
      exposureTable.settle(1, settledHour * HOUR_MS);
      for (const late of signals.slice(half)) add(exposureTable, late);
      for (const subscriber of [1, 2, 3]) {
        const counted = signals.filter(
          (each, index) =>
            each.subscriber === subscriber &&
            (subscriber !== 1 || (index >= half && each.timeMs >= settledHour * HOUR_MS)),
        );
        const strongestOf = (kind: SignalKind) =>
          Math.max(0, ...counted.filter((each) => each.kind === kind).map((each) => faded(each)));
        const expected = SIGNAL_KINDS.reduce((sum, kind) => sum + strongestOf(kind), 0);
        expect(exposureTable.total(subscriber, END_MS)).toBeCloseTo(expected, 9);
      }
    });
  });

  test("names its kinds by the strongest of each after fading, and the strongest signal of all", () => {
    const exposureTable = new ExposureTable(HALF_LIFE_HOURS);
    add(exposureTable, { ...signal("lookUp", 0.8, 0), identity: null, host: "a.top" });
    add(exposureTable, signal("flaggedContact", 0.3, 36));
    add(exposureTable, signal("flaggedContact", 0.3, 37));
    add(exposureTable, signal("callBack", 0, 37));
    // The look-up is worth 0.4 by now, the two contacts no more than the stronger, though 0.6 together.
    expect(exposureTable.reasons(1)).toEqual(["lookUp", "flaggedContact"]);
    expect(strongest(exposureTable, 1)).toEqual({ identity: null, host: "a.top" });
    add(exposureTable, signal("suspectCall", 0.45, 37));
    // Stronger than it is by now, weaker than it was.
    expect(exposureTable.reasons(1)).toEqual(["suspectCall", "lookUp", "flaggedContact"]);
    add(exposureTable, { ...signal("reply", 0.5, 37), identity: digitIdentity("plain", 106_500), host: null });
    expect(strongest(exposureTable, 1)).toEqual({ identity: digitIdentity("plain", 106_500), host: null });
    // As strong, and later: the first stays.
    add(exposureTable, signal("flaggedContact", 0.5, 37));
    expect(strongest(exposureTable, 1)).toEqual({ identity: digitIdentity("plain", 106_500), host: null });
    exposureTable.settle(1, 38 * HOUR_MS);
    expect(strongest(exposureTable, 1)).toBeNull();
    // Worth nothing, and yet all that there is.
    add(exposureTable, { ...signal("callBack", 0, 38), identity: digitIdentity("plain", 0), host: null });
    expect(strongest(exposureTable, 1)).toEqual({ identity: digitIdentity("plain", 0), host: null });
    expect(exposureTable.reasons(9)).toEqual([]);
    expect(strongest(exposureTable, 9)).toBeNull();
  });
});

/** What the strongest signal is of, and no more. */
function strongest(exposureTable: ExposureTable, subscriber: number): object | null {
  const found = exposureTable.strongest(subscriber, END_MS);
  return found && { identity: found.identity, host: found.host };
}

function add(exposureTable: ExposureTable, given: Signal): void {
  exposureTable.add(signalsOf([given]), 0);
}

function faded({ strength, timeMs }: Signal): number {
  return strength * Math.exp((-Math.LN2 * (END_MS - timeMs)) / (HALF_LIFE_HOURS * HOUR_MS));
}
