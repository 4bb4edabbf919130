/** The student's guide is true: its commands run, and its claims hold between their runs. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { registerExplain } from "../src/cli/explain/explain.ts";
import { registerRun } from "../src/cli/run.ts";
import type { Report } from "../src/report/document.ts";
import { programOf, readGuide, runVerb, wordsOf } from "./guide.ts";
import { newFolder } from "./new-folder.ts";
import { at } from "./report/figures.ts";

const { commands } = readGuide("student");
const home = fileURLToPath(new URL("..", import.meta.url));
const folder = newFolder("student");

// Whoever asks first waits for the run, and for those before it.
vi.setConfig({ testTimeout: 900_000 });

beforeAll(() => process.chdir(folder));
afterAll(() => process.chdir(home));

const answers = new Map<string, Promise<unknown>>();

/**
 * Other test files have the cores busy meanwhile: a second thread would only cost, as would pages. Neither changes a
 * figure.
 */
const written = (command: string): string =>
  command.startsWith("run ") ? `${command} --workers 1 --no-page --json` : `${command} --json`;

/**
 * What a command prints as JSON. It runs once, whoever asks first; one after another, since they share standard output.
 */
let last: Promise<unknown> = Promise.resolve();
function answerOf(command: string): Promise<unknown> {
  const known = answers.get(command);
  if (known) return known;
  const answer = last.then(async () => {
    const { code, stdout } = await runVerb(programOf(registerRun, registerExplain), wordsOf(written(command)));
    expect(code).toBe(0);
    return JSON.parse(stdout) as unknown;
  });
  last = answer.catch(() => {});
  answers.set(command, answer);
  return answer;
}

/** The report of the guide's one run whose command ends with these settings. */
async function reportWith(...settings: readonly string[]): Promise<Report> {
  const end = ["run smoke --no-counterfactual", ...settings.map((setting) => `--set ${setting}`)].join(" ");
  const [command, ...others] = commands.filter((line) => line === end);
  expect({ end, command, others }).toEqual({ end, command: end, others: [] });
  return (await answerOf(command!)) as Report;
}

describe("the student's guide", () => {
  test.each(commands)("ringfence %s: works as written", async (command) => {
    await expect(answerOf(command)).resolves.toHaveProperty("schemaVersion");
  });
});

const caught = (report: Report): number => at(report, "rates.interception");
const benignBlocked = (report: Report): number => at(report, "rates.falseInterception");
const accuracy = (report: Report): number => at(report, "rates.accuracy");
const success = (report: Report): number => at(report, "rates.success");
const blockedOf =
  (name: "courier" | "otp" | "bank") =>
  (report: Report): number =>
    at(report, `benign.byClass.${name}.interceptedPer10000`);

const USUAL: readonly string[] = [];
const MATCH_ALONE = [
  ...["blocklist", "lookalike", "behaviour"].map((stage) => `screening.stages.${stage}=false`),
  "screening.blockScore=-100",
];
const ANYONE = ["warnings.low=0.05"];
const NO_AGENTS = ["dissuasion.agents=0"];
const LATE = ["complaints.delayHours=72"];
const [NO_RECYCLED, MANY_RECYCLED] = [0, 0.05].map((share) => [`blocklist.initialRecycledShare=${share}`]);
const FAN_OUT = ["screening.weights.fanOutHigh=700"];

type Claim = readonly [figure: (report: Report) => number, settings: readonly string[], others: readonly string[]];

/** By question: where the figure is at least so many times that of the run with the other settings. */
const GREATER: readonly (readonly [question: number, times: number, ...Claim])[] = [
  [2, 2, caught, MATCH_ALONE, [...MATCH_ALONE, "templates.threshold=1"]],
  [2, 1.2, caught, [...MATCH_ALONE, "templates.threshold=0.5"], MATCH_ALONE],
  [2, 5, benignBlocked, [...MATCH_ALONE, "templates.threshold=0.5"], MATCH_ALONE],
  [2, 1.3, caught, MATCH_ALONE, [...MATCH_ALONE, '"gangs.obfuscation=[0,0,0,0,1,1]"']],
  [4, 3, accuracy, USUAL, ANYONE],
  [4, 0.8, success, ANYONE, USUAL],
  [5, 1.2, success, USUAL, NO_AGENTS],
  [6, 1.1, caught, USUAL, LATE],
  [6, 1.2, (report) => at(report, "episodes.lost"), LATE, USUAL],
  [7, 1.5, benignBlocked, USUAL, NO_RECYCLED!],
  [7, 10, benignBlocked, MANY_RECYCLED!, USUAL],
  [7, 1.1, caught, FAN_OUT, USUAL],
  [7, 2, blockedOf("courier"), FAN_OUT, USUAL],
  [7, 2, blockedOf("otp"), FAN_OUT, USUAL],
  [7, 2, blockedOf("bank"), FAN_OUT, USUAL],
];
/** Where the figures of both are alike, within a tenth. */
const ALIKE: readonly (readonly [question: number, ...Claim])[] = [
  [5, (report) => at(report, "rates.coverage"), USUAL, NO_AGENTS],
  [6, success, USUAL, LATE],
  [7, caught, MANY_RECYCLED!, NO_RECYCLED!],
];

describe("what the guide claims", () => {
  test("is so between the runs that it compares", async () => {
    const ratio = async ([figure, settings, others]: Claim): Promise<number> =>
      figure(await reportWith(...settings)) / figure(await reportWith(...others));
    for (const [question, times, ...claim] of GREATER) {
      expect(await ratio(claim), `question ${question}: ${claim[1].join()}`).toBeGreaterThan(times);
    }
    for (const [question, ...claim] of ALIKE) {
      expect(Math.abs((await ratio(claim)) - 1), `question ${question}: ${claim[1].join()}`).toBeLessThan(0.1);
    }
    const filled = [...NO_RECYCLED!, "blocklist.initialEntries=100000", "blocklist.falsePositiveRate=0.1"];
    expect((await reportWith(...filled)).digest).toBe((await reportWith(...NO_RECYCLED!)).digest);
  });
});
