import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DecisionDocument, TruthDocument } from "../../src/report/decision.ts";
import { type Report, reportSchema } from "../../src/report/schema.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { type Outcome, TINY, newFolder, readJsonLines, ringfence, settings } from "./command-line.ts";

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SETTINGS = ["hours=9", "report.sampleEvery=1"];
const FILES = ["decisions.jsonl", "report.json", "scenario.yaml", "truth.jsonl"];

let outcome: Outcome;
let report: Report;
let decisions: DecisionDocument[];
let truths: TruthDocument[];
const out = join(folder, "a", "run");

beforeAll(async () => {
  outcome = await ringfence([...TINY, ...settings(...SETTINGS), "--seed", "7", "--json", "--out", out]);
  report = reportSchema.parse(JSON.parse(outcome.stdout));
  decisions = readJsonLines(join(out, "decisions.jsonl"));
  truths = readJsonLines(join(out, "truth.jsonl"));
});

describe("run --json", () => {
  test("prints one JSON document, which is a report, and nothing else anywhere", () => {
    expect(outcome).toMatchObject({ code: 0, stderr: "" });
    expect(outcome.stdout).toBe(`${JSON.stringify(JSON.parse(outcome.stdout), null, 2)}\n`);
    expect(report).toMatchObject({ schemaVersion: 1, scenario: "smoke", seed: 7, workers: 1 });
  });

  test("leaves the report, the scenario, and the decisions and their truth in the run directory", () => {
    expect(readdirSync(out).toSorted()).toEqual(FILES);
    expect(JSON.parse(readFileSync(join(out, "report.json"), "utf8"))).toEqual(report);
  });

  test("keeps the scenario with its settings, such that it loads again", () => {
    const scenario = loadScenario(join(out, "scenario.yaml"));
    expect(scenario).toEqual(loadScenario("smoke", [...SETTINGS, "population.subscribers=300", "gangs.count=4"]));
  });

  test("has a ledger that balances, and counts that agree", () => {
    const { ledger, events, fraud, benign } = report;
    expect(ledger.allowed + ledger.flagged + ledger.blocked).toBe(ledger.generated);
    expect(events.calls + events.messages).toBe(events.total);
    expect(fraud.contacts.calls + fraud.contacts.messages + benign.total).toBe(events.total);
    expect(events.total).toBeGreaterThan(100);
  });

  test("names the line that repeats the run, and that line gives the same digest", async () => {
    expect(report.reproduce).toMatch(/^ringfence run smoke --seed 7 --set population.subscribers=300/);
    const again = await ringfence(
      [
        ...report.reproduce.split(" ").slice(1),
        "--workers",
        "2",
        "--batch",
        "17",
        "--json",
        "--out",
        join(folder, "again"),
      ],
      { cwd: folder },
    );
    expect((JSON.parse(again.stdout) as Report).digest).toBe(report.digest);
  });
});

describe("sampled decisions", () => {
  test("are all events where every event is asked for, each once, in the order of time", () => {
    expect(decisions.length).toBe(report.events.total);
    expect(new Set(decisions.map(({ id }) => id)).size).toBe(decisions.length);
    const times = decisions.map(({ timeMs }) => timeMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test("agree with the report", () => {
    const { allowed, flagged, blocked } = report.ledger;
    const counts = ["allow", "flag", "block"].map(
      (verdict) => decisions.filter(({ decision }) => decision === verdict).length,
    );
    expect(counts).toEqual([allowed, flagged, blocked]);
  });

  test("have their truth in the other file, in the same order, and none of it in their own", () => {
    expect(truths.map(({ id }) => id)).toEqual(decisions.map(({ id }) => id));
    const words = new Set(truths.flatMap((truth) => Object.keys(truth)).filter((word) => word !== "id"));
    expect(words).toEqual(
      new Set(["fraud", "class", "gang", "typology", "stage", "technology", "obfuscation", "domain"]),
    );
    for (const { text: _, blocklist, lookalike, ...rest } of decisions) {
      // `domain` here is the link in the text, which an operator sees.
      const written = JSON.stringify({
        ...rest,
        answers: [blocklist.caller, blocklist.domain],
        lookalike: { ...lookalike, domain: 0 },
      });
      expect(written).not.toMatch(/fraud|benign|class|gang|typology|"stage|technology|obfuscation|campaign/i);
    }
  });

  test("mask callers and callees who could be people", () => {
    const personal = decisions
      .flatMap(({ caller, callee }) => [caller, callee])
      .filter((shown) => /^1\d{2}\W/.test(shown));
    expect(personal.length).toBeGreaterThan(100);
    expect(personal.filter((shown) => !/^1\d{2}\*{4}\d{4}$/.test(shown))).toEqual([]);
    expect(JSON.stringify(decisions.map(({ caller, callee }) => [caller, callee]))).not.toMatch(/"(\+|0|)1[3-9]\d{9}"/);
  });
});

describe("run for people", () => {
  test("prints a table without escape codes where there is no terminal, and shows callers whole only with --unmask", async () => {
    const { code, stdout, stderr } = await ringfence(
      [...TINY, ...settings("hours=3", "report.sampleEvery=1"), "--unmask"],
      {
        cwd: folder,
      },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const directory = /Run directory: (runs\/smoke-seed1-[0-9a-f]{6})\n/.exec(stdout)![1]!;
    expect(stdout).toMatch(/ringfence run smoke --seed 1 /);
    expect(stdout).not.toContain("\u001b");
    const shown = readJsonLines<DecisionDocument>(join(folder, directory, "decisions.jsonl"));
    expect(shown.some(({ caller }) => /^1[3-9]\d{9}$/.test(caller))).toBe(true);
    expect(shown.filter(({ caller }) => caller.includes("*"))).toEqual([]);
    expect(shown.filter(({ callee }) => !callee.includes("*"))).toEqual([]);
  });

  test("takes the next free name for its directory, and has its files even where no event was sampled", async () => {
    mkdirSync(join(folder, "runs/mine-seed2"), { recursive: true });
    const scenario = "name: mine\nhours: 1\npopulation: { subscribers: 300 }\ngangs: { count: 4 }\n";
    writeFileSync(join(folder, "mine.yaml"), `${scenario}report: { sampleEvery: 1000000000 }\n`);
    const { code, stdout } = await ringfence(["run", "mine.yaml", "--seed", "2", "--workers", "1"], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain("Run directory: runs/mine-seed2-2\n");
    expect(readdirSync(join(folder, "runs/mine-seed2-2")).toSorted()).toEqual(FILES);
  });

  test("whose reader has gone away ends quietly, with its report on disk", async () => {
    const deaf = join(folder, "deaf");
    const { code, stderr } = await ringfence([...TINY, ...settings("hours=1"), "--json", "--out", deaf], {
      deaf: true,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(reportSchema.safeParse(JSON.parse(readFileSync(join(deaf, "report.json"), "utf8"))).success).toBe(true);
  });
});

describe("run refuses, with exit code 2 and a message that helps,", () => {
  test.each([
    ["an unknown scenario", ["run", "smok"], /no scenario "smok".*default, smoke.*Did you mean "smoke"\?/],
    ["an unknown option", ["run", "smoke", "--sed", "1"], /unknown option '--sed'.*Did you mean .*--seed/s],
    [
      "a seed that is no number",
      ["run", "smoke", "--seed", "lucky"],
      /'--seed <n>' argument 'lucky' is invalid.*0 to 4294967295/,
    ],
    ["no workers", ["run", "smoke", "--workers", "0"], /'--workers <n>' argument '0' is invalid.*1 to 256/],
    [
      "an unknown parameter",
      ["run", "smoke", "--set", "gangs.cuont=4"],
      /--set gangs.cuont=4: unknown parameter.*"count"/,
    ],
  ])("%s", async (_, args, message) => {
    const { code, stdout, stderr } = await ringfence(args, { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("\u001b");
    expect(stderr).not.toMatch(/should not have happened|\bat .*\.js:/);
  });

  test("a directory that is not empty, which it leaves as it was", async () => {
    const full = join(folder, "full");
    mkdirSync(full);
    writeFileSync(join(full, "thesis.txt"), "three years");
    const { code, stdout, stderr } = await ringfence([...TINY, "--out", full]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/--out expects a directory that is empty.*holds 1 entry:/);
    expect(readdirSync(full)).toEqual(["thesis.txt"]);
    expect(readFileSync(join(full, "thesis.txt"), "utf8")).toBe("three years");
  });

  test("a file in the place of a directory", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const { code, stderr } = await ringfence([...TINY, "--out", file]);
    expect(code).toBe(2);
    expect(stderr).toContain("is a file");
  });

  test("and makes no directory for a scenario that does not hold together", async () => {
    const never = join(folder, "never");
    await ringfence([...TINY, "--set", "hours=-1", "--out", never]);
    expect(existsSync(never)).toBe(false);
  });
});

test("run cannot write below a file, and says so with exit code 7", async () => {
  const file = join(folder, "plain");
  writeFileSync(file, "");
  const { code, stderr } = await ringfence([...TINY, "--out", join(file, "below")]);
  expect(code).toBe(7);
  expect(stderr).toMatch(/cannot create the directory .*a part of the path is a file/);
});
