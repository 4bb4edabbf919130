import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runBench } from "../../../bench/harness/bench.ts";
import { readCommit } from "../../../bench/harness/environment.ts";
import { compareInRounds, measurementOf, reachedWords, targetWords } from "../../../bench/harness/measurement.ts";
import { mergedDigest } from "../../../bench/harness/merged-digest.ts";
import { crowdedBy, othersBetween } from "../../../bench/harness/other-work.ts";
import { tableOf } from "../../../bench/harness/part.ts";
import { drawNamedTable, renderBench } from "../../../bench/harness/render.ts";
import { benchResultSchema } from "../../../bench/harness/result.ts";
import { commonDigest } from "../../../bench/scaling/rounds-of-runs.ts";
import { benchResult, measured } from "../compare/documents.ts";

const ns = [6500, 6600, 6700, 6800, 6900, 7000];

async function run(size: "full" | "smoke", measurements: readonly ReturnType<typeof measured>[]) {
  const measure = () => Promise.resolve({ settings: {}, measurements, comparisons: [] });
  const options = { size, seed: 1, onProgress: () => {} };
  const { result } = await runBench("micro", measure, options, "ringfence bench micro");
  return result;
}

test("mistakes of a bench end it: two figures of one name, no number, a ratio to zero, other decisions", async () => {
  const figures = ["one", "two", "one"].map((name) => measured(name, [1]));
  await expect(run("smoke", figures)).rejects.toThrow("bench micro: several figures are called one");
  expect(() => measured("none", [Number.NaN])).toThrow("no number");
  expect(() => compareInRounds("zero", measured("a", [1]), measured("b", [0]))).toThrow("zero");
  expect(commonDigest([{ digest: "a" }, { digest: "a" }])).toBe("a");
  expect(() => commonDigest([{ digest: "a" }, { digest: "b" }])).toThrow("a, b");
});

test("the digest of several parts is their sum, and none where no part has one", () => {
  expect(mergedDigest(["00000000ffffffff", undefined, "ffffffff00000002"])).toBe("0000000000000001");
  expect(mergedDigest(["20698d55b0a9e854"])).toBe("20698d55b0a9e854");
  expect(mergedDigest([undefined])).toBeUndefined();
});

test("that figures must not be used stands above them, with the reasons, and remarks stand below", () => {
  const problems = ["the generator lagged"];
  const result = benchResult([measured("look-up", ns)], { valid: false, problems, warnings: ["the machine was busy"] });
  const places = ["Bench ", "INVALID", "- the generator lagged", "look-up", "Note: the machine was busy", "again: "];
  const render = (of: typeof result) =>
    renderBench({ result: of, parts: [], missed: null, untold: null }, { colour: false });
  const text = render(result);
  const found = places.map((place) => text.indexOf(place));
  expect(found).not.toContain(-1);
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(render({ ...result, valid: true, problems: [] })).not.toContain("INVALID");
});

function draw(name: string): string {
  const table = tableOf("what", [{ name, value: "7" }], (row) => row.name, [
    ["here", ({ value }) => value],
    ["never", () => ""],
  ]);
  return drawNamedTable(table, { colour: false });
}

test("a column that no row fills is left out, and a name that is too long stands above its figures", () => {
  expect(draw("short")).toBe("  what   here\n  short     7");
  const [head, ...lines] = draw("long ".repeat(20).trim()).split("\n");
  expect(head).toMatch(/^ {2}what +here$/);
  expect(lines.at(-1)!.trim()).toBe("7");
  expect(lines.every((line) => line.length <= 80)).toBe(true);
});

const around = (middle: number) => [-9, -5, -2, 2, 5, 9].map((off) => middle + off);

const wordsOf = (middles: number[], word: (samples: number[]) => string) =>
  middles.map((middle) => word(around(middle))).join();

test("a target is called reached, or missed, only where the whole interval of enough rounds says so", () => {
  const usual = { name: "it", group: "a run", n: 10 };
  const rate = { ...usual, unit: "events/s", better: "higher", target: { limit: 100, aim: 200 } } as const;
  expect(wordsOf([80, 96, 104, 120, 204, 220], (samples) => reachedWords(measurementOf({ ...rate, samples })))).toBe(
    "missed,cannot tell,cannot tell,met,met,aim reached",
  );
  const size = { ...usual, unit: "MiB", better: "lower", target: { limit: 200, aim: 100 } } as const;
  expect(wordsOf([220, 204, 196, 180, 104, 80], (samples) => reachedWords(measurementOf({ ...size, samples })))).toBe(
    "missed,cannot tell,cannot tell,met,met,aim reached",
  );
  const [one, targets] = [measured("one", [1, 1, 1, 1, 1, 1]), { limit: 100, aim: 200 }];
  const against = (ratios: number[]) => compareInRounds("row", one, measured("other", ratios), targets);
  expect(wordsOf([80, 96, 104, 120, 220], (ratios) => targetWords(against(ratios)))).toBe(
    "missed,cannot tell,cannot tell,met,aim reached",
  );
  const few = compareInRounds("a row", measured("fast", [10, 10]), measured("slow", [50, 51]), targets);
  expect(targetWords(few)).toBe("too few rounds");
});

test("a figure that is doubted makes a result invalid, and at smoke size a remark", async () => {
  const figures = [{ ...measured("look-up", ns), doubt: "not to be trusted" }, measured("other", ns)];
  const said = "a group: look-up: not to be trusted";
  const full = await run("full", figures);
  expect(full).toMatchObject({ valid: false, problems: [said] });
  expect(benchResultSchema.parse(full)).toEqual(full);
  const smoke = await run("smoke", figures);
  expect(smoke).toMatchObject({ valid: true, problems: [] });
  expect(smoke.warnings).toContain(said);
});

test("others crowd out a bench that wants more cores than they leave, give or take a tenth", () => {
  const from = { atMs: 1000, allMs: 500, ownMs: 200 };
  expect(othersBetween(from, { atMs: 3000, allMs: 4500, ownMs: 1200 })).toBe(1.5);
  // Both are counted in ticks of their own.
  expect(othersBetween(from, { atMs: 3000, allMs: 600, ownMs: 400 })).toBe(0);
  const cores = cpus().length;
  expect(crowdedBy(0, availableParallelism())).toBeNull();
  expect(crowdedBy(cores - 0.91, 1)).toBeNull();
  expect(crowdedBy(cores - 0.5, 1)).toContain(`${(cores - 0.5).toFixed(2)} of ${cores} cores`);
  // More threads than cores take turns among themselves.
  expect(crowdedBy(cores - availableParallelism(), 1000)).toBeNull();
});

const hasGit = spawnSync("git", ["--version"]).status === 0;

test.skipIf(!hasGit)(
  "a checkout has a commit, and is changed where a file of it is; what lies below, or is none, has none",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "ringfence-commit-test-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const none = { commit: null, dirty: null };
    expect(readCommit(folder)).toEqual(none);
    const git = (...words: string[]) => execFileSync("git", ["-C", folder, ...words], { encoding: "utf8" }).trim();
    git("init", "--quiet", "--template=");
    writeFileSync(join(folder, "file"), "one");
    git("add", "file");
    git("-c", "user.name=a test", "-c", "user.email=test@localhost", "commit", "--quiet", "--message", "one");
    const commit = git("rev-parse", "HEAD");
    expect(readCommit(folder)).toEqual({ commit, dirty: false });
    writeFileSync(join(folder, "file"), "two");
    expect(readCommit(folder)).toEqual({ commit, dirty: true });
    mkdirSync(join(folder, "below"));
    expect(readCommit(join(folder, "below"))).toEqual(none);
  },
);
