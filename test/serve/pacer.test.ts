import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LockStep } from "../../src/serve/lock-step.ts";
import { Pacer } from "../../src/serve/pacer.ts";

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

  test("is so many hours a second, and follows a change at once", async () => {
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
  });

  test("does not race after it was held up", async () => {
    const pacer = new Pacer(true, 10);
    await pacer.turn();
    await vi.advanceTimersByTimeAsync(60_000);
    const hours = hoursOf(pacer);
    await vi.advanceTimersByTimeAsync(1000);
    expect(hours.shown).toBeLessThanOrEqual(12);
  });

  test("holds nobody once it is released", async () => {
    const pacer = new Pacer(false, 1);
    const hours = hoursOf(pacer);
    pacer.release();
    await vi.advanceTimersByTimeAsync(0);
    expect(hours.shown).toBe(1000);
  });
});

describe("two worlds in step", () => {
  test("never differ by more than the hour that both are waiting for, and one goes on when the other is at its end", async () => {
    const at = [0, 0];
    const apart: number[] = [];
    let turns = 0;
    const lockStep = new LockStep(2, () => {
      turns++;
      return Promise.resolve();
    });
    const live = async (world: number, hours: number, ms: number): Promise<void> => {
      for (let hour = 0; hour < hours; hour++) {
        await new Promise((resolve) => setTimeout(resolve, ms));
        await lockStep.meet();
        at[world]!++;
        if (at[0]! < 5 && at[1]! < 5) apart.push(Math.abs(at[0]! - at[1]!));
      }
      lockStep.leave();
    };
    await Promise.all([live(0, 5, 0), live(1, 8, 2)]);
    expect(at).toEqual([5, 8]);
    expect(turns).toBe(8);
    expect(Math.max(...apart)).toBeLessThanOrEqual(1);
  });
});

/** Hours that may be shown one after another, counted as they are. */
function hoursOf(pacer: Pacer): { shown: number } {
  const hours = { shown: 0 };
  void (async () => {
    for (; hours.shown < 1000; hours.shown++) await pacer.turn();
  })();
  return hours;
}
