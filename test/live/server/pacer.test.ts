import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LockStep, type Walker } from "../../../src/live/server/lock-step.ts";
import { Pacer } from "../../../src/live/server/pacer.ts";

describe("the pace of a run", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("is none while it is paused, and one hour for each step", async () => {
    const pacer = new Pacer(false, null);
    const hours = hoursOf(pacer);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(hours.shown).toBe(0);
    pacer.step();
    pacer.step();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(hours.shown).toBe(2);
  });

  test("is so many hours a second, follows a change at once, and does not race after it was held up", async () => {
    const pacer = new Pacer(true, 4);
    const hours = hoursOf(pacer);
    await vi.advanceTimersByTimeAsync(2000);
    expect(hours.shown).toBeGreaterThanOrEqual(8);
    expect(hours.shown).toBeLessThanOrEqual(9);
    pacer.setPace(0.1);
    const before = hours.shown;
    await vi.advanceTimersByTimeAsync(9000);
    expect(hours.shown).toBeLessThanOrEqual(before + 1);
    pacer.pause();
    pacer.setPace(null);
    await vi.advanceTimersByTimeAsync(1000);
    expect(hours.shown).toBeLessThanOrEqual(before + 1);
    pacer.play();
    await vi.advanceTimersByTimeAsync(1);
    expect(hours.shown).toBe(1000);
    const heldUp = new Pacer(true, 10);
    await heldUp.turn();
    await vi.advanceTimersByTimeAsync(60_000);
    const after = hoursOf(heldUp);
    await vi.advanceTimersByTimeAsync(1000);
    expect(after.shown).toBeLessThanOrEqual(12);
    const released = new Pacer(false, 1);
    const free = hoursOf(released);
    released.release();
    await vi.advanceTimersByTimeAsync(0);
    expect(free.shown).toBe(1000);
  });

  test("lets an hour pass that is none to stop before, while it is paused, and counts no step for it", async () => {
    const pacer = new Pacer(true, 4);
    let shown = 0;
    void (async () => {
      for (; shown < 100; shown++) await pacer.turn(() => shown < 8);
    })();
    await vi.advanceTimersByTimeAsync(1000);
    // It keeps its pace meanwhile.
    expect(shown).toBeLessThanOrEqual(5);
    pacer.pause();
    await vi.advanceTimersByTimeAsync(1000);
    expect(shown).toBe(8);
    pacer.step();
    await vi.advanceTimersByTimeAsync(1000);
    expect(shown).toBe(9);
  });
});

describe("two worlds in step", () => {
  test.each([
    [
      "no hour but the one that both wait for",
      [
        { hours: 5, ms: 0 },
        { hours: 8, ms: 2 },
      ],
      0,
      1,
    ],
    [
      "as far as one may be ahead",
      [
        { hours: 10, ms: 40 },
        { hours: 14, ms: 0, lead: 3 },
      ],
      3,
      4,
    ],
  ])("differ by %s, and one goes on when the other is at its end", async (_, worlds, least, most) => {
    const { shown, turns, apart, walk } = march(worlds);
    await walk;
    const hours = worlds[1]!.hours;
    expect(shown).toEqual(Array.from({ length: hours }, (__, hour) => hour));
    expect(turns()).toBe(hours);
    expect(Math.max(...apart)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...apart)).toBeLessThanOrEqual(most);
  });

  test("wait for each other again when none may be ahead any more", async () => {
    let lead = 4;
    const lockStep = new LockStep({ turn: () => Promise.resolve(), onHour: () => {} });
    const [slow, quick] = [lockStep.join(() => 0), lockStep.join(() => lead)];
    const walk = lockStep.walk();
    for (let hour = 0; hour < 3; hour++) {
      await quick.settle(hour);
      quick.finish(hour);
    }
    lead = 0;
    let isHeld = true;
    void quick.settle(3).then(() => (isHeld = false));
    for (let hour = 0; hour < 3; hour++) {
      await slow.settle(hour);
      slow.finish(hour);
      await setImmediate();
      expect(isHeld).toBe(true);
    }
    await slow.settle(3);
    await setImmediate();
    expect(isHeld).toBe(false);
    slow.leave();
    quick.leave();
    await walk;
  });

  test("are let go when an hour cannot be shown, and the fault is told", async () => {
    const lockStep = new LockStep({
      turn: () => Promise.resolve(),
      onHour: () => {
        throw new Error("not to be shown");
      },
    });
    const world = lockStep.join(() => 0);
    const walk = lockStep.walk();
    walk.catch(() => {});
    for (let hour = 0; hour < 3; hour++) {
      await world.settle(hour);
      world.finish(hour);
    }
    await expect(walk).rejects.toThrow("not to be shown");
  });
});

/**
 * Worlds that take so long for an hour. Told is which hours were shown, how many turns were asked for, and how far the
 * worlds were apart while both went on.
 */
function march(worlds: readonly { readonly hours: number; readonly ms: number; readonly lead?: number }[]): {
  readonly shown: number[];
  readonly turns: () => number;
  readonly apart: number[];
  readonly walk: Promise<unknown>;
} {
  let turns = 0;
  const shown: number[] = [];
  const apart: number[] = [];
  const lockStep = new LockStep({
    turn: () => {
      turns++;
      return Promise.resolve();
    },
    onHour: (hour) => shown.push(hour),
  });
  const walkers = worlds.map(({ lead = 0 }) => lockStep.join(() => lead));
  const live = async (walker: Walker, { hours, ms }: (typeof worlds)[number]): Promise<void> => {
    for (let hour = 0; hour < hours; hour++) {
      await new Promise((resolve) => setTimeout(resolve, ms));
      await walker.settle(hour);
      walker.finish(hour);
      const done = walkers.map((other) => other.done);
      if (walkers.every(({ hasLeft }) => !hasLeft)) apart.push(Math.max(...done) - Math.min(...done));
    }
    walker.leave();
  };
  const all = [lockStep.walk(), ...worlds.map((world, at) => live(walkers[at]!, world))];
  return { shown, turns: () => turns, apart, walk: Promise.all(all) };
}

/** Hours that may be shown one after another, counted as they are. */
function hoursOf(pacer: Pacer): { shown: number } {
  const hours = { shown: 0 };
  void (async () => {
    for (; hours.shown < 1000; hours.shown++) await pacer.turn();
  })();
  return hours;
}
