/** What was run is known again, and nobody destroys what another process wrote. */
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadScenario } from "../../../src/scenario/file.ts";
import type { Cell } from "../../../src/study/cells/cell.ts";
import { cellKey } from "../../../src/study/cells/cell-key.ts";
import { CellStore, keepsRuns } from "../../../src/study/cells/cell-store.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("cells");
const scenario = loadScenario("smoke", []);
const result = { seed: 1, digest: "1", figures: { interception: 0.5, success: null } };

function opened(): CellStore {
  return CellStore.open(mkdtempSync(join(folder, "study-")), "");
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
      readings: [{ name: "curve", read: () => null }],
    };
    expect(cellKey(same)).toBe(cellKey(both));
  });
});

describe("a store of cells", () => {
  test("keeps a result by its key, for every process, with readings that were there before", () => {
    const one = opened();
    expect([one.read("a"), keepsRuns(one.path)]).toEqual([null, false]);
    one.keep("a", { ...result, readings: { curve: [1, 2] } });
    const other = CellStore.open(one.path, "");
    expect(other.keep("a", { ...result, readings: { victims: 3 } }).readings).toEqual({ curve: [1, 2], victims: 3 });
    expect([one.read("a"), keepsRuns(one.path)]).toEqual([
      { ...result, readings: { curve: [1, 2], victims: 3 } },
      true,
    ]);
    expect(readdirSync(join(one.path, "cells"))).toEqual(["a.json"]);
  });

  test("trusts no run that came to two digests", () => {
    const store = opened();
    store.keep("a", result);
    expect(() => store.keep("a", { ...result, digest: "2" })).toThrow(expect.objectContaining({ code: "invariant" }));
    expect(store.read("a")).toEqual(result);
  });

  test("takes a file that is no cell for a run that is missing, and names what is no file", () => {
    const store = opened();
    writeFileSync(join(store.path, "cells/a.json"), '{"seed":1,"digest":"1"');
    writeFileSync(join(store.path, "cells/b.json"), '{"seed":1,"digest":"1"}');
    mkdirSync(join(store.path, "cells/c.json"));
    expect([store.read("a"), store.read("b")]).toEqual([null, null]);
    expect(() => store.read("c")).toThrow(expect.objectContaining({ code: "io" }));
    expect(store.keep("a", result)).toEqual(result);
  });

  test("refuses a directory of something else", () => {
    const path = join(folder, "other");
    mkdirSync(path);
    writeFileSync(join(path, "notes.txt"), "");
    expect(() => CellStore.open(path, "")).toThrow("holds 1 entry: name another, or remove it first");
  });
});
