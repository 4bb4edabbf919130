import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { SimulationPool } from "../../src/engine/simulation-pool.ts";
import { runStudy } from "../../src/study/study.ts";
import { sweep, type SweepOptions, sweepStudy } from "../../src/study/sweep.ts";
import { QUICK } from "../cli/tiny-study.ts";
import { withWarmPools } from "../engine/warm-pool.ts";
import { newFolder } from "../new-folder.ts";

const folder = newFolder("sweep");
const at = (name: string): string => join(folder, name);

function optionsOf(directory: string, more: Partial<SweepOptions> = {}) {
  const stated = { scenario: "smoke", settings: [...QUICK, "hours=3"], over: ["warnings.low=0.1,0.95"], seeds: [1, 2] };
  return { ...stated, workers: 1, page: false, directory, ...more };
}

function tiny(directory: string, more: Partial<SweepOptions> = {}) {
  return withWarmPools(() => sweep(optionsOf(directory, more)));
}

/** A study of its own that begins as that of the first test. */
function copyOfWhole(name: string): string {
  cpSync(at("whole"), at(name), { recursive: true });
  return at(name);
}

/** What a study comes to, whatever happened on the way. */
function resultsIn(directory: string): Record<string, string> {
  const names = ["sweep.json", "sweep.csv", "sweep-summary.csv"];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, name), "utf8")]));
}

function cellsIn(directory: string): string[] {
  return readdirSync(join(directory, "cells")).map((name) => join(directory, "cells", name));
}

describe("a sweep", () => {
  test("runs every point with the same seeds, each another world, and sets each point beside the first", async () => {
    const { runs, document, computed } = await tiny(at("whole"));
    expect(computed).toBe(4);
    const [head, first] = readFileSync(join(at("whole"), "sweep.csv"), "utf8").split("\n");
    expect(head).toMatch(/^variant,warnings\.low,seed,peopleLost,/);
    expect(first).toMatch(/^warnings\.low=0\.1,0\.1,1,\d/);
    expect(runs.map((row) => row["warnings.low"])).toEqual([0.1, 0.1, 0.95, 0.95]);
    expect(runs.map((row) => row["seed"])).toEqual([1, 2, 1, 2]);
    // A repetition is a world of its own, and the same one at every point.
    const [one, two, three, four] = runs.map((row) => row["events"]);
    expect(one).not.toBe(two);
    expect([one, two]).toEqual([three, four]);
    expect(document.variants[0]!.digests).toEqual(runs.slice(0, 2).map((row) => row["digest"]));
    const beside = { variant: "warnings.low=0.95", difference: { n: 2 } };
    expect(document.rows.find(({ figure }) => figure === "peopleLost")).toMatchObject(beside);
  });

  test("comes to the same bytes in shards, whose order does not matter, and without one makes the table", async () => {
    const directory = at("shards");
    const options = optionsOf(directory);
    const shardOf = (index: number, of: number) =>
      withWarmPools(() => runStudy(sweepStudy(options), { ...options, shard: { index, of } }));
    for (const shard of [await shardOf(3, 3), await shardOf(1, 3)]) {
      expect(shard).toMatchObject({ reused: 0, document: null, page: null, files: [] });
    }
    expect(readdirSync(directory)).toEqual(["cells"]);
    expect(cellsIn(directory).length).toBe(3);
    expect(await shardOf(1, 3)).toMatchObject({ computed: 0, reused: 2 });
    expect(await tiny(directory)).toMatchObject({ computed: 1, reused: 3 });
    expect(resultsIn(directory)).toEqual(resultsIn(at("whole")));
  });

  test("runs only what is new where it grows, to the bytes that all at once come to with other workers", async () => {
    const directory = copyOfWhole("wider");
    const wider = { over: ["warnings.low=0.1,0.5"], seeds: [1, 3] };
    expect(await tiny(directory, wider)).toMatchObject({ computed: 3, reused: 1 });
    await tiny(at("wide-at-once"), { ...wider, workers: 2 });
    expect(resultsIn(directory)).toEqual(resultsIn(at("wide-at-once")));
    expect(await tiny(directory, wider)).toMatchObject({ computed: 0, reused: 4 });
  });

  test("runs a cell again that is missing or cut off; where a run fails it keeps the others, and tries it again", async () => {
    const directory = copyOfWhole("torn");
    const [missing, torn] = cellsIn(directory);
    rmSync(missing!);
    writeFileSync(torn!, readFileSync(torn!, "utf8").slice(0, 200));
    const failing = vi.spyOn(SimulationPool.prototype, "begin").mockRejectedValueOnce(new Error("a worker was lost"));
    await expect(tiny(directory)).rejects.toThrow(
      /^1 of 2 runs failed: warnings\.low=0\.\d+, seed [12]: a worker was lost; the others are kept/,
    );
    failing.mockRestore();
    expect(await tiny(directory)).toMatchObject({ computed: 1, reused: 3 });
    expect(resultsIn(directory)).toEqual(resultsIn(at("whole")));
  });
});
