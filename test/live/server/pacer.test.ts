import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LockStep } from "../../../src/live/server/lock-step.ts";
import { Pacer } from "../../../src/live/server/pacer.ts";

describe("the pace of a run", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("is none while it is paused, and one hour for each step", async () => {
    const pacer = pausedPacer();
    const hours = hoursOf(pacer);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(hours.shown).toBe(0);
    pacer.step();
    pacer.step();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(hours.shown).toBe(2);
  });

  test("is so many hours a second, follows a change at once, and does not race after it was held up", async () => {
    const pacer = new Pacer(4);
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
    const heldUp = new Pacer(10);
    await heldUp.turn();
    await vi.advanceTimersByTimeAsync(60_000);
    const after = hoursOf(heldUp);
    await vi.advanceTimersByTimeAsync(1000);
    expect(after.shown).toBeLessThanOrEqual(12);
    const released = pausedPacer();
    const free = hoursOf(released);
    released.release();
    await vi.advanceTimersByTimeAsync(0);
    expect(free.shown).toBe(1000);
  });
});

describe("two worlds in step", () => {
  test("do each hour together, and one goes on when the other is at its end", async () => {
    const { shown, turns, apart, walk } = march([
      { hours: 5, ms: 0 },
      { hours: 8, ms: 2 },
    ]);
    await walk;
    expect(shown).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(turns()).toBe(8);
    expect(Math.max(...apart)).toBeLessThanOrEqual(1);
  });

  test("are let go when an hour cannot be shown, and the fault is told", async () => {
    const { walk } = march([{ hours: 3, ms: 0 }], () => {
      throw new Error("not to be shown");
    });
    await expect(walk).rejects.toThrow("not to be shown");
  });
});

/** Worlds that take so long for an hour: the hours shown, the turns asked for, and how far the worlds were apart. */
function march(worlds: readonly { readonly hours: number; readonly ms: number }[], onShow = (): void => {}) {
  let turns = 0;
  const shown: number[] = [];
  const apart: number[] = [];
  const lockStep = new LockStep();
  const walkers = worlds.map(() => ({ settled: -1, done: -1, isOver: false }));
  const live = async ({ hours, ms }: (typeof worlds)[number], at: number): Promise<void> => {
    const walker = walkers[at]!;
    for (let hour = 0; hour < hours; hour++) {
      await new Promise((resolve) => setTimeout(resolve, ms));
      walker.settled = hour;
      lockStep.tell();
      await lockStep.mayDo(hour);
      walker.done = hour;
      const done = walkers.map((other) => other.done);
      if (walkers.every(({ isOver }) => !isOver)) apart.push(Math.max(...done) - Math.min(...done));
      lockStep.tell();
    }
    walker.isOver = true;
    lockStep.tell();
  };
  const turn = (): Promise<void> => {
    turns++;
    return Promise.resolve();
  };
  const walk = lockStep.walk(walkers, turn, (hour) => {
    onShow();
    shown.push(hour);
  });
  return { shown, turns: () => turns, apart, walk: Promise.all([walk, ...worlds.map(live)]) };
}

function pausedPacer(): Pacer {
  const pacer = new Pacer(null);
  pacer.pause();
  return pacer;
}

/** Hours that may be shown one after another, counted as they are. */
function hoursOf(pacer: Pacer): { shown: number } {
  const hours = { shown: 0 };
  void (async () => {
    for (; hours.shown < 1000; hours.shown++) await pacer.turn();
  })();
  return hours;
}
