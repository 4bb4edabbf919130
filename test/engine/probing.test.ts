/** Gangs that send themselves test messages before a campaign, against a model and against none. */
import { gradesFound } from "../../src/detect/learned/found.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { sumOf } from "../../src/core/sum.ts";
import { SURE } from "../../src/detect/learned/grades.ts";
import { type SimulationResult, simulate } from "../../src/engine/simulation.ts";
import { KIND_MESSAGE, textOf } from "../../src/event/event-batch.ts";
import { BENIGN_CLASSES } from "../../src/event/taxonomy.ts";
import { truthOf } from "../../src/event/truth.ts";
import { digestRun } from "../../src/report/sections/run/make.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { warmPool } from "./warm-pool.ts";

/** Gangs that write, and hardly anybody else. */
const WORLD = [
  "hours=8",
  "population.subscribers=1000",
  "gangs.count=12",
  "gangs.callFirstShare=0",
  "gangs.messagesPerDay=300",
  "blocklist.initialEntries=500",
  "templates.initial=50",
  "report.sampleEvery=1",
  ...BENIGN_CLASSES.map((name) => `benign.${name}.perDay=0.02`),
];
const MODEL = "screening.model=starter";
const wording = (setting: string): string[] => [
  "adversary.mode=scripted",
  `adversary.schedule=[{ fromHour: 2, knob: wording, setting: ${setting} }]`,
];
const PROBED = wording("probed");
/** The same campaigns end and begin, in the words of habit: only the first wording is tried. */
const HABIT = [...PROBED, "adversary.probeWordings=1"];

interface Run {
  readonly result: SimulationResult;
  readonly digest: string;
  /** Texts of gangs once the schedule has turned the knob, and what the model is sure of among them. */
  readonly texts: readonly string[];
  readonly sure: number;
}

async function run(settings: readonly string[], workers = 1): Promise<Run> {
  const scenario = loadScenario("smoke", [...WORLD, ...settings]);
  const texts: string[] = [];
  let sure = 0;
  const result = await simulate({
    scenario,
    seed: 1,
    workers,
    pool: warmPool(workers),
    onSample: ({ tick, row, view: { events, findings, truth } }) => {
      if (tick < 2 || events.kind[row] !== KIND_MESSAGE || truthOf(truth).fraud[row] !== 1) return;
      texts.push(textOf(events, row));
      sure += Number(gradesFound(findings).grade[row] === SURE);
    },
  });
  const digest = digestRun(result.tally, result);
  return { result, digest, texts: texts.toSorted(), sure };
}

function spentFen({ result }: Run): number {
  return sumOf(result.money.spent.rewriting);
}

describe("a gang", () => {
  let probed: Run;
  let habit: Run;
  let byHabit: Run;
  beforeAll(async () => {
    probed = await run([...PROBED, MODEL]);
    habit = await run([...HABIT, MODEL]);
    byHabit = await run(HABIT);
  });

  test("that tests its words is found out by the same model less often than one that writes by habit", () => {
    expect(habit.sure / habit.texts.length).toBeGreaterThan(0.3);
    expect(probed.sure / probed.texts.length).toBeLessThan(habit.sure / habit.texts.length - 0.05);
  });

  test("that tests its words pays for each test message", async () => {
    const dear = await run([...PROBED, MODEL, "adversary.probeYuan=1001"]);
    const tests = (spentFen(dear) - spentFen(probed)) / 100 / 1000;
    // Five for each wording of each gang, of which at least one and at most eight.
    expect(tests % 5).toBe(0);
    expect(tests).toBeGreaterThan(12 * 5);
    expect(tests).toBeLessThanOrEqual(12 * 8 * 5);
    expect(dear.digest).toBe(probed.digest);
  });

  test("that tests is found out less often by its words alone, and less again by all that it can vary", async () => {
    const words = await run([...PROBED, MODEL, "adversary.probeVaries=words"]);
    expect(words.sure / words.texts.length).toBeLessThan(habit.sure / habit.texts.length);
    expect(words.sure / words.texts.length).toBeGreaterThan(probed.sure / probed.texts.length);
  });

  test("that tests its words comes to the same for 1 and 3 workers", async () => {
    expect((await run([...PROBED, MODEL], 3)).digest).toBe(probed.digest);
  });

  test("that tests its words writes what it would have written where there is no model, and pays for one wording", async () => {
    const none = await run(PROBED);
    expect(none.texts).toEqual(byHabit.texts);
    expect(none.digest).toBe(byHabit.digest);
    expect(none.result.money.spent).toEqual(byHabit.result.money.spent);
  });

  test("goes on with the campaign that it has where it keeps its words, and pays for no rewriting", async () => {
    const kept = await run(wording("kept"));
    expect(sumOf(kept.result.money.spent.rewriting)).toBe(0);
    expect(sumOf(byHabit.result.money.spent.rewriting)).toBeGreaterThan(0);
    expect(kept.texts).not.toEqual(byHabit.texts);
  });
});
