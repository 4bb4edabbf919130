import { beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/report/schema.ts";
import { runSmall } from "./run-small.ts";

const SETTINGS = [
  "hours=30",
  "population.subscribers=1500",
  "gangs.count=12",
  "episodes.hoursFactor=0.1",
  "blocklist.initialEntries=5000",
];

describe("a run of one scenario and seed", () => {
  let first: Report;
  beforeAll(async () => {
    first = await runSmall(SETTINGS, { workers: 1, triesFilter: true });
  });

  test("has one digest and one set of figures for 1, 2 and 3 workers and any size of batch", async () => {
    for (const [workers, batchEvents] of [
      [2, 333],
      [3, 50],
      [2, 20_000],
    ]) {
      const other = await runSmall(SETTINGS, { workers, batchEvents, triesFilter: true });
      expect(other.digest).toBe(first.digest);
      expect({ ...other, workers: 1 }).toEqual(first);
    }
  });

  test("has another digest for another seed", async () => {
    const other = await runSmall(SETTINGS, { seed: 2 });
    expect(other.digest).not.toBe(first.digest);
  });

  test.each(["exact", "bloom-filters"])("decides the same with the blocklist engine %s", async (engine) => {
    const other = await runSmall([...SETTINGS, `blocklist.engine=${engine}`]);
    expect(other.digest).toBe(first.digest);
  });

  test("decides the same with the matcher's reference engine", async () => {
    const settings = ["hours=4", "population.subscribers=800", "gangs.count=12", "templates.initial=60"];
    const [index, scan] = [await runSmall(settings), await runSmall([...settings, "templates.engine=scan"])];
    expect(index.stages.find((row) => row.stage === "match")!.fraud.seen).toBeGreaterThan(0);
    expect(scan.digest).toBe(index.digest);
  });
});
