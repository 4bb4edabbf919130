/**
 * The student's guide is true: its commands run, each figure that it quotes is of the run it names, and its claims hold
 * there.
 */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { registerExplain } from "../src/cli/explain.ts";
import type { ExplainedRunEvent } from "../src/cli/explain-event.ts";
import { registerRun } from "../src/cli/run.ts";
import type { Explanation } from "../src/explain/explanation.ts";
import type { Report } from "../src/report/schema.ts";
import { expectQuoted } from "./guide-figures.ts";
import { programOf, readGuide, runVerb, wordsOf } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

const { text: guide, commands } = readGuide("student");
const home = fileURLToPath(new URL("..", import.meta.url));
const folder = newFolder("student");

// Whoever asks first waits for the run, and for those before it.
vi.setConfig({ testTimeout: 180_000 });

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

const runs = commands.filter((command) => command.startsWith("run "));

describe("the student's guide", () => {
  test("has an experiment for each of its seven questions", () => {
    const sections = guide.split(/^## \d\. /m).slice(1);
    expect(sections.length).toBe(7);
    for (const section of sections) expect(section).toMatch(/^npx ringfence /m);
  });

  test.each(commands)("ringfence %s: works as written", async (command) => {
    await expect(answerOf(command)).resolves.toHaveProperty("schemaVersion");
  });

  test("quotes no figure but of the run whose digest stands beside it", async () => {
    const reports = (await Promise.all(runs.map(answerOf))) as Report[];
    expectQuoted(guide, reports);
  });
});

/** Without printing the whole guide where it is not. */
function expectSaid(words: string): void {
  expect(guide.includes(words), `the guide says "${words}"`).toBe(true);
}

const caught = ({ rates }: Report): number => rates.interception.value!;
const benignBlocked = ({ rates }: Report): number => rates.falseInterception.value!;
const accuracy = ({ warnings }: Report): number => warnings.onTarget / warnings.pushed;
const success = ({ warnings }: Report): number => warnings.kept / warnings.effective;
const similarity = async (index: number): Promise<number> => {
  const command = commands.filter((line) => line.startsWith('explain "'))[index]!;
  return ((await answerOf(command)) as Explanation).stages.match.saw!.nearest!.similarity;
};

const MATCH_ALONE = [
  ...["blocklist", "lookalike", "behaviour"].map((stage) => `screening.stages.${stage}=false`),
  "screening.blockScore=-100",
] as const;

describe("what the guide claims", () => {
  test("before all: of two contacts that were blocked, one gang got its money, and the other's victim heeded a warning", async () => {
    await reportWith();
    const followed = commands.filter((line) => line.startsWith("explain --run "));
    const [lost, heeded] = (await Promise.all(followed.map(answerOf))) as ExplainedRunEvent[];
    const outcomes = [lost!, heeded!].map(({ truth }) => (truth.fraud ? truth.outcome! : null));
    expect([lost!, heeded!].map(({ stages }) => stages.classify.saw!.verdict)).toEqual(["block", "block"]);
    for (const { stages, truth } of [lost!, heeded!]) {
      expect(stages.blocklist.saw![0]).toMatchObject({ of: "caller", probe: { listed: truth === heeded!.truth } });
      expect(stages.match.saw!.nearest!.matched).toBe(true);
      expect(truth).toMatchObject({ step: 2 });
    }
    expect(outcomes).toMatchObject([
      { episode: { outcome: "lost", lossYuan: 156, contacts: 3, blocked: 1 }, warnings: [] },
      {
        episode: { outcome: "heeded", contacts: 6, blocked: 4 },
        warnings: [
          {
            deliveries: [
              { channel: "telephone", heeded: true },
              { channel: "message", inTime: false },
            ],
          },
        ],
      },
    ]);
  });

  test("1: a filter that errs fifty times as often changes no decision", async () => {
    const [first, filled] = [
      await reportWith(),
      await reportWith("blocklist.initialEntries=100000", "blocklist.falsePositiveRate=0.1"),
    ];
    expect(filled.filter!.numbers.falsePositives).toBeGreaterThan(50 * first.filter!.numbers.falsePositives);
    expect(filled.digest).toBe(first.digest);
  });

  test("2: a text is found when figures differ or letters are swapped, and not when it is worded anew", async () => {
    const shown = await Promise.all([0, 1, 2].map(similarity));
    expect(shown[0]).toBe(1);
    expect(shown[1]).toBeGreaterThan(0.75);
    expect(shown[2]).toBeLessThan(0.75);
    for (const one of shown) expectSaid(one.toFixed(3));
  });

  test("2: a lower threshold catches more and hurts more, and disguise undoes most of it", async () => {
    const equal = await reportWith(...MATCH_ALONE, "templates.threshold=1");
    const usual = await reportWith(...MATCH_ALONE);
    const loose = await reportWith(...MATCH_ALONE, "templates.threshold=0.5");
    const disguised = await reportWith(...MATCH_ALONE, '"gangs.obfuscation=[0,0,0,0,1,1]"');
    expect(caught(usual)).toBeGreaterThan(2 * caught(equal));
    expect(caught(loose)).toBeGreaterThan(1.3 * caught(usual));
    expect(benignBlocked(equal)).toBe(0);
    expect(benignBlocked(loose)).toBeGreaterThan(5 * benignBlocked(usual));
    expect(caught(disguised)).toBeLessThan(caught(usual) / 2);
  });

  test("3: the sum by hand is that of the report, and a world of rare fraud has the precision it foretells", async () => {
    const first = await reportWith();
    const [fraud, benign] = [0.0036 * caught(first), 0.9964 * benignBlocked(first)];
    expectSaid(`0.0036 × ${caught(first).toFixed(4)} = ${fraud.toFixed(7)}`);
    expectSaid(`0.9964 × ${benignBlocked(first).toFixed(7)} = ${benign.toFixed(7)}`);
    expect(first.precisionByPrevalence[2]!.precision.value).toBeCloseTo(fraud / (fraud + benign), 10);
    const rare = await reportWith("population.subscribers=20000", "gangs.messagesPerDay=9", "gangs.callsPerDay=9");
    expect(rare.rates.prevalence.value).toBeLessThan(0.005);
    expect(Math.abs(rare.precisionByPrevalence[0]!.precision.value! - fraud / (fraud + benign))).toBeLessThan(0.2);
  });

  test("4: warning at the least suspicion ruins the accuracy and leaves the success as it is", async () => {
    const [first, anyone] = [await reportWith(), await reportWith("warnings.low=0.05")];
    expect(accuracy(anyone)).toBeLessThan(accuracy(first) / 3);
    expect(Math.abs(success(anyone) - success(first))).toBeLessThan(0.04);
  });

  test("5: without agents as many are on target, and far fewer kept", async () => {
    const [first, none] = [await reportWith(), await reportWith("dissuasion.agents=0")];
    expect(Math.abs(none.warnings.onTarget / first.warnings.onTarget - 1)).toBeLessThan(0.1);
    expect(success(none)).toBeLessThan(success(first) - 0.2);
    const telephone = first.dissuasion.teams.find(({ channel }) => channel === "telephone");
    expect(telephone!.utilisation).toBeLessThan(0.2);
  });

  test("6: late reports let more fraud through, and success does not show it", async () => {
    const [soon, late] = [await reportWith("hours=120"), await reportWith("hours=120", "complaints.delayHours=72")];
    expect(caught(late)).toBeLessThan(caught(soon) - 0.08);
    expect(late.episodes.lost).toBeGreaterThan(1.2 * soon.episodes.lost);
    expect(Math.abs(success(late) - success(soon))).toBeLessThan(0.04);
  });

  test("7: recycled numbers hurt families and gain nothing; blocking all who reach many hurts couriers, codes and banks", async () => {
    const [none, first, many] = [
      await reportWith("blocklist.initialRecycledShare=0"),
      await reportWith(),
      await reportWith("blocklist.initialRecycledShare=0.05"),
    ];
    const [low, usual, high] = [none, first, many].map(benignBlocked);
    expect(low).toBeLessThan(usual! / 5);
    expect(high).toBeGreaterThan(10 * usual!);
    expect(caught(many)).toBeCloseTo(caught(none), 2);
    const reaching = await reportWith("screening.weights.fanOutHigh=700");
    expect(caught(reaching)).toBeGreaterThan(caught(first) + 0.1);
    for (const name of ["courier", "otp", "bank"] as const) {
      const [before, after] = [first, reaching].map(({ benign }) => benign.byClass[name].interceptedPer10000.value!);
      expect(after).toBeGreaterThan(before! + 200);
    }
  });
});
