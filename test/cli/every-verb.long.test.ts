/**
 * What every verb prints on a terminal of 80 columns, with messages and names that mean harm: it fits, it is aligned,
 * and nothing is obeyed.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { registerBench } from "../../src/cli/bench/bench.ts";
import { registerExplain } from "../../src/cli/explain/explain.ts";
import { wantsColour } from "../../src/cli/output.ts";
import { registerRun } from "../../src/cli/run.ts";
import { registerSchema } from "../../src/cli/schema.ts";
import { registerStudy } from "../../src/cli/study/study.ts";
import { registerScreen } from "../../src/cli/screen/screen.ts";
import { displayWidth } from "../../src/core/terminal/display-width.ts";
import { benchResult, measured } from "../bench/compare/documents.ts";
import { programOf, runVerb } from "../guide.ts";
import { newFolder } from "../new-folder.ts";
import { TINY } from "./command-line.ts";

/** Colours, a title, a cursor, a direction, nothing at all, and a wide character. */
const HOSTILE = "e\u001b[31m\u001b]0;t\u0007\u009b2J\u202e\u200b惠";
const LONG = `${"长".repeat(300)} ${"a".repeat(300)}`;

const folder = newFolder("verbs");
const inFolder = (name: string): string => join(folder, name);
const home = process.cwd();

beforeAll(() => {
  process.chdir(folder);
  const rows = [`"${HOSTILE}",fraud,"${HOSTILE}"`, `"${LONG}",贷款${HOSTILE},10086`, `您好，校园通系统提示,ham,95588`];
  writeFileSync(inFolder(`${HOSTILE}.csv`), `text,label,from\n${rows.join("\n")}\n`);
  const figures = [measured(`${"matching ".repeat(9)}${HOSTILE}`, [1001, 1002, 1003, 1004, 1005, 1006])];
  for (const name of ["old.json", "new.json"]) writeFileSync(inFolder(name), JSON.stringify(benchResult(figures)));
  writeFileSync(inFolder("scripts.txt"), `${LONG}\n您好，校园通系统提示\n`);
});

afterAll(() => process.chdir(home));

/** Answers that are none of 0: nothing to tell from one pair, figures of a busy machine. */
const ANSWERS = [0, 4, 5];
const TINY_RUN = [...TINY, "--set", "hours=6", "--out"];
const SWEEP = ["study", "sweep", "smoke", ...TINY.slice(2), "--hours", "6", "--seeds", "1-3", "--no-page"];
const COLUMNS_GIVEN = ["--text", "text", "--label", "label", "--caller", "from"];

const typed = (line: string): string[] => line.split(" ");

const NAMED = `${HOSTILE}a long name: warnings.low=0.5`;

/** A study of few short runs. */
const study = (verb: string, rest: string): string[] => ["study", verb, "smoke", ...TINY.slice(2), ...typed(rest)];

const VERBS: readonly (readonly [string, readonly string[]])[] = [
  ["run", [...TINY_RUN, HOSTILE]],
  ["run without progress", [...TINY_RUN, `${HOSTILE}2`, "--quiet"]],
  ["calibrate", study("calibrate", "--set hours=3 --targets success --budget 2")],
  ["study compare", [...study("compare", "--set hours=3 --ablate visit --seeds 1-2 --variant"), NAMED]],
  [
    "tune",
    [
      ...study("tune", "--set hours=3 --subject-to agentHours<=9999 --seeds 1-2 --held-out 3-4 --budget 2 --out"),
      `${HOSTILE}-tune`,
    ],
  ],
  ["validate", study("validate", "--set hours=3")],
  [
    "sweep",
    [...SWEEP, "--over", "complaints.delayHours=1,24", "--over", "warnings.low=0.1,0.95", "--out", `${HOSTILE}3`],
  ],
  ["screen", ["screen", `${HOSTILE}.csv`, ...COLUMNS_GIVEN, "--templates", "scripts.txt"]],
  ["screen into a file", ["screen", `${HOSTILE}.csv`, ...COLUMNS_GIVEN, "--out", `${HOSTILE}-out.csv`]],
  ["explain", ["explain", `${HOSTILE} http://1cbc-vip.top/ ${LONG}`, "--caller", HOSTILE]],
  ["explain a match", ["explain", LONG, "--templates", "scripts.txt", "--caller", "0095588"]],
  ["bench micro", [...typed("bench micro --group blocklist --size smoke --out"), `${HOSTILE}-micro`]],
  ["bench pipeline", typed("bench pipeline --size smoke --hours 1 --workers 1")],
  ["bench open-loop", typed("bench open-loop --size smoke")],
  ["bench scaling", typed("bench scaling --size smoke")],
  ["bench pareto", typed("bench pareto --size smoke --hours 8")],
  ["compare", ["bench", "compare", `echo '${HOSTILE}'`, `true '${HOSTILE}'`, "--pairs", "1"]],
  ["compare results with long names", ["bench", "compare", "old.json", "new.json"]],
];

function program(): Command {
  return programOf(registerRun, registerScreen, registerExplain, registerStudy, registerBench, registerSchema);
}

describe("on a terminal of 80 columns", () => {
  const streams = [process.stdout, process.stderr];
  const before = streams.map(({ isTTY, columns }) => ({ isTTY, columns }));
  beforeAll(() => {
    for (const stream of streams) Object.assign(stream, { isTTY: true, columns: 80 });
    vi.stubEnv("NO_COLOR", "");
    vi.stubEnv("FORCE_COLOR", undefined);
    vi.stubEnv("TERM", "xterm");
  });
  afterAll(() => {
    for (const [index, stream] of streams.entries()) Object.assign(stream, before[index]);
    vi.unstubAllEnvs();
  });

  test.each(VERBS)("%s: no line is longer, and nothing from outside is obeyed", async (_, words) => {
    const { code, stdout, stderr } = await runVerb(program(), words);
    expect(code).toBeOneOf(ANSWERS);
    expect(stdout.length).toBeGreaterThan(50);
    expect(tooWide(stdout)).toEqual([]);
    expect(unsafe(stdout)).toEqual([]);
    // A bar moves the cursor on standard error, and nothing else does.
    expect(unsafe(stripVTControlCharacters(stderr))).toEqual([]);
    expect(stderr === "" || !words.includes("--quiet")).toBe(true);
  });

  test("help of every verb fits", () => {
    const all = program().commands.flatMap((verb) => [verb, ...verb.commands]);
    expect(all.length).toBeGreaterThan(10);
    for (const verb of all) expect(tooWide(verb.helpInformation())).toEqual([]);
  });
});

describe("without a terminal", () => {
  test.each(["explain", "screen", "run"])("%s prints no escape sequence, and rows and results alone", async (verb) => {
    const words = {
      explain: ["explain", LONG],
      screen: ["screen", `${HOSTILE}.csv`],
      run: [...TINY_RUN, `${HOSTILE}3`],
    };
    const { stdout, stderr } = await runVerb(program(), words[verb as keyof typeof words]);
    expect(unsafe(`${stdout}${stderr}`)).toEqual([]);
    expect(`${stdout}${stderr}`).not.toContain("\u001b");
    // Of rows that go to standard output, the summary is not one.
    expect(stderr === "").toBe(verb !== "screen");
  });
});

describe("colour", () => {
  const [terminal, pipe] = [{ isTTY: true }, { isTTY: false }];

  test.each([
    ["a terminal", terminal, {}, true],
    ["a pipe", pipe, {}, false],
    ["NO_COLOR", terminal, { NO_COLOR: "1" }, false],
    ["NO_COLOR that is empty", terminal, { NO_COLOR: "" }, true],
    ["a dumb terminal", terminal, { TERM: "dumb" }, false],
    ["FORCE_COLOR on a pipe", pipe, { FORCE_COLOR: "1" }, true],
    ["FORCE_COLOR=0", terminal, { FORCE_COLOR: "0" }, false],
    ["both, of which NO_COLOR counts", terminal, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("%s", (_, stream, env, wanted) => {
    expect(wantsColour(stream, env)).toBe(wanted);
  });
});

function tooWide(text: string): string[] {
  return stripVTControlCharacters(text)
    .split("\n")
    .filter((line) => displayWidth(line) > 80);
}

/** What a terminal would obey or hide, but for our own emphasis and line breaks. */
function unsafe(text: string): string[] {
  // oxlint-disable-next-line no-control-regex
  const ours = text.replaceAll(/\u001b\[\d+m|\n/g, "");
  return ours.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{DI}]/gu) ?? [];
}
