/** `study compare` as it is typed, and what holds of every verb of `study`. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { describe, expect, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { inProcess } from "./in-process.ts";
import { interrupted, TINY } from "./tiny-study.ts";

const folder = newFolder("studies");
const RESULTS = ["json", "csv", "html"].map((extension) => `compare.${extension}`);
const compare = (...words: readonly string[]) =>
  inProcess(["study", "compare", "smoke", ...TINY, ...words], { cwd: folder });

const textOf = (...path: readonly string[]): string => readFileSync(join(folder, ...path), "utf8");

async function schemaOf(name: string): Promise<z.ZodType> {
  const { stdout } = await inProcess(["schema", name]);
  return z.fromJSONSchema(JSON.parse(stdout) as Parameters<typeof z.fromJSONSchema>[0]);
}

describe("compare", () => {
  test("writes the same bytes for one worker and two: document, table, page", async () => {
    const few = ["--ablate", "visit", "--seeds", "1,3"];
    const one = await compare(...few, "--workers", "1", "--out", "one");
    const two = await compare(...few, "--workers", "2", "--out", "two", "--json");
    expect([one.code, two.code]).toEqual([0, 0]);
    for (const file of [...RESULTS, "compare-summary.csv"]) expect(textOf("one", file)).toBe(textOf("two", file));
    expect(two.stdout).toBe(textOf("two", "compare.json"));
    expect(one.stdout).toMatch(/Variant .*[^]*without[^]*Again {3}npx ringfence study compare smoke/);
    const said = one.stdout.replaceAll(/\s+/g, " ");
    expect(said).toContain("?: this may be no difference at all");
    expect(said).toContain("8 differences are sure.");
    expect([two.stderr, existsSync(join(folder, "runs"))]).toEqual(["", false]);
    expect((await schemaOf("compare")).safeParse(JSON.parse(two.stdout)).error).toBeUndefined();
    const [head, ...rows] = textOf("one", "compare-summary.csv").trimEnd().split("\n");
    expect(head).toBe(
      "variant,figure,unit,value,low,high,n,difference,differenceLow,differenceHigh,p,pHolm,verdict,seedsToTell",
    );
    expect(rows.length).toBe(16);
  });

  test("takes variants as parameters and as files, and names no cell that a spreadsheet would run", async () => {
    writeFileSync(join(folder, "crew.yaml"), "dissuasion:\n  agents: 3\n");
    const variants = ["--variant", "@more: dissuasion.agents=4 warnings.low=0.5", "--variant", "crew.yaml"];
    const { code } = await compare(...variants, "--seeds", "1-2", "--out", "ab");
    expect(code).toBe(0);
    expect(textOf("ab", "compare-summary.csv")).toMatch(/\n'@more,peopleLost,count,/);
    const { variants: found } = JSON.parse(textOf("ab", "compare.json")) as {
      variants: { name: string; parameters: object }[];
    };
    expect(found.map(({ name, parameters }) => [name, ...Object.keys(parameters)])).toEqual([
      ["smoke"],
      ["@more", "warnings.low", "dissuasion.agents"],
      ["crew", "dissuasion.agents"],
    ]);
  });

  test.each([
    [["--variant", "agents=4"], /--variant expects "name: path=value path=value"/],
    [["missing.yaml"], /missing.yaml/],
    [["--seeds", "5-1"], /whole numbers .* or runs of them/],
  ])("refuses %j, and leaves nothing behind", async (words, message) => {
    const { code, stdout, stderr } = await compare(...words, "--out", "refused");
    expect([2, 3, 7]).toContain(code);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
    expect(existsSync(join(folder, "refused"))).toBe(false);
  });
});

describe("a study that is interrupted", () => {
  test.each([
    ["compare", ["--variant", "early: warnings.low=0.5", "--seeds", "1"]],
    ["tune", ["--seeds", "1", "--held-out", "2", "--budget", "3"]],
    ["calibrate", ["--over", "warnings.low=0.5..1.5", "--targets", "rates.coverage=0.5", "--budget", "3"]],
    ["validate", []],
  ])("%s %j goes on from its cells, to the same bytes", async (verb, words) => {
    const { whole, part } = await interrupted(folder, verb, words);
    expect(part).toEqual(whole);
  });
});
