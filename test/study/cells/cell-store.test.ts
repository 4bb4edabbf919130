/** What was run is known again, and nobody writes to what another process is writing. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadScenario } from "../../../src/scenario/file.ts";
import type { Cell } from "../../../src/study/cells/cell.ts";
import { cellKey } from "../../../src/study/cells/cell-key.ts";
import { type CellRecord, CellStore } from "../../../src/study/cells/cell-store.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("cells");
const scenario = loadScenario("smoke", []);
const figures = { interception: 0.5 };

/** The directory of a study that has begun. */
function begunStudy(): string {
  const path = mkdtempSync(join(folder, "study-"));
  writeFileSync(join(path, "cells-0.jsonl"), "");
  return path;
}

function recordOf(seed: number): CellRecord {
  return { key: cellKey({ scenario, seed }), seed, digest: `${seed}`, figures };
}

/** Seeds in each file that holds any, the file of the lowest seed first. */
function seedsIn(path: string): number[][] {
  const files = readdirSync(path).map((file) => readFileSync(join(path, file), "utf8").split("\n").slice(0, -1));
  const seeds = files.map((lines) => lines.map((line) => (JSON.parse(line) as CellRecord).seed));
  return seeds.filter((each) => each.length > 0).toSorted(([a], [b]) => a! - b!);
}

describe("the key of a cell", () => {
  const plain: Cell = { scenario, seed: 1 };

  test.each<[string, Partial<Cell>]>([
    ["the seed", { seed: 2 }],
    ["a parameter", { scenario: { ...scenario, hours: scenario.hours + 1 } }],
    ["the paired runs", { arms: ["noDefences"] }],
    ["the traffic that is left out", { fraudOnly: true }],
  ])("is another with %s", (_, more) => {
    expect(cellKey({ ...plain, ...more })).not.toBe(cellKey(plain));
  });

  test("is the same whatever the order of paired runs, the description and the readings", () => {
    const both: Cell = { ...plain, arms: ["noDefences", "interceptionOnly"] };
    const same: Cell = {
      scenario: { ...scenario, description: "in other words" },
      seed: 1,
      arms: both.arms!.toReversed(),
      readings: [{ name: "curve", begin: () => ({ read: () => null }) }],
    };
    expect(cellKey(same)).toBe(cellKey(both));
  });
});

describe("two processes of one study", () => {
  test("write to files of their own, and each reads what both ran", () => {
    const path = begunStudy();
    const [one, other] = [CellStore.open(path, ""), CellStore.open(path, "")];
    one.append(recordOf(1));
    other.append(recordOf(2));
    one.append(recordOf(3));
    const known = [...one.readCells().values()].map(({ seed }) => seed);
    expect(known.toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    one.close();
    other.close();
    const later = CellStore.open(path, "");
    later.append(recordOf(4));
    later.close();
    expect(seedsIn(path)).toEqual([[1, 3], [2], [4]]);
  });

  test("leave alone what the other is writing, and remove what a killed one left", () => {
    const path = begunStudy();
    const [young, old] = ["0", "1"].map((digit) => join(path, `sweep.csv.${digit.repeat(16)}.tmp`));
    for (const file of [young!, old!]) writeFileSync(file, "half");
    const tenMinutesAgo = Date.now() / 1000 - 600;
    utimesSync(old!, tenMinutesAgo, tenMinutesAgo);
    CellStore.open(path, "");
    expect([existsSync(young!), existsSync(old!)]).toEqual([true, false]);
  });
});

test("a run counts whatever failures stand beside it, before or after", () => {
  const path = begunStudy();
  const store = CellStore.open(path, "");
  const run = recordOf(1);
  const failure = { key: run.key, seed: 1, error: "a worker was lost" };
  for (const record of [failure, run, failure]) store.append(record);
  const later = recordOf(2);
  for (const record of [later, { ...failure, key: later.key, seed: 2 }]) store.append(record);
  store.close();
  expect([...CellStore.open(path, "").readCells().values()]).toEqual([run, later]);
});

test("a directory of something else is no study", () => {
  const path = join(folder, "other");
  mkdirSync(path);
  writeFileSync(join(path, "notes.txt"), "");
  expect(() => CellStore.open(path, "")).toThrow("holds 1 entry: name another, or remove it first");
});

test("a line that is no cell is skipped, and the cells around it are read", () => {
  const path = begunStudy();
  const lines = [JSON.stringify(recordOf(1)), '{"key":"0"}', "figures: many", JSON.stringify(recordOf(2)), '{"key":'];
  writeFileSync(join(path, "cells-0.jsonl"), lines.join("\n"));
  const cells = [...CellStore.open(path, "").readCells().values()];
  expect(cells).toEqual([recordOf(1), recordOf(2)]);
});

test("a directory in the place of a file of cells is named", () => {
  const path = begunStudy();
  mkdirSync(join(path, "cells-9.jsonl"));
  const message = expect.stringMatching(/cells-9\.jsonl: expected a file of cells/) as string;
  expect(() => CellStore.open(path, "").readCells()).toThrow(expect.objectContaining({ code: "io", message }));
});
