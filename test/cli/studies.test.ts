/** Studies as they are typed: `compare`, `calibrate`, and `sweep`; `validate` stands with its facts. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { describe, expect, test } from "vitest";
import type { VariantsDocument } from "../../src/study/document.ts";
import { newFolder } from "../new-folder.ts";
import { inProcess } from "./in-process.ts";
import { TINY } from "./tiny-study.ts";

const folder = newFolder("studies");
const study = (verb: string, ...words: readonly string[]) =>
  inProcess(["study", verb, "smoke", ...TINY, ...words], { cwd: folder });

const textOf = (...path: readonly string[]): string => readFileSync(join(folder, ...path), "utf8");

describe("compare", () => {
  test("tells what sets variants apart, that are parameters, files and defences left out", async () => {
    writeFileSync(join(folder, "crew.yaml"), "dissuasion:\n  agents: 3\n");
    const variants = ["--variant", "@more: dissuasion.agents=4 warnings.low=0.5", "--variant", "crew.yaml"];
    const words = [...variants, "--ablate", "visit", "--seeds", "1,3", "--out", "ab"];
    const stated = await study("compare", ...words, "--json");
    expect([stated.code, stated.stderr, stated.stdout]).toEqual([0, "", textOf("ab", "compare.json")]);
    const document = JSON.parse(stated.stdout) as VariantsDocument;
    const schema = JSON.parse((await inProcess(["schema", "compare"])).stdout) as { type: "object" };
    expect(z.fromJSONSchema(schema).safeParse(document).error).toBeUndefined();
    expect(document.variants.map(({ name, parameters }) => [name, ...Object.keys(parameters)])).toEqual([
      ["smoke"],
      ["@more", "warnings.low", "dissuasion.agents"],
      ["crew", "dissuasion.agents"],
      ["without visit", "dissuasion.visitFrom"],
    ]);
    const { stdout } = await study("compare", ...words);
    expect(stdout).toMatch(/Variant .*[^]*without[^]*Runs {4}computed 0, reused 8\n[^]*Again {3}npx ringfence study/);
    const said = stdout.replaceAll(/[\s\\]+/g, " ");
    expect(said).toContain("?: this may be no difference at all");
    expect(said).toMatch(/ure differences: \d+ of 24\./);
    const more = "--variant '@more: dissuasion.agents=4 warnings.low=0.5'";
    expect(said).toContain(`${more} --variant crew.yaml --ablate visit --seeds 1,3 --set `);
    const [head, ...rows] = textOf("ab", "compare-summary.csv").trimEnd().split("\n");
    const columns = "value,low,high,n,difference,differenceLow,differenceHigh,p,pHolm,verdict,seedsToTell";
    expect(head).toBe(`variant,figure,unit,${columns}`);
    expect(rows.length).toBe(32);
    // No cell that a spreadsheet would run.
    expect(rows[1]).toMatch(/^'@more,peopleLost,count,/);
    expect(existsSync(join(folder, "runs"))).toBe(false);
  });

  test.each([
    [["--variant", "agents=4"], /--variant expects "name: path=value path=value"/],
    [["missing.yaml"], /missing.yaml/],
  ])("refuses %j, and leaves nothing behind", async (words, message) => {
    const { code, stdout, stderr } = await study("compare", ...words, "--out", "refused");
    expect([2, 3, 7]).toContain(code);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
    expect(existsSync(join(folder, "refused"))).toBe(false);
  });
});

test("A search that is interrupted goes on from its cells, to the same bytes, and says no less with --quiet", async () => {
  const search = "--over warnings.low=0.5..1.5 --targets rates.coverage=0.5 --budget 2 --held-out 2 --seeds 1";
  const calibrate = (out: string) => study("calibrate", ...search.split(" "), "--quiet", "--out", out);
  expect((await calibrate("whole")).code).toBe(0);
  // As a process leaves it that was killed behind its first run.
  const [cell] = readdirSync(join(folder, "whole/cells"));
  mkdirSync(join(folder, "part/cells"), { recursive: true });
  cpSync(join(folder, "whole/cells", cell!), join(folder, "part/cells", cell!));
  const { code, stdout, stderr } = await calibrate("part");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/Held-out seeds, compared one by one[^]*computed \d+, reused 1\n/);
  const results = readdirSync(join(folder, "whole")).filter((file) => file !== "cells");
  expect(results.length).toBeGreaterThan(3);
  for (const file of results) expect(textOf("part", file)).toBe(textOf("whole", file));
});

test("A tuned setting whose constraint one held-out seed cannot tell is kept, with exit code 4", async () => {
  const search = "--over warnings.low=0.5..1.5 --subject-to agentHours>=0 --seeds 1-2 --budget 2 --json --out tuned";
  const codeOf = async (heldOut: string) => (await study("tune", ...search.split(" "), "--held-out", heldOut)).code;
  expect([await codeOf("3"), await codeOf("3-4")]).toEqual([4, 0]);
  expect(existsSync(join(folder, "tuned/tune.yaml"))).toBe(true);
});

describe("sweep", () => {
  test("tells figures with their intervals, what each parameter moves, and what was run, and makes a page", async () => {
    const words = ["--over", "warnings.low=0.1,0.95", "--seeds", "1", "--out", "study"];
    const { code, stdout } = await study("sweep", ...words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/warnings.low +people who +money lost, +fraud +benign/);
    const files = "sweep.json, sweep.csv, sweep-summary.csv, sweep.html";
    expect(stdout).toContain(`Runs    computed 2, reused 0\nStudy   study\n        ${files}\nAgain   npx `);
    expect(textOf("study/sweep.html")).toContain("along warnings.low");
  });

  test("takes the points of a file, names among them, and draws points", async () => {
    writeFileSync(join(folder, "points.csv"), "warnings.low,screening.stages.match\n0.1,true\n0.95,false\n");
    expect(await pointsOf("--list", "points.csv", "--out", "study")).toEqual([
      { "warnings.low": 0.1, "screening.stages.match": true },
      { "warnings.low": 0.95, "screening.stages.match": false },
    ]);
    expect((await pointsOf("--over", "warnings.low=0.1..1", "--points", "2", "--out", "study")).length).toBe(2);
  });

  test("has the figures asked for, with the paired runs that they need", async () => {
    const figures = ["--figures", "saved", "--figures", "kept, avoidedYuan"];
    const words = [...figures, "--seeds", "1", "--no-page", "--out", "study"];
    const stated = JSON.parse((await study("sweep", ...words, "--json")).stdout) as VariantsDocument;
    expect(stated.figures.map(({ name }) => name)).toEqual(["saved", "kept", "avoidedYuan"]);
    const { saved, avoidedYuan } = stated.variants[0]!.figures;
    expect([saved!.value, avoidedYuan!.value]).not.toContain(null);
    const { stdout } = await study("sweep", ...words);
    expect(stdout).toMatch(/^ *Variant +losses +people +loss$/m);
    expect(stdout).not.toContain("coverage");
    expect(stdout).toContain("computed 0, reused 1");
    const again = stdout.slice(stdout.indexOf("Again")).replaceAll(/[\s\\]+/g, " ");
    expect(again).toContain("--figures 'saved,kept, avoidedYuan' --seeds 1 ");
  });

  test("runs a part of a list as a shard, and says what makes the table", async () => {
    const words = ["--over", "warnings.low=0.1,0.95", "--seeds", "1", "--out", "study"];
    const { code, stdout } = await study("sweep", ...words, "--shard", "2/2");
    const next = "The same command without --shard runs what is missing, and makes the table.";
    expect([code, stdout]).toEqual([0, `Runs    computed 0, reused 1\n${next}\n`]);
    const stated = JSON.parse((await study("sweep", ...words, "--shard", "2/2", "--json")).stdout) as object;
    expect(stated).toEqual({ study: "sweep", directory: "study", computed: 0, reused: 1 });
  });

  test.each([
    ["points without a parameter", "--points 4", "--points draws values of parameters"],
    ["an unknown key", "--over low=1,2", 'did you mean "warnings.low"'],
    ["a value out of range", "--over warnings.low=0.5,99", "point 2 of 2"],
    ["steps of points that are drawn", "--over warnings.low=0.1..1:3 --points 4", "draws its values"],
    ["points of a list", "--list points.csv --points 3", "leave out --points"],
    ["one key twice", "--over warnings.low=1 --over warnings.low=2", "given twice"],
    ["a key that is set too", "--over gangs.count=4,5", "leave out one of them"],
    ["a list and parameters", "--over warnings.low=1 --list points.csv", "not both"],
    ["a list of nothing", "--list empty.csv", "list of points is empty"],
    ["a column of a list twice", "--list twice.csv", '--list twice.csv, line 1: "warnings.low" stands there twice'],
    ["too many runs", "--over warnings.low=0.1..1:9999 --seeds 1-20", "at most 100000 runs"],
    ["a shard of no such part", "--over warnings.low=1 --shard 3/2", "Expected i/n"],
  ])("refuses %s, and writes nothing", async (_, words, message) => {
    writeFileSync(join(folder, "empty.csv"), "warnings.low\n");
    writeFileSync(join(folder, "twice.csv"), "warnings.low,warnings.low\n0.5,0.6\n");
    const { code, stderr, stdout } = await study("sweep", ...words.split(" "), "--out", "refused");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.replace(/\s+/g, " ")).toContain(message);
    expect(existsSync(join(folder, "refused"))).toBe(false);
  });
});

async function pointsOf(...words: readonly string[]): Promise<object[]> {
  const { code, stdout } = await study("sweep", ...words, "--seeds", "1", "--no-page", "--json");
  expect(code).toBe(0);
  return (JSON.parse(stdout) as VariantsDocument).variants.map(({ parameters }) => parameters);
}
