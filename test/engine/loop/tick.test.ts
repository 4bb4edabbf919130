import { expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { Tick } from "../../../src/engine/loop/tick.ts";
import type { TickResult } from "../../../src/engine/loop/tick-result.ts";

test("a tick is an hour, takes effect two ticks later, and drains from the scenario's last hour on", () => {
  let cleared = 0;
  const result = { clear: () => void cleared++ } as unknown as TickResult;
  const [last, draining] = [new Tick(9, 10, result), new Tick(10, 10, result)];
  expect([last.startMs, last.endMs]).toEqual([9 * HOUR_MS, 10 * HOUR_MS]);
  expect([last.effectTick, draining.effectTick]).toEqual([11, 12]);
  expect([last.isDraining, draining.isDraining]).toEqual([false, true]);
  expect(cleared).toBe(2);
});
