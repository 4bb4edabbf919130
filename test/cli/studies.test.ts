/** `ablate` and `compare-policies` as they are typed. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { describe, expect, test } from "vitest";
import { parseSeeds } from "../../src/cli/seed-list.ts";
import { withStudyDirectory } from "../../src/cli/study-options.ts";
import { newFolder } from "../new-folder.ts";
import { settings } from "./command-line.ts";
import { inProcess } from "./in-process.ts";

const folder = newFolder("studies");
/** Little to begin with, and episodes that end in the hours after: a tenth of a second. */
const QUICK = [
  "population.subscribers=300",
  "gangs.count=4",
  "blocklist.initialEntries=200",
  "templates.initial=20",
  "episodes.hoursFactor=0.05",
  "episodes.transferHours=1",
  "warnings.maxAgeHours=4",
];
const TINY = [...settings(...QUICK), "--hours", "4"];
const ablate = (...words: readonly string[]) => inProcess(["ablate", "smoke", ...TINY, ...words], { cwd: folder });
const compare = (...words: readonly string[]) =>
  inProcess(["compare-policies", "smoke", ...TINY, ...words], { cwd: folder });

const textOf = (...path: readonly string[]): string => readFileSync(join(folder, ...path), "utf8");

describe("ablate", () => {
  test("writes the same bytes for one worker and two: document, table, page", async () => {
    const few = ["--defences", "visit", "--seeds", "1,3"];
    const one = await ablate(...few, "--workers", "1", "--out", "one");
    const two = await ablate(...few, "--workers", "2", "--out", "two", "--json");
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(readdirSync(join(folder, "one")).toSorted()).toEqual(["ablation.json", "report.html", "table.csv"]);
    for (const file of readdirSync(join(folder, "one"))) expect(textOf("one", file)).toBe(textOf("two", file));
    expect(two.stdout).toBe(textOf("two", "ablation.json"));
    expect(one.stdout).toMatch(
      /Left out .*\n.*\n {2}visit .*[^]*Alone[^]*Again {3}npx ringfence ablate smoke --defences/,
    );
    expect(one.stderr).toMatch(/^run 1 of \d+: all defences, seed 1\n[^]*\d+ runs in \d+ seconds?\n$/);
    expect([two.stderr, existsSync(join(folder, "runs"))]).toEqual(["", false]);
    const { stdout: schema } = await inProcess(["schema", "ablation"]);
    const parsed = z.fromJSONSchema(JSON.parse(schema) as Parameters<typeof z.fromJSONSchema>[0]);
    expect(parsed.safeParse(JSON.parse(two.stdout)).error).toBeUndefined();
    const [head, ...rows] = textOf("one", "table.csv").trimEnd().split("\n");
    expect(head).toBe("defence,side,figure,unit,base,value,difference,low,high,n,p,pHolm,verdict,seedsToTell");
    expect(rows.length).toBe(2 * 10);
  });

  test("of one seed says that nothing can be told", async () => {
    const { code, stdout } = await ablate("--defences", "visit", "--replications", "1", "--quiet", "--details");
    expect(code).toBe(0);
    expect(stdout).toMatch(/One seed is one world: no interval/);
    expect(stdout).toMatch(/loss avoided,/);
    expect(stdout).not.toMatch(/±/);
  });

  test.each([
    [["--defences", "visits"], /no defence "visits" switched on: .*Did you mean visit\?/],
    [["--seeds", "1,1"], /each seed once, but found 1 twice/],
    [["--seeds", "5-1"], /whole numbers .* or runs of them/],
    [["--seeds", "1-3", "--replications", "2"], /cannot be used with option '--seeds/],
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
    expect(textOf("ab", "table.csv")).toMatch(/\n'@more,kept,count,/);
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
    [["--policy", "a:warnings.low=0.95"], /"smoke" and "a" are the same policy/],
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

test("a study that a signal ends leaves no empty directory", async () => {
  const [out, before] = [join(folder, "ended"), process.listenerCount("exit")];
  await withStudyDirectory({ seeds: [1], workers: 1, set: [], out }, () => {
    expect(existsSync(out)).toBe(true);
    // What the end of the process calls; its other listeners are the tests' own.
    process.listeners("exit").at(-1)!(0);
    expect(existsSync(out)).toBe(false);
    return Promise.resolve();
  });
  expect(process.listenerCount("exit")).toBe(before);
});
