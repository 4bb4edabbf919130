import { digitIdentity } from "../../../src/event/identity.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { SIGNAL_KINDS, type Signal, type SignalKind } from "../../../src/record/signal.ts";
import { ExposureTable } from "../../../src/respond/warning/exposure-table.ts";
import { signalsOf } from "../../event/signals-for-tests.ts";

const HALF_LIFE_HOURS = 36;
const END_MS = 500 * HOUR_MS;

function signal(kind: SignalKind, strength: number, hour: number, subscriber = 1): Signal {
  return {
    kind,
    subscriber,
    timeMs: hour * HOUR_MS,
    strength,
    identity: digitIdentity("plain", 13_800_000_000 + hour),
    host: null,
  };
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
  test("halves in a half-life", () => {
    const exposureTable = new ExposureTable(HALF_LIFE_HOURS);
    add(exposureTable, signal("lookUp", 0.8, 10));
    expect(exposureTable.total(1, 10 * HOUR_MS)).toBe(0.8);
    expect(exposureTable.total(1, 46 * HOUR_MS)).toBeCloseTo(0.4, 12);
    expect(exposureTable.total(1, 82 * HOUR_MS)).toBeCloseTo(0.2, 12);
    expect(exposureTable.total(2, 82 * HOUR_MS)).toBe(0);
  });

  test("is the sum of all signals since the last settling, each faded for its age, in whatever order they come", () => {
    fc.assert(
      fc.property(fc.array(anySignal), fc.integer({ min: 0, max: 500 }), (signals, settledHour) => {
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
          const expected = counted.reduce((sum, each) => sum + faded(each), 0);
          expect(exposureTable.total(subscriber, END_MS)).toBeCloseTo(expected, 9);
        }
      }),
    );
  });

  test("names its kinds by what they contribute together, and the strongest signal after fading", () => {
    const exposureTable = new ExposureTable(HALF_LIFE_HOURS);
    add(exposureTable, { ...signal("lookUp", 0.8, 0), identity: null, host: "a.top" });
    add(exposureTable, signal("flaggedContact", 0.3, 36));
    add(exposureTable, signal("flaggedContact", 0.3, 37));
    add(exposureTable, signal("callBack", 0, 37));
    // The look-up is worth 0.4 by now, the two contacts 0.6 together.
    expect(exposureTable.reasons(1)).toEqual(["flaggedContact", "lookUp"]);
    expect(strongest(exposureTable, 1)).toEqual({ identity: null, host: "a.top" });
    add(exposureTable, { ...signal("reply", 0.5, 37), identity: digitIdentity("plain", 106_500), host: null });
    expect(strongest(exposureTable, 1)).toEqual({ identity: digitIdentity("plain", 106_500), host: null });
    exposureTable.settle(1, 38 * HOUR_MS);
    expect(strongest(exposureTable, 1)).toBeNull();
    // Worth nothing, and yet all that there is.
    add(exposureTable, { ...signal("callBack", 0, 38), identity: digitIdentity("plain", 0), host: null });
    expect(strongest(exposureTable, 1)).toEqual({ identity: digitIdentity("plain", 0), host: null });
    expect(exposureTable.reasons(9)).toEqual([]);
    expect(strongest(exposureTable, 9)).toBeNull();
  });

  test("of thousands is kept apart", () => {
    const exposureTable = new ExposureTable(HALF_LIFE_HOURS);
    const subscribers = Array.from({ length: 5000 }, (_, i) => i * 7);
    for (const each of subscribers)
      add(exposureTable, { ...signal("reply", each + 1, 0, each), identity: digitIdentity("plain", each) });
    for (const each of subscribers) {
      expect([exposureTable.total(each, 0), strongest(exposureTable, each)]).toEqual([
        each + 1,
        { identity: each, host: null },
      ]);
    }
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
