/** Groups of bench micro; all of them at once are measured in micro.long.test.ts. */
import { expect, test } from "vitest";
import { runBench } from "../../../bench/harness/bench.ts";
import { benchResultSchema } from "../../../bench/harness/result.ts";
import { measureMicro } from "../../../bench/micro/micro.ts";
import { readyTick } from "../../../bench/micro/stages.ts";
import { loadScenario } from "../../../src/scenario/file.ts";

test("a group is measured alone: the decisions of a seed are the same every time, and the result is valid", async () => {
  const options = { size: "smoke", seed: 1, onProgress: () => {}, group: ["primitives"] } as const;
  const measure = () => runBench("micro", measureMicro, options, "ringfence bench micro");
  const [{ result }, { result: again }] = [await measure(), await measure()];
  expect(benchResultSchema.parse(result)).toEqual(result);
  expect(again.digest).toBe(result.digest);
  expect(result.measurements.map(({ group: one }) => one)).toEqual([
    "normalise a message",
    "normalise a message",
    "draw",
  ]);
});

test("the stages one by one fill the verdict columns as screen() does", () => {
  const { batches, events, view, stages, clear, runWhole } = readyTick(loadScenario("smoke"), 1, 2, 4096);
  // The columns are those of the last batch.
  expect(batches).toBe(1);
  const { capacity: _, own: __, ...sections } = view.findings.handle;
  const columns = Object.values(sections).map((section) => Buffer.from(section));
  const filledBy = (work: () => void): Buffer => {
    for (const section of columns) section.fill(0xa5);
    work();
    expect(view.events.count).toBe(events);
    return Buffer.concat(columns);
  };
  const whole = filledBy(runWhole);
  const apart = filledBy(() => {
    clear();
    for (const stage of stages.values()) stage(0);
  });
  // Millions of bytes: a matcher of the test runner would take seconds.
  expect(apart.equals(whole)).toBe(true);
});
