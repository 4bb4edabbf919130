/**
 * The researcher's guide is true: its shell lines and its programs run, and its joins give what the report says.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Report } from "../src/report/document.ts";
import { settings } from "./cli/command-line.ts";
import { inProcess } from "./cli/in-process.ts";
import { readGuide, wordsOf } from "./guide.ts";
import { newFolder } from "./new-folder.ts";
import { at as figureAt } from "./report/figures.ts";

const { text: guide, blocks } = readGuide("researcher");
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = newFolder("researcher");

/** Of a few people, unless something is to come of it. */
function smallRun(hours: number, people = 300): string[] {
  const gangs = Math.ceil(people / 125);
  const size = [`hours=${hours}`, `population.subscribers=${people}`, `gangs.count=${gangs}`];
  return ["--workers", "1", ...settings(...size, "episodes.hoursFactor=0.05")];
}

// Processes and some runs, on a machine that may be busy.
vi.setConfig({ testTimeout: 900_000 });

/** Of the labelled messages one in thirty: each is compared with every shipped template, by the slow engine too. */
beforeAll(() => {
  const messages = "datasets/messages";
  const [head, ...rows] = readFileSync(join(root, messages, "sample.csv"), "utf8").split("\n");
  mkdirSync(join(folder, messages), { recursive: true });
  writeFileSync(join(folder, messages, "sample.csv"), [head, ...rows.filter((_, row) => row % 30 === 0)].join("\n"));
});

/** Of each line of the block that has this: what is typed after `npx ringfence`. */
function linesWith(words: string): string[][] {
  const block = blocks("").find((text) => text.includes(words))!;
  return block
    .trimEnd()
    .split("\n")
    .map((line) => wordsOf(line).slice(2));
}

const inFolder = (word: string): string => (word === "mine.model" ? join(folder, word) : word);

/** The first and the last of each list will do, and two drawn points. */
function smallSweep(words: string[]): string[] {
  const few = words.map((word) => word.replace(/=([\d.]+),\S+,([\d.]+)/, "=$1,$2").replace(/^8$/, "2"));
  return [...few, "--no-page", "--quiet", ...smallRun(2)];
}

function smallExample(words: string[]): string[] {
  return [...words, "--no-page", ...(words[0] === "run" ? [] : ["--budget", "1"]), ...smallRun(6)];
}

function smallComparison(words: string[]): string[] {
  const few = words.flatMap((word, at) => {
    if (word === "1-5") return ["1-2"];
    return word === "--ablate" && words[at + 1]!.startsWith("--") ? [word, "telephone"] : [word];
  });
  return [...few, ...smallRun(4), ...settings("blocklist.initialEntries=200")];
}

describe("the researcher's guide", () => {
  test("names a run whose files join as it says: the counts are those of the report", async () => {
    await inProcess([...linesWith("--out study")[0]!, ...smallRun(24, 1500)], { cwd: folder });
    writeFileSync(join(folder, "join.mjs"), blocks("js")[0]!);
    const joined = JSON.parse(
      execFileSync(process.execPath, ["join.mjs"], { cwd: folder, encoding: "utf8" }),
    ) as unknown;
    const report = JSON.parse(readFileSync(join(folder, "study/report.json"), "utf8")) as Report;
    const { n, value } = report.figures["rates.interception"]!;
    const [pushed, onTarget] = ["pushed", "onTarget"].map((name) => figureAt(report, `warnings.${name}`));
    expect(onTarget).toBeGreaterThan(3);
    expect(joined).toEqual({ fraud: n, blocked: Math.round(n! * value!), pushed, onTarget });
  });

  test("has a bench of a labelled file that runs", async () => {
    const words = [...linesWith("bench pareto")[0]!, "--size", "smoke", "--quiet"];
    const { code, stdout } = await inProcess(words, { cwd: folder });
    // Of a tenth of the messages nothing can be told, which is exit code 4.
    expect(code).toBeOneOf([0, 4]);
    expect(stdout).toMatch(/floor 0.6 .*recall/);
  });

  test("answers which threshold and how many agents, from a sweep to a run with the tuned setting", async () => {
    const [choose, use] = ["study tune smoke", "--settings tuning/tune.yaml"].map(linesWith);
    const go = async (words: readonly string[], ...more: string[]) => {
      const { code, stdout } = await inProcess([...words, ...more], { cwd: folder });
      expect([words, code]).toEqual([words, 0]);
      return stdout;
    };
    const tiny = smallRun(3);
    // So small a world has few warnings, and what its constraints come to is luck.
    const loose = choose![0]!.map((word) => word.replace("accuracy>=0.6", "kept>=0"));
    const two = ["--seeds", "1-2", "--held-out", "101-102", "--budget", "4"];
    expect(await go(loose, ...two, ...tiny)).toContain("held out");
    expect(readFileSync(join(folder, "tuning/tune.yaml"), "utf8")).toMatch(
      /^# .*tuning seeds 1-2, held-out seeds 101/m,
    );
    await go(use![0]!, "--quiet", "--no-counterfactual", "--no-page", ...tiny);
    expect(readFileSync(join(folder, "tuned/report.json"), "utf8")).toContain("--settings tuning/tune.yaml");
  });

  /** Blocks by a word of theirs, how their lines are made small, where they run, and what they print. */
  test.each<readonly [string, number, (words: string[]) => string[], string, RegExp]>([
    ["--out low", 1, smallSweep, folder, /Runs {4}computed/],
    ["--out look", 1, smallSweep, folder, /Runs {4}computed/],
    ["--out which", 3, smallSweep, folder, /Runs {4}computed/],
    ["--out moved", 1, smallSweep, folder, /Runs {4}computed/],
    ["--out seeds", 1, smallSweep, folder, /Runs {4}computed/],
    ["--out mine.model", 3, (words) => words.map(inFolder), root, /trained on|learned/],
    ["run card-breaking", 4, smallExample, folder, /[^]{150}/],
    ["--out variants", 3, smallComparison, folder, /sure differences/],
  ])("has a block with %s of %i lines that work", async (name, count, small, cwd, printed) => {
    const lines = linesWith(name);
    expect(lines.length).toBe(count);
    writeFileSync(join(folder, "moved.csv"), blocks("csv")[0]!);
    for (const line of lines) {
      const { code, stdout } = await inProcess(small(line), { cwd });
      expect([line, code]).toEqual([line, 0]);
      expect(stdout).toMatch(printed);
    }
  });

  test("has a script over seeds that comes to what the table says", () => {
    const entry = JSON.stringify(join(root, "dist/src/index.js"));
    const path = join(folder, "seeds.mjs");
    writeFileSync(
      path,
      blocks("js")
        .find((block) => block.includes("sweep }"))!
        .replace('"ringfence"', entry)
        .replace("[1, 2, 3, 4, 5]", "[4, 5]"),
    );
    const rows = execFileSync(process.execPath, [path], { cwd: folder, encoding: "utf8" }).trim().split("\n");
    expect(rows.map((row) => row.split(" ")[0])).toEqual(["4", "5"]);
    for (const row of rows) {
      const [seed, value, digest] = row.split(" ") as [string, string, string];
      expect(guide).toMatch(new RegExp(`\\| ${seed} +\\| ${(Number(value) * 100).toFixed(1)} %.*${digest}`));
    }
  });
});
