import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import * as cells from "../../src/study/cells/cell.ts";
import { CellStore } from "../../src/study/cells/cell-store.ts";
import { runStudy } from "../../src/study/study.ts";
import { sweep, type SweepOptions, sweepStudy } from "../../src/study/sweep.ts";
import { ParquetFile } from "../../src/rows/parquet/parquet-file.ts";
import { withWarmPools } from "../engine/warm-pool.ts";
import { newFolder } from "../new-folder.ts";

const folder = newFolder("sweep");
const at = (name: string): string => join(folder, name);

const SETTINGS = [
  "hours=3",
  "population.subscribers=300",
  "gangs.count=4",
  "templates.initial=20",
  "blocklist.initialEntries=200",
  "episodes.hoursFactor=0.05",
  "episodes.transferHours=1",
];
const OVER = ["warnings.low=0.1,0.95"];

function tiny(directory: string, more: Partial<SweepOptions> = {}) {
  const stated = { scenario: "smoke", settings: SETTINGS, over: OVER, seeds: [1, 2] };
  return withWarmPools(() => sweep({ ...stated, workers: 1, page: false, directory, ...more }));
}

/** A study of its own that begins as that of the first test. */
function copyOfWhole(name: string): string {
  cpSync(at("whole"), at(name), { recursive: true });
  return at(name);
}

/** What a study comes to, whatever happened on the way. */
function resultsIn(directory: string): Record<string, string> {
  const names = ["sweep.json", "sweep.csv", "sweep.parquet"];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, name)).toString("base64")]));
}

function cellLines(directory: string): string[] {
  if (!existsSync(directory)) return [];
  const files = readdirSync(directory).filter((name) => name.startsWith("cells-"));
  return files.flatMap((name) => readFileSync(join(directory, name), "utf8").split("\n").slice(0, -1));
}

describe("a sweep", () => {
  test("runs every point with the same seeds, each another world, in one tidy table", async () => {
    const { table, document, computed } = await tiny(at("whole"));
    expect(computed).toBe(4);
    expect(table.columns.slice(0, 4).map(({ name }) => name)).toEqual(["variant", "point", "warnings.low", "seed"]);
    expect(table.rows.map((row) => [row["point"], row["warnings.low"], row["seed"]])).toEqual([
      [1, 0.1, 1n],
      [1, 0.1, 2n],
      [2, 0.95, 1n],
      [2, 0.95, 2n],
    ]);
    // A repetition is a world of its own, and the same one at every point.
    const [first, second, third, fourth] = table.rows.map((row) => row["events"]);
    expect(first).not.toBe(second);
    expect([first, second]).toEqual([third, fourth]);
    expect(document.points[0]!.figures["interception"]).toMatchObject({ worlds: 2, low: null, high: null });
    const file = await ParquetFile.open(join(at("whole"), "sweep.parquet"));
    await file.close();
    const { names, columns } = file;
    expect(names).toEqual(table.columns.map(({ name }) => name));
    expect(columns.length).toBe(names.length);
    expect(readFileSync(join(at("whole"), "sweep.csv"), "utf8").split("\n")[0]).toBe(names.join(","));
  });

  test("comes to the same bytes for any number of workers", async () => {
    await tiny(at("workers"), { workers: 2 });
    expect(resultsIn(at("workers"))).toEqual(resultsIn(at("whole")));
  });

  test("comes to the same bytes in shards, whose order does not matter, and without one makes the table", async () => {
    const directory = at("shards");
    const options = {
      scenario: "smoke",
      settings: SETTINGS,
      over: OVER,
      seeds: [1, 2],
      workers: 1,
      page: false,
      directory,
    };
    const shardOf = (index: number, of: number) =>
      withWarmPools(() => runStudy(sweepStudy(options), { ...options, shard: { index, of } }));
    for (const shard of [await shardOf(3, 3), await shardOf(1, 3)]) {
      expect(shard).toMatchObject({ reused: 0, document: null, files: [] });
    }
    // Neither wrote to the other's file.
    expect(readdirSync(directory).map((name) => name.replace(/[\da-f]{16}/, "*"))).toEqual([
      "cells-*.jsonl",
      "cells-*.jsonl",
    ]);
    const again = await shardOf(1, 3);
    expect([again.computed, again.reused]).toEqual([0, 2]);
    const whole = await tiny(directory);
    expect([whole.computed, whole.reused]).toEqual([1, 3]);
    expect(resultsIn(directory)).toEqual(resultsIn(at("whole")));
  });

  test("runs only what is new where seeds are added or the grid is widened", async () => {
    const directory = copyOfWhole("wider");
    const seeds = await tiny(directory, { seeds: [1, 2, 3] });
    expect([seeds.computed, seeds.reused]).toEqual([2, 4]);
    const over = ["warnings.low=0.1,0.5,0.95"];
    const grid = await tiny(directory, { over, seeds: [1, 3] });
    expect([grid.computed, grid.reused]).toEqual([2, 4]);
    await tiny(at("wide-at-once"), { seeds: [1, 3], over });
    expect(resultsIn(directory)).toEqual(resultsIn(at("wide-at-once")));
    const again = await tiny(directory, { over, seeds: [1, 3] });
    expect([again.computed, again.reused]).toEqual([0, 6]);
  });

  test("never reads a line that was cut off as a run, and runs a run that failed again", async () => {
    const directory = copyOfWhole("torn");
    const lines = cellLines(directory);
    const { key } = JSON.parse(lines[0]!) as { key: string };
    const kept = lines.slice(1, -1).map((line) => `${line}\n`);
    const [file] = readdirSync(directory).filter((name) => name.startsWith("cells-"));
    writeFileSync(join(directory, file!), kept.join("") + lines.at(-1)!.slice(0, 200));
    writeFileSync(
      join(directory, "cells-1.jsonl"),
      `${JSON.stringify({ key, seed: 1, error: "a worker was lost" })}\n`,
    );
    const again = await tiny(directory);
    expect([again.computed, again.reused, again.failures.length]).toEqual([2, 2, 0]);
    expect(resultsIn(directory)).toEqual(resultsIn(at("whole")));
  });

  test("of one run that came to two digests is trusted no further", async () => {
    const directory = copyOfWhole("two-minds");
    const [cell] = CellStore.open(directory, "").readCells().values();
    CellStore.open(directory, "").append({ ...cell!, digest: "0123456789abcdef" });
    await expect(tiny(directory)).rejects.toMatchObject({ code: "invariant" });
  });

  test("goes on where a run fails, keeps why, and leaves it out of the table", async () => {
    const failing = vi.spyOn(cells, "runCell").mockRejectedValueOnce(new Error("a worker was lost"));
    const { failures, table } = await tiny(at("failing")).finally(() => failing.mockRestore());
    expect(failures).toMatchObject([{ variant: "warnings.low=0.1", seed: 1, error: "a worker was lost" }]);
    expect(table.rows.length).toBe(3);
    expect((await tiny(at("failing"))).computed).toBe(1);
    expect(resultsIn(at("failing"))).toEqual(resultsIn(at("whole")));
  });
});
