import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { inProcess } from "./in-process.ts";
import { settings } from "./command-line.ts";
import { newFolder } from "../new-folder.ts";
import type { VariantsDocument } from "../../src/study/variants-document.ts";

vi.setConfig({ testTimeout: 120_000 });

const folder = newFolder("sweep-verb");
const TINY = [
  ...settings("population.subscribers=300", "gangs.count=4", "templates.initial=20"),
  ..."--hours 6 --workers 1".split(" "),
];
const run = (...words: readonly string[]) => inProcess(["study", "sweep", "smoke", ...words, ...TINY], { cwd: folder });

describe("sweep", () => {
  test("tells figures with their intervals, what each parameter moves, and what was run, and makes a page", async () => {
    const { code, stdout } = await run("--over", "warnings.low=0.1,0.95", "--seeds", "1-3", "--out", "study");
    expect(code).toBe(0);
    expect(stdout).toMatch(/warnings.low +people who +money lost, +fraud +benign/);
    const files = "sweep.json, sweep.csv, sweep-summary.csv, sweep.html";
    expect(stdout).toContain(`Runs    computed 6, reused 0\nStudy   study\n        ${files}\nAgain   npx `);
    const page = readFileSync(join(folder, "study/sweep.html"), "utf8");
    expect(page).toContain("along warnings.low");
    expect(page).toContain("95 % intervals between worlds");
    const more = await run(
      "--over",
      "warnings.low=0.1,0.95",
      "--seeds",
      "1-4",
      "--out",
      "study",
      "--no-page",
      "--quiet",
    );
    // Without its progress it says the same.
    expect(more.stdout).toContain("differences are sure");
    expect(more.stdout).toContain("computed 2, reused 6");
  });

  test("takes the points of a file, names among them, and draws points", async () => {
    writeFileSync(join(folder, "points.csv"), "warnings.low,screening.stages.match\n0.1,true\n0.95,false\n");
    expect(await pointsOf("--list", "points.csv", "--out", "listed")).toEqual([
      { "warnings.low": 0.1, "screening.stages.match": true },
      { "warnings.low": 0.95, "screening.stages.match": false },
    ]);
    const drawn = ["--over", "warnings.low=0.1..1", "--points", "4", "--out", "drawn"];
    expect((await pointsOf(...drawn)).length).toBe(4);
  });

  test("has the figures asked for, with the paired runs that they need", async () => {
    const figures = ["--figures", "saved", "--figures", "kept, avoidedYuan"];
    const words = [...figures, "--seeds", "1", "--no-page", "--out", "asked"];
    const stated = JSON.parse((await run(...words, "--json")).stdout) as VariantsDocument;
    expect(stated.figures.map(({ name }) => name)).toEqual(["saved", "kept", "avoidedYuan"]);
    const { saved, avoidedYuan } = stated.variants[0]!.figures;
    expect([saved!.value, avoidedYuan!.value]).not.toContain(null);
    const { stdout } = await run(...words);
    expect(stdout).toMatch(/^ *Variant +episodes +people +loss$/m);
    expect(stdout).not.toContain("coverage");
    expect(stdout).toContain("computed 0, reused 1");
    const again = stdout.slice(stdout.indexOf("Again")).replaceAll(/[\s\\]+/g, " ");
    expect(again).toContain("--figures saved --figures kept --figures avoided");
  });

  test("runs a part of a list as a shard, and says what makes the table", async () => {
    const words = ["--over", "warnings.low=0.1,0.95", "--seeds", "1", "--out", "parted"];
    const { code, stdout } = await run(...words, "--shard", "2/2");
    expect([code, stdout]).toEqual([
      0,
      "Runs    computed 1, reused 0\nThe same command without --shard runs what is missing, and makes the table.\n",
    ]);
    expect(JSON.parse((await run(...words, "--shard", "2/2", "--json")).stdout)).toEqual({
      study: "sweep",
      directory: "parted",
      computed: 0,
      reused: 1,
    });
    expect((await run(...words)).stdout).toContain("computed 1, reused 1\nStudy   parted\n");
  });

  test.each([
    ["points without a parameter", ["--points", "4"], "--points draws values of parameters"],
    ["an unknown key", ["--over", "low=1,2"], 'did you mean "warnings.low"'],
    ["a value out of range", ["--over", "warnings.low=0.5,99"], "point 2 of 2"],
    ["steps of points that are drawn", ["--over", "warnings.low=0.1..1:3", "--points", "4"], "draws its values"],
    ["points of a list", ["--list", "points.csv", "--points", "3"], "leave out --points"],
    ["one key twice", ["--over", "warnings.low=1", "--over", "warnings.low=2"], "given twice"],
    ["a key that is set too", ["--over", "gangs.count=4,5"], "leave out one of them"],
    ["a list and parameters", ["--over", "warnings.low=1", "--list", "points.csv"], "not both"],
    ["a list of nothing", ["--list", "empty.csv"], "list of points is empty"],
    [
      "a column of a list twice",
      ["--list", "twice.csv"],
      '--list twice.csv, line 1: "warnings.low" stands there twice',
    ],
    ["too many runs", ["--over", "warnings.low=0.1..1:9999", "--seeds", "1-20"], "at most 100000 runs"],
    ["a shard of no such part", ["--over", "warnings.low=1", "--shard", "3/2"], "Expected i/n"],
  ])("refuses %s, and writes nothing", async (_, words, message) => {
    writeFileSync(join(folder, "empty.csv"), "warnings.low\n");
    writeFileSync(join(folder, "twice.csv"), "warnings.low,warnings.low\n0.5,0.6\n");
    const { code, stderr, stdout } = await run(...words, "--out", "refused");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.replace(/\s+/g, " ")).toContain(message);
    expect(existsSync(join(folder, "refused"))).toBe(false);
  });
});

async function pointsOf(...words: readonly string[]): Promise<object[]> {
  const { code, stdout } = await run(...words, "--seeds", "1", "--no-page", "--json");
  expect(code).toBe(0);
  return (JSON.parse(stdout) as VariantsDocument).variants.map(({ parameters }) => parameters);
}
