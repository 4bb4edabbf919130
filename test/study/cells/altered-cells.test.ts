/** Files of cells as somebody may have changed them, of studies of a toy world. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { CellRecord } from "../../../src/study/cells/cell-store.ts";
import { CellStore } from "../../../src/study/cells/cell-store.ts";
import * as cells from "../../../src/study/cells/cell.ts";
import { FIGURE_COLUMNS } from "../../../src/study/figures.ts";
import { sweep, type SweepOptions } from "../../../src/study/sweep.ts";
import { newFolder } from "../../new-folder.ts";
import { toyCell } from "../toy-cell.ts";

const folder = newFolder("altered-cells");
const OVER = ["warnings.low=0.5,0.95"];

let made = 0;

/** A study with four runs in a new directory, gone on with once `change` has been at its file of cells. */
async function changed(change: (lines: string[]) => readonly string[], more: Partial<SweepOptions> = {}) {
  const directory = join(folder, `${++made}`);
  const notes: string[] = [];
  const options: SweepOptions = {
    scenario: "smoke",
    over: OVER,
    seeds: [1, 2],
    workers: 1,
    page: false,
    directory,
    measure: toyCell(({ warnings }) => ({ kept: warnings.low })),
    ...more,
  };
  await sweep(options);
  const before = readFileSync(join(directory, "sweep.csv"), "utf8");
  const file = join(
    directory,
    readdirSync(directory).find((name) => name.startsWith("cells-"))!,
  );
  writeFileSync(file, [...change(readFileSync(file, "utf8").trimEnd().split("\n")), ""].join("\n"));
  const goOn = () => sweep({ ...options, onNote: (text) => void notes.push(text) });
  const { computed, reused } = await goOn();
  expect(readFileSync(join(directory, "sweep.csv"), "utf8")).toBe(before);
  return { computed, reused, notes, goOn, directory };
}

describe("a cell that is not as it was written", () => {
  test.each([
    ["with other figures", (line: string) => line.replace(/"kept":[^,]+/, '"kept":0.123')],
    ["with a figure less", (line: string) => line.replace(/"kept":[^,]+,/, "")],
    ["with another seed", (line: string) => line.replace(/"seed":\d/, '"seed":7')],
    ["with another digest", (line: string) => line.replace(/"digest":"./, '"digest":"f')],
    ["without a checksum", (line: string) => line.replace(/,"checksum":"\w+"/, "")],
    ["that is no cell", () => '{"key":"0"}'],
    ["that is no JSON", () => "figures: many"],
  ])("%s is named, and run again", async (_, change) => {
    const { computed, reused, notes, goOn } = await changed(([first, second, ...rest]) => [
      first!,
      change(second!),
      ...rest,
    ]);
    expect([computed, reused]).toEqual([1, 3]);
    expect(notes).toEqual([expect.stringMatching(/1 line in .* is not as written.*: cells-[\da-f]+\.jsonl, line 2$/)]);
    expect(await goOn()).toMatchObject({ computed: 0, reused: 4 });
  });

  test("is named among many", async () => {
    const { computed, notes } = await changed((lines) => lines.map((line) => line.replace(/"kept":[^,]+/, '"kept":9')));
    expect(computed).toBe(4);
    expect(notes.length).toBe(1);
  });

  test("says nothing any more once it was run again", async () => {
    const { notes, goOn } = await changed((lines) => [...lines.slice(1), lines[0]!.replace(/"kept":/, '"kept":1')]);
    await goOn();
    expect(notes.length).toBe(1);
  });

  test("whose checksum somebody worked out is found by its seed", async () => {
    const { computed, notes, goOn, directory } = await changed((lines) => lines.slice(1));
    expect([computed, notes]).toEqual([1, []]);
    const store = CellStore.open(directory, "");
    const [record] = store.readCells().values();
    for (const name of readdirSync(directory).filter((each) => each.startsWith("cells-"))) {
      writeFileSync(join(directory, name), "");
    }
    store.append({ ...record!, seed: 99 } as CellRecord);
    store.close();
    expect(await goOn()).toMatchObject({ computed: 4 });
    expect(notes).toEqual([expect.stringContaining("the kept run is of seed 99")]);
  });

  test("of a simulation has all figures", async () => {
    const directory = join(folder, "lacking");
    const options: SweepOptions = { scenario: "smoke", seeds: [1], workers: 1, page: false, directory };
    const figures = Object.fromEntries(FIGURE_COLUMNS.map((name) => [name, 1]));
    const { kept: _, ...lacking } = figures;
    await sweep({ ...options, measure: async ({ seed }) => ({ seed, digest: "0", figures: lacking }) });
    expect(await sweep({ ...options, measure: toyCell(() => ({})) })).toMatchObject({ reused: 1 });
    const notes: string[] = [];
    const run = vi.spyOn(cells, "runCell").mockResolvedValue({ seed: 1, digest: "0", figures });
    const again = await sweep({ ...options, onNote: (text) => void notes.push(text) }).finally(() => run.mockRestore());
    expect(again).toMatchObject({ computed: 1, reused: 0 });
    expect(notes).toEqual([expect.stringContaining("the kept run lacks kept")]);
  });
});

test("a directory in the place of a file of cells is named", async () => {
  const directory = join(folder, "odd");
  mkdirSync(join(directory, "cells-9.jsonl"), { recursive: true });
  await expect(sweep({ scenario: "smoke", workers: 1, directory })).rejects.toMatchObject({
    code: "io",
    message: expect.stringMatching(/expected a file of cells, found no plain file: move it elsewhere/) as string,
  });
});
