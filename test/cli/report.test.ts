import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/report/document.ts";
import { newFolder } from "../new-folder.ts";
import { type Outcome, TINY } from "./command-line.ts";
import { inProcess } from "./in-process.ts";

const folder = newFolder("report");
const run = join(folder, "run");
let written: string;
let report: Report;
let outcomeOfRun: Outcome;

beforeAll(async () => {
  outcomeOfRun = await inProcess([...TINY, "--set", "hours=6", "--no-counterfactual", "--out", run]);
  written = readFileSync(join(run, "report.html"), "utf8");
  report = JSON.parse(readFileSync(join(run, "report.json"), "utf8")) as Report;
});

let made = 0;
/** A directory with this for its report. */
function directoryWith(document: unknown): string {
  const directory = join(folder, `made-${made++}`);
  mkdirSync(directory);
  writeFileSync(join(directory, "report.json"), typeof document === "string" ? document : JSON.stringify(document));
  return directory;
}

describe("run", () => {
  test("names the page that it wrote", () => {
    expect(outcomeOfRun).toMatchObject({ code: 0 });
    expect(outcomeOfRun.stdout).toContain(`Report  ${join(run, "report.html")}\n`);
    expect(written).toMatch(/^<!doctype html>/);
  });

  test("writes none with --no-page, and speaks of none", async () => {
    const bare = join(folder, "bare");
    const settings = ["--set", "hours=6", "--no-counterfactual", "--no-page", "--out", bare];
    const { code, stdout } = await inProcess([...TINY, ...settings]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Report  .*bare$/m);
    expect(stdout).not.toContain("report.html");
    expect(existsSync(join(bare, "report.html"))).toBe(false);
    expect((JSON.parse(readFileSync(join(bare, "report.json"), "utf8")) as Report).digest).toBe(report.digest);
  });
});

/** JSON that only a parser which is not recursive reads. */
const deep = "[".repeat(50_000) + "]".repeat(50_000);

describe("report", () => {
  test("makes the page of a run again as the run wrote it", async () => {
    rmSync(join(run, "report.html"));
    const outcome = await inProcess(["report", run]);
    expect(outcome).toEqual({ code: 0, stdout: `To look at: ${join(run, "report.html")}\n`, stderr: "" });
    expect(readFileSync(join(run, "report.html"), "utf8")).toBe(written);
  });

  test("writes where it is told, and leaves the directory as it was", async () => {
    const out = join(folder, "elsewhere.html");
    const source = join(folder, "source");
    mkdirSync(source);
    copyFileSync(join(run, "report.json"), join(source, "report.json"));
    expect((await inProcess(["report", source, "--out", out])).code).toBe(0);
    expect(readFileSync(out, "utf8")).toBe(written);
  });

  test("writes every figure as CSV", async () => {
    const { code, stdout } = await inProcess(["report", run, "--csv"]);
    expect([code, stdout.split("\n").length]).toEqual([0, Object.keys(report.figures).length + 2]);
    const file = join(folder, "figures.csv");
    expect(await inProcess(["report", run, "--csv", "--out", file])).toMatchObject({ code: 0 });
    expect(readFileSync(file, "utf8")).toBe(stdout);
  });

  test.each([
    ["that holds none", () => folder, 2, /\S holds no report\.json: expected/],
    ["whose report is no JSON", () => directoryWith("{"), 2, /report\.json is no JSON.*run it again/],
    [
      "whose version lies in lists",
      () => directoryWith(`{"schemaVersion":${deep}}`),
      2,
      /found a value that is nested/,
    ],
    ["whose report is a list", () => directoryWith([]), 2, /expected schemaVersion 3, found none/],
    [
      "of another version",
      () => directoryWith({ ...report, schemaVersion: 9 }),
      2,
      /expected schemaVersion 3, found 9/,
    ],
    ["with a field that no version has", () => directoryWith({ ...report, mood: 1 }), 2, /newer version/],
    [
      "with a figure that is no number",
      () => directoryWith({ ...report, figures: { ...report.figures, "rates.success": { value: "high" } } }),
      2,
      /expected number.* at figures\.rates\.success\.value/,
    ],
  ])("of a directory %s says what was expected, found and to be done", async (_, directory, code, message) => {
    const outcome = await inProcess(["report", directory()]);
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code, stdout: "" });
    expect(outcome.stderr).toMatch(message);
    // oxlint-disable-next-line no-control-regex
    expect(outcome.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});
