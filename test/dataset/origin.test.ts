import { expect, test } from "vitest";
import { DAY_MS } from "../../src/core/time.ts";
import { originOf } from "../../src/dataset/manifest.ts";
import { loadScenario } from "../../src/scenario/file.ts";

test("a data set begins at midnight of the scenario's day of the week", () => {
  const days = ["monday", "thursday", "sunday"].map((day) =>
    originOf(loadScenario("smoke", [`calendar.firstDay=${day}`])),
  );
  expect(days.map((originMs) => new Date(originMs).getUTCDay())).toEqual([1, 4, 0]);
  expect(days.map((originMs) => originMs % DAY_MS)).toEqual([0, 0, 0]);
});
