import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { parseIdentity } from "../../src/event/identity.ts";
import { maskIdentity } from "../../src/event/masking.ts";
import { TYPOLOGIES } from "../../src/event/taxonomy.ts";
import { wordings } from "../../src/world/text/catalogue.ts";
import type { DecisionDocument, TruthDocument } from "../../src/report/directory/decision.ts";
import type { EpisodeDocument } from "../../src/report/directory/episode-document.ts";
import { RunDirectory } from "../../src/report/directory/run-directory.ts";
import { type Report, reportSchema } from "../../src/report/document.ts";
import type { WarningDocument } from "../../src/report/directory/warning-document.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { newFolder } from "../new-folder.ts";
import { MAIN, type Outcome, TINY, readJsonLines, ringfence, settings } from "./command-line.ts";
import { inProcess } from "./in-process.ts";
import { at as figureAt } from "../report/figures.ts";

const folder = newFolder("run");

/** People who are easily taken in, so that there are some dozens of episodes and warnings. */
const SETTINGS = ["hours=12", "report.sampleEvery=1", "episodes.messageTakesHold=0.3", "episodes.callTakesHold=0.5"];
const FILES = "decisions.jsonl episodes.jsonl report.html report.json scenario.yaml truth.jsonl warnings.jsonl".split(
  " ",
);

/** The run that most tests look at. */
let outcome: Outcome;
let report: Report;
let decisions: DecisionDocument[];
let truths: TruthDocument[];
let warnings: WarningDocument[];
let episodes: EpisodeDocument[];
const out = join(folder, "a", "run");

/** The same by its line `reproduce`, other workers and batches, and for a reader who has gone away. */
let again: Outcome;
const outAgain = join(folder, "again");

/** The same for people, with numbers whole, and without the paired runs. */
let shown: Outcome;
let outShown: string;

beforeAll(async () => {
  const file = join(folder, "people.yaml");
  writeFileSync(file, "episodes:\n  messageTakesHold: 0.3\n  callTakesHold: 0.5\n");
  const args = [...TINY, ...settings(...SETTINGS.slice(0, 2)), "--seed", "9", "--settings", file, "--model", "none"];
  outcome = await inProcess([...args, "--json", "--out", out]);
  shown = await inProcess([...args, "--unmask", "--no-counterfactual"], { cwd: folder });
  outShown = join(folder, /Report {2}(runs\/smoke-seed9-[0-9a-f]{6})\/report\.html\n/.exec(shown.stdout)![1]!);
  report = reportSchema.parse(JSON.parse(outcome.stdout));
  decisions = readJsonLines(join(out, "decisions.jsonl"));
  truths = readJsonLines(join(out, "truth.jsonl"));
  warnings = readJsonLines(join(out, "warnings.jsonl"));
  episodes = readJsonLines(join(out, "episodes.jsonl"));
  const line = report.reproduce.split(" ").slice("npx ringfence".split(" ").length);
  const words = ["--workers", "2", "--batch", "17", "--json", "--no-page", "--out", outAgain];
  again = await ringfence([...line, ...words], { deaf: true });
});

/** What an episode and the contacts that belong to it have in common. */
function targetKey({ gang, target }: { readonly gang: number; readonly target: number }): string {
  return `${gang} ${target}`;
}

function reportIn(directory: string): Report {
  return reportSchema.parse(JSON.parse(readFileSync(join(directory, "report.json"), "utf8")));
}

describe("run --json", () => {
  test("prints one JSON document, which is a report, and nothing else anywhere", () => {
    expect(outcome).toMatchObject({ code: 0, stderr: "" });
    expect(outcome.stdout).toBe(`${JSON.stringify(JSON.parse(outcome.stdout), null, 2)}\n`);
    expect(report).toMatchObject({ schemaVersion: 3, scenario: "smoke", seed: 9, workers: 1 });
  });

  test("leaves the report, the scenario, decisions, warnings, and the truth of both in the run directory", () => {
    expect(readdirSync(out).toSorted()).toEqual(FILES);
    expect(reportIn(out)).toEqual(report);
  });

  test("keeps the scenario with its settings, such that it loads again", () => {
    const scenario = loadScenario(join(out, "scenario.yaml"));
    expect(scenario).toEqual(loadScenario("smoke", [...SETTINGS, ...TINY.filter((word) => word.includes("="))]));
  });

  test("names the line that repeats the run, and that line gives the same digest", () => {
    expect(report.reproduce).toMatch(
      /^npx ringfence run smoke --seed 9 --settings \S+people\.yaml --set population\.subscribers=300.* --model none$/,
    );
    expect(reportIn(outAgain).digest).toBe(report.digest);
  });

  test("whose reader has gone away ends quietly, with its report on disk, and no page where it is to make none", () => {
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(reportIn(outAgain)).toMatchObject({ workers: 2, figures: report.figures });
    expect(readdirSync(outAgain)).toEqual(FILES.filter((name) => name !== "report.html"));
  });
});

test("run --no-counterfactual leaves out what takes the paired runs to tell, and changes nothing else of the loop", () => {
  const alone = reportIn(outShown);
  const isPaired =
    /^(?:peopleLost|netEffect)\.|withoutDefences|avoided|byMechanism|keptAnyway|keptUnmatched|lossAvoided/;
  const rest = (all: Report) => Object.entries(all.figures).filter(([name]) => !isPaired.test(name));
  expect(rest(alone)).toEqual(rest(report));
  const known = Object.entries(alone.figures).filter(([name, { value }]) => isPaired.test(name) && value !== null);
  expect(known.map(([name]) => name)).toEqual([
    "peopleLost.withDefences.people",
    "peopleLost.withDefences.yuan",
    "reference.lossAvoidedYuan.reported",
    "reference.lossAvoidedYuan.scaled",
  ]);
  expect(alone.reproduce).toBe(`${report.reproduce} --no-counterfactual`);
});

test("warnings.jsonl holds every warning in the order of pushing, and nothing but what the platform knows", () => {
  expect(warnings.map(({ id }) => id)).toEqual(
    Array.from({ length: figureAt(report, "warnings.pushed") }, (_, id) => id),
  );
  for (const { message: _, host: __, ...rest } of warnings) {
    expect(JSON.stringify(rest)).not.toMatch(/typology|outcome|loss|target|gang|fraud|engaged|deadline|episode/i);
  }
});

function masked(written: string | null): string | null {
  return written && maskIdentity(parseIdentity(written));
}

test("files have numbers masked, and whole only with --unmask", () => {
  const whole = readJsonLines<DecisionDocument>(join(outShown, "decisions.jsonl"));
  expect(decisions.map(({ caller, callee }) => [caller, callee])).toEqual(
    whole.map(({ caller, callee }) => [masked(caller), masked(callee)]),
  );
  expect(whole.filter(({ caller, callee }) => `${caller}${callee}`.includes("*"))).toEqual([]);
  const named = readJsonLines<WarningDocument>(join(outShown, "warnings.jsonl")).map(({ number }) => number);
  expect(warnings.map(({ number }) => number)).toEqual(named.map(masked));
  expect(named.filter((number) => number?.includes("*"))).toEqual([]);
});

test("episodes.jsonl holds how every episode went, and what was lost adds up", () => {
  expect(episodes.length).toBe(figureAt(report, "episodes.total"));
  const lost = episodes.filter(({ outcome: how }) => how === "lost");
  expect(lost.length).toBe(figureAt(report, "episodes.lost"));
  expect(lost.reduce((sum, { lossYuan }) => sum + lossYuan, 0)).toBe(figureAt(report, "lossYuan.withDefences"));
  expect(new Set(episodes.map(targetKey)).size).toBe(episodes.length);
});

describe("sampled decisions", () => {
  test("are all events where every event is asked for, each once, in the order of time", () => {
    expect(decisions.length).toBe(report.events.total);
    expect(new Set(decisions.map(({ id }) => id)).size).toBe(decisions.length);
    const times = decisions.map(({ timeMs }) => timeMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test("agree with the report", () => {
    const counts = ["allow", "flag", "block"].map(
      (verdict) => decisions.filter(({ decision }) => decision === verdict).length,
    );
    expect(counts).toEqual(["allowed", "flagged", "blocked"].map((name) => figureAt(report, `ledger.${name}`)));
  });

  test("have their truth in the other file, in the same order, and none of it in their own", () => {
    expect(truths.map(({ id }) => id)).toEqual(decisions.map(({ id }) => id));
    const words = new Set(truths.flatMap((truth) => Object.keys(truth)).filter((word) => word !== "id"));
    const ofEpisodes = ["gang", "target", "subscriber", "typology", "script", "step", "attempt"];
    expect(words).toEqual(new Set(["fraud", "class", ...ofEpisodes, "technology", "obfuscation", "domain"]));
    for (const { text: _, blocklist, lookalike, ...rest } of decisions) {
      // `domain` here is the link in the text, which an operator sees.
      const written = JSON.stringify({
        ...rest,
        answers: [blocklist.caller, blocklist.domain],
        lookalike: { ...lookalike, domain: 0 },
      });
      expect(written).not.toMatch(
        /fraud|benign|class|gang|target|subscriber|typology|script|"step|attempt"|technology|obfuscation|campaign/i,
      );
    }
  });
  test("name the script of each contact: one of its typology, which calls or writes at that step", () => {
    const scripts = wordings().catalogue.scripts.flat();
    const kindOf = new Map(decisions.map(({ id, kind }) => [id, kind]));
    const fraud = truths.filter((truth) => truth.fraud);
    const followed = fraud.map(({ script }) => scripts.find(({ id }) => id === script));
    expect(new Set(followed).size).toBeGreaterThan(3);
    expect(
      followed.map((script, at) => script && [TYPOLOGIES[script.typology], script.steps[fraud[at]!.step]?.channel]),
    ).toEqual(fraud.map(({ id, typology }) => [typology, kindOf.get(id)]));
    // A target is worked on by one script to its end.
    const ofTarget = new Map(fraud.map((truth) => [targetKey(truth), truth.script]));
    expect(fraud.map(({ script }) => script)).toEqual(fraud.map((truth) => ofTarget.get(targetKey(truth))));
  });
});

test("run for people prints a summary of one screen, and explains words once", async () => {
  expect(shown.stdout).toMatch(/^hours of work /m);
  const small = [...TINY, ...settings("hours=1"), "--no-counterfactual", "--no-page", "--quiet"];
  const brief = await inProcess(small, { cwd: folder });
  expect(brief.stdout.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
  expect(brief.stdout).not.toMatch(/^hours of work |report\.html/m);
});

test("run with more workers than there are cores says that it is no faster, and not where it is to be quiet", async () => {
  // It ends before it runs: its directory is taken.
  const words = [...TINY, "--workers", String(availableParallelism() + 1), "--out", out];
  const { stderr } = await inProcess(words);
  expect(stderr).toMatch(/^ringfence: \d+ workers take turns.*\n/);
  for (const silent of ["--quiet", "--json"]) {
    expect((await inProcess([...words, silent])).stderr).not.toContain("take turns");
  }
});

test("run whose warnings cannot be written keeps and prints its report, here with every table, and says what is where", async () => {
  const place = join(folder, "no-warnings");
  const create = RunDirectory.create.bind(RunDirectory);
  const spy = vi.spyOn(RunDirectory, "create").mockImplementation((...given) => {
    const directory = create(...given);
    mkdirSync(join(place, "warnings.jsonl"));
    return directory;
  });
  onTestFinished(() => spy.mockRestore());
  const words = [...TINY, ...settings(...SETTINGS), "--no-counterfactual", "--details", "--out", place];
  const { code, stdout, stderr } = await inProcess(words);
  expect(code).toBe(7);
  expect(stderr).toMatch(`cannot write ${join(place, "warnings.jsonl")}: `);
  expect(stderr).toMatch(
    /its first \d+ lines stay in \S+warnings\.jsonl\.partial; the report is kept: \S+report\.json; /,
  );
  expect(stderr).toMatch(`ringfence report ${place} makes its page`);
  expect(stdout).toContain(`Report  ${place}`);
  for (const table of ["Which kinds of fraud get through?", "What each stage saw"]) {
    expect(stdout).toContain(table);
    expect(shown.stdout).not.toContain(table);
  }
  expect(figureAt(reportIn(place), "warnings.pushed")).toBe(
    readJsonLines(join(place, "warnings.jsonl.partial")).length,
  );
});

// What other signals exit with is shown of `screen`, which starts in less time (screen/standard-input.test.ts).
test.skipIf(process.platform === "win32").concurrent("run that is interrupted says what it leaves", async () => {
  const place = join(folder, "interrupted");
  const words = [...TINY, "--no-counterfactual", ...settings("hours=8784", "report.sampleEvery=1"), "--out", place];
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  // Once samples of a tick are there, it is under way.
  await vi.waitFor(() => expect(statSync(join(place, "truth.jsonl.partial")).size).toBeGreaterThan(0), {
    timeout: 120_000,
    interval: 50,
  });
  child.kill("SIGINT");
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect({ code, said }).toEqual({
    code: 130,
    said: expect.stringMatching(/^ringfence: interrupted; .* remove it\n$/),
  });
});

/** A directory with this for its report, of JSON or as a file has it; with none for null. */
function directoryWith(document: unknown): string {
  const directory = mkdtempSync(join(folder, "made-"));
  const text = typeof document === "string" ? document : JSON.stringify(document);
  if (document !== null) writeFileSync(join(directory, "report.json"), text);
  return directory;
}

/** JSON that only a parser which is not recursive reads. */
const DEEP = "[".repeat(50_000) + "]".repeat(50_000);

describe("report", () => {
  test("makes the page of a run from its report alone, as the run wrote it, there or where it is told", async () => {
    const page = readFileSync(join(out, "report.html"), "utf8");
    expect(page).toMatch(/^<!doctype html>/);
    const directory = directoryWith(report);
    const elsewhere = join(folder, "elsewhere.html");
    for (const [words, made] of [
      [["--out", elsewhere], elsewhere],
      [[], join(directory, "report.html")],
    ] as const) {
      const stdout = `To look at: ${made}\n`;
      expect(await inProcess(["report", directory, ...words])).toEqual({ code: 0, stdout, stderr: "" });
      expect(readFileSync(made, "utf8")).toBe(page);
    }
  });

  test("writes every figure as CSV", async () => {
    const { code, stdout } = await inProcess(["report", out, "--csv"]);
    expect([code, stdout.split("\n").length]).toEqual([0, Object.keys(report.figures).length + 2]);
    const file = join(folder, "figures.csv");
    expect(await inProcess(["report", out, "--csv", "--out", file])).toMatchObject({ code: 0 });
    expect(readFileSync(file, "utf8")).toBe(stdout);
  });

  test.each<readonly [string, () => unknown, RegExp]>([
    ["that holds none", () => null, /\S holds no report\.json: expected/],
    ["whose report is no JSON", () => "{", /report\.json is no JSON.*run it again/],
    ["whose version lies in lists", () => `{"schemaVersion":${DEEP}}`, /found a value that is nested/],
    ["whose report is a list", () => [], /expected schemaVersion 3, found none/],
    ["of another version", () => ({ ...report, schemaVersion: 9 }), /expected schemaVersion 3, found 9/],
    ["with a field that no version has", () => ({ ...report, mood: 1 }), /newer version/],
    [
      "with a figure that is no number",
      () => ({ ...report, figures: { ...report.figures, "rates.success": { value: "high" } } }),
      /expected number.* at figures\.rates\.success\.value/,
    ],
  ])("of a directory %s says what was expected, found and to be done", async (_, document, message) => {
    const refused = await inProcess(["report", directoryWith(document())]);
    expect(refused).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(message) as string });
    // oxlint-disable-next-line no-control-regex
    expect(refused.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});
