/** `study ablate` and `study policies` as they are typed, and what holds of every verb of `study`. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { describe, expect, test } from "vitest";
import { parseSeeds } from "../../src/cli/study/seed-list.ts";
import { newFolder } from "../new-folder.ts";
import { inProcess } from "./in-process.ts";
import { interrupted, TINY } from "./tiny-study.ts";

const folder = newFolder("studies");
const RESULTS = ["json", "csv", "parquet", "html"].map((extension) => `ablate.${extension}`);
const ablate = (...words: readonly string[]) =>
  inProcess(["study", "ablate", "smoke", ...TINY, ...words], { cwd: folder });
const compare = (...words: readonly string[]) =>
  inProcess(["study", "policies", "smoke", ...TINY, ...words], { cwd: folder });

const textOf = (...path: readonly string[]): string => readFileSync(join(folder, ...path), "utf8");

describe("ablate", () => {
  test("writes the same bytes for one worker and two: document, table, page", async () => {
    const few = ["--defences", "visit", "--seeds", "1,3"];
    const one = await ablate(...few, "--workers", "1", "--out", "one");
    const two = await ablate(...few, "--workers", "2", "--out", "two", "--json");
    expect([one.code, two.code]).toEqual([0, 0]);
    for (const file of [...RESULTS, "ablate-summary.csv"]) expect(textOf("one", file)).toBe(textOf("two", file));
    expect(two.stdout).toBe(textOf("two", "ablate.json"));
    expect(one.stdout).toMatch(/Left out .*\n.*\n {2}visit .*[^]*Alone[^]*Again {3}npx ringfence study ablate smoke/);
    const said = one.stdout.replaceAll(/\s+/g, " ");
    expect(said).toContain("Alone: this defence and what it needs, minus only what it needs.");
    expect(said).toContain(
      "?: this may be no difference at all. The number is how many seeds would be enough to tell.",
    );
    expect(said).toContain("Holm's correction over all defences, so it may stand beside an interval without 0");
    expect([two.stderr, existsSync(join(folder, "runs"))]).toEqual(["", false]);
    const { stdout: schema } = await inProcess(["schema", "ablate"]);
    const parsed = z.fromJSONSchema(JSON.parse(schema) as Parameters<typeof z.fromJSONSchema>[0]);
    expect(parsed.safeParse(JSON.parse(two.stdout)).error).toBeUndefined();
    const [head, ...rows] = textOf("one", "ablate-summary.csv").trimEnd().split("\n");
    expect(head).toBe("defence,side,figure,unit,base,value,difference,low,high,n,p,pHolm,verdict,seedsToTell");
    expect(rows.length).toBe(2 * 11);
  });

  test("of one seed says that nothing can be told", async () => {
    const { code, stdout } = await ablate("--defences", "visit", "--seeds", "1", "--details");
    expect(code).toBe(0);
    expect(stdout).toMatch(/One seed is one world: no interval/);
    expect(stdout).toMatch(/loss avoided,/);
    expect(stdout).not.toMatch(/±/);
  });

  test.each([
    [["--defences", "visits"], /no defence "visits" switched on: .*Did you mean visit\?/],
    [["--seeds", "1,1"], /each seed once, but found 1 twice/],
    [["--seeds", "5-1"], /whole numbers .* or runs of them/],
    [["--out", "no/../one.txt/x", "--defences", "nothing"], /no defence "nothing"/],
  ])("refuses %j, and leaves nothing behind", async (words, message) => {
    const { code, stdout, stderr } = await ablate(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(existsSync(join(folder, "one.txt"))).toBe(false);
  });
});

describe("compare-policies", () => {
  test("takes policies as parameters on the first scenario, and names no cell that a spreadsheet would run", async () => {
    const policy = "@more:dissuasion.agents=4,warnings.low=0.5";
    const { code, stdout } = await compare("--policy", policy, "--seeds", "1-2", "--visit", "200yuan", "--out", "ab");
    expect(code).toBe(0);
    expect(stdout).toMatch(/a visit 200 yuan\./);
    expect(stdout).toMatch(/an hour of an agent 60 yuan \(assumed\)/i);
    expect(textOf("ab", "policies-summary.csv")).toMatch(/\n'@more,kept,count,/);
    const document = JSON.parse(textOf("ab", "policies.json")) as { policies: { changes: { path: string }[] }[] };
    expect(document.policies[1]!.changes.map(({ path }) => path)).toEqual(["warnings.low", "dissuasion.agents"]);
    const { stdout: schema } = await inProcess(["schema", "policies"]);
    const parsed = z.fromJSONSchema(JSON.parse(schema) as Parameters<typeof z.fromJSONSchema>[0]);
    expect(parsed.safeParse(document).error).toBeUndefined();
  });

  test.each([
    [["--policy", "agents=4"], /--policy expects name:path=value/],
    [["--policy", "a:dissuasion.agentz=4"], /unknown parameter "dissuasion.agentz"/],
    [["smoke"], /two policies are called "smoke"/],
    [["missing.yaml"], /missing.yaml/],
    [["--policy", "a:gangs.count=9"], /different worlds: gangs.count 4 and 9/],
    [["--policy", "a:warnings.low=1.1"], /"smoke" and "a" are the same policy/],
    [[], /two policies or more/],
    [["--policy", "a:warnings.low=0.5", "--visit", "dear"], /Expected a number of yuan/],
  ])("refuses %j", async (words, message) => {
    const { code, stdout, stderr } = await compare(...words);
    expect([2, 3, 7]).toContain(code);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
  });
});

describe("seeds", () => {
  test("are whole numbers and runs of them", () => {
    expect(parseSeeds("1-3,7, 9")).toEqual([1, 2, 3, 7, 9]);
    for (const wrong of ["", "a", "1-", "-1", "1.5", "3-1", "1-2-3", "0-20000", "1,,2"]) {
      expect(() => parseSeeds(wrong)).toThrow(/whole numbers/);
    }
    expect(() => parseSeeds("1-4,3")).toThrow(/found 3 twice/);
  });
});

describe("a study that is interrupted", () => {
  test.each([
    ["sweep", ["--over", "warnings.low=0.5,0.95", "--seeds", "1"]],
    ["policies", ["--policy", "early:warnings.low=0.5", "--seeds", "1"]],
    ["tune", ["--seeds", "1", "--held-out", "2", "--budget", "3"]],
    ["calibrate", ["--over", "warnings.low=0.5..1.5", "--targets", "rates.coverage=0.5", "--budget", "3"]],
    ["validate", []],
  ])("%s %j goes on from its cells, to the same bytes", async (verb, words) => {
    const { whole, part } = await interrupted(folder, verb, words);
    expect(part).toEqual(whole);
  });
});

test("a run that was altered is named on standard error, also where nothing else is", async () => {
  const words = ["smoke", ...TINY, "--seeds", "1", "--workers", "1", "--quiet", "--no-page", "--out", "altered"];
  await inProcess(["study", "sweep", ...words], { cwd: folder });
  const name = readdirSync(join(folder, "altered")).find((file) => file.startsWith("cells-"))!;
  const cells = join(folder, "altered", name);
  writeFileSync(cells, readFileSync(cells, "utf8").replace(/"kept":\d+/, '"kept":123'));
  const { code, stdout, stderr } = await inProcess(["study", "sweep", ...words], { cwd: folder });
  expect([code, stdout]).toEqual([0, expect.stringContaining("computed 1, reused 0")]);
  expect(stderr).toMatch(/^Note: 1 line in altered is not as written, .*cells-[\da-f]+\.jsonl, line 1\n$/);
});

test("two studies in one directory share their cells", async () => {
  const words = ["smoke", ...TINY, "--seeds", "1", "--workers", "1", "--quiet", "--out", "shared"];
  await inProcess(["study", "ablate", ...words, "--defences", "visit"], { cwd: folder });
  const { stdout } = await inProcess(["study", "sweep", ...words], { cwd: folder });
  expect(stdout).toContain("computed 0, reused 1");
});

test.each([
  ["study", ["sweep", "validate", "policies"]],
  ["bench", ["pareto", "micro", "pipeline", "scaling", "open-loop"]],
] as const)("who leaves out %s before its verb is told to write it", async (above, verbs) => {
  for (const verb of verbs) {
    const { code, stderr } = await inProcess([verb, "smoke"], { cwd: folder });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `ringfence: there is no verb ${verb}: npx ringfence ${above} ${verb} does it\n`,
    });
  }
});
