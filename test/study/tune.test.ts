import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { en } from "../../src/ui/words.ts";
import type { RingfenceError } from "../../src/core/errors.ts";
import { settingsFragment } from "../../src/study/axis.ts";
import { loadScenario, readSettings } from "../../src/scenario/file.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import type { FigureRow } from "../../src/study/figures.ts";
import { readConstraint, readGoal } from "../../src/study/tune/goal.ts";
import { type TuningDocument, tuningSchema } from "../../src/study/document.ts";
import { tune, type TuneOptions } from "../../src/study/tune/tune.ts";
import { newFolder } from "../new-folder.ts";
import { rowCell } from "./toy-cell.ts";

const folder = newFolder("tune");
const scenario = loadScenario("smoke", ["warnings.medium=3", "warnings.high=4"]);
const OVER = ["warnings.low=0.2..2", "dissuasion.agents=1..20"];

/** A world without a simulation: who warns early keeps more people and alarms more, and agents help less and less. */
function figures({ warnings, dissuasion }: Scenario, seed: number): FigureRow {
  const warned = Math.round(1000 / (1 + warnings.low)) + (seed % 7);
  const accuracy = Math.min(1, 0.4 + 0.25 * warnings.low);
  const onTarget = Math.round(accuracy * warned);
  return {
    accuracy: onTarget / warned,
    accuracyTrials: warned,
    warnings: warned,
    falseAlarms: warned - onTarget,
    kept: Math.round(onTarget * (1 - 1 / (1 + dissuasion.agents))),
    agentHours: 24 * dissuasion.agents,
    lostYuan: 1000 * (1000 - onTarget),
    falseInterception: 0.01,
    falseInterceptionTrials: 500,
  };
}

const measure = rowCell(figures);

function options(more: Partial<TuneOptions> = {}): TuneOptions {
  const goal = more.minimise ?? more.maximise;
  return {
    scenario,
    over: OVER,
    ...(goal === undefined ? { maximise: "kept" } : {}),
    seeds: [1, 2],
    heldOut: [101, 102, 103],
    budget: 80,
    workers: 1,
    measure,
    ...more,
  };
}

async function tuned(more: Partial<TuneOptions> = {}): Promise<TuningDocument> {
  return (await tune(options(more))).document;
}

const overfit = rowCell((moved, seed) => ({
  ...figures(moved, seed),
  kept: seed < 100 ? moved.dissuasion.agents : -moved.dissuasion.agents * (1 + (seed % 10) / 100),
}));

const unlike = rowCell((moved, seed) => ({ ...figures(moved, seed), ...(seed > 100 ? { accuracy: 0.1 } : {}) }));

const refusal = (more: Partial<TuneOptions>): Promise<unknown> =>
  tune(options(more)).then(
    () => null,
    (error: unknown) => error,
  );

describe("a tuned setting", () => {
  test("keeps its constraints on the tuning seeds, whatever they are, or there is none", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 0, max: 1000 }),
        async (accuracy, hours, searchSeed) => {
          const subjectTo = [`accuracy>=${accuracy}`, `agentHours<=${hours}`];
          const outcome = await tuned({ subjectTo, searchSeed, budget: 20 }).catch((error: unknown) => error);
          if (!("study" in (outcome as object))) return (outcome as RingfenceError).code === "noData";
          found++;
          const [precise, cheap] = ["accuracy", "agentHours"].map(
            (name) => (outcome as TuningDocument).figures.find((figure) => figure.name === name)!.tuned.tuning,
          );
          return precise!.low! >= accuracy && cheap!.high! <= hours;
        },
      ),
      { numRuns: 6 },
    );
    expect(found).toBeGreaterThan(0);
  });

  test("is the best that keeps them, judged on seeds that had no part in the choice, the same for each run", async () => {
    const seen: number[] = [];
    const noted: TuneOptions["measure"] = (cell) => {
      seen.push(cell.seed);
      return measure(cell);
    };
    const subjectTo = ["accuracy>=0.7", "agentHours<=240"];
    const { over, figures: found, constraints, runs } = await tuned({ subjectTo, measure: noted });
    // An interval that keeps 0.7 needs a level a little above 1.2; ten agents are all that the hours allow.
    expect(over[0]!.tuned).toBeGreaterThan(1.2);
    expect(over[1]!.tuned).toBe(10);
    expect(found[0]).toMatchObject({ name: "kept", better: "higher" });
    expect(found[0]!.tuned.tuning.value).toBeGreaterThan(found[0]!.before.tuning.value!);
    expect(constraints.every(({ tuning }) => tuning === "kept")).toBe(true);
    expect(runs).toBe(seen.length);
    const firstHeldOut = seen.findIndex((seed) => seed > 100);
    expect(seen.slice(firstHeldOut).every((seed) => seed > 100)).toBe(true);
    expect(firstHeldOut).toBeLessThanOrEqual(80);
    expect(await tuned({ subjectTo })).toMatchObject({ over, figures: found });
    expect((await tuned({ subjectTo, heldOut: [201, 202] })).over).toEqual(over);
  });

  test("that only fits the tuning seeds shows it on the others", async () => {
    const directory = join(folder, "overfit");
    const { document, page } = await tune(options({ measure: overfit, directory, page: false }));
    const { before, tuned: best, difference, verdict } = document.figures[0]!;
    expect(best.tuning.value).toBeGreaterThan(before.tuning.value!);
    expect(best.heldOut.value).toBeLessThan(before.heldOut.value!);
    expect(difference.high).toBeLessThan(0);
    expect(verdict).toBe("sure");
    expect(en(page!.number!)).toContain("Worse than before");
    expect(readFileSync(join(directory, "tune.yaml"), "utf8")).toMatch(/^# Held-out seeds.*: -.*; worse\.$/m);
    expect(en((await tune(options())).page!.number!)).toBe("Better");
  });

  test("that too few held-out seeds can judge says how many would", async () => {
    const luck = rowCell((moved, seed) => {
      const own = seed < 100 ? 0 : 9 * ((seed % 3) - 1);
      return { ...figures(moved, seed), kept: moved.dissuasion.agents * (1 + own) };
    });
    const { figures: found } = await tuned({ measure: luck });
    expect(found[0]!.verdict).toBe("cannot tell");
    expect(found[0]!.seedsToTell).toBeGreaterThan(3);
  });

  test("comes with all that was tried, and with what does as well", async () => {
    const directory = join(folder, "all");
    // More than eight agents keep nobody more.
    const full = rowCell((moved, seed) => ({
      ...figures(moved, seed),
      kept: 10 * Math.min(8, moved.dissuasion.agents) + (seed % 5),
    }));
    const { document, page } = await tune(
      options({ measure: full, directory, page: false, over: [OVER[1]!], seeds: [1, 2, 3, 4, 5, 6], budget: 90 }),
    );
    expect(document.settings.length).toBeGreaterThan(5);
    expect(document.settings[0]!.values).toEqual([document.over[0]!.before]);
    for (const { values, goal } of document.settings) {
      expect(goal.value).toBeCloseTo(10 * Math.min(8, values[0]!) + 11 / 6, 10);
    }
    const { settings, ranges } = document.alike;
    expect([settings > 0, ranges[0]!.low >= 8]).toEqual([true, true]);
    expect(en(page!.sections[0]!.text!)).toContain(`${settings} further setting`);
    expect(tuningSchema.parse(structuredClone(document))).toEqual(document);
    const [head, ...rows] = readFileSync(join(directory, "tune.csv"), "utf8").trimEnd().split("\n");
    expect(head).toMatch(/^variant,seeds,dissuasion\.agents,seed,/);
    expect(rows.length).toBe(document.runs);
    expect(rows.filter((row) => row.includes(",held out,")).length).toBe(6);
  });

  test("of figures that a run lacks without paired runs has those runs", async () => {
    const asked = new Set<string>();
    const noted: TuneOptions["measure"] = (cell) => {
      asked.add(String(cell.arms));
      return rowCell((moved) => ({
        ...figures(moved, cell.seed),
        avoidedYuan: cell.arms?.includes("noDefences") ? moved.dissuasion.agents : null,
      }))(cell);
    };
    const most = await tuned({ maximise: "avoidedYuan", measure: noted, budget: 20 });
    expect(most.figures[0]!.tuned.heldOut.value).toBe(most.over[1]!.tuned);
    await tuned({ subjectTo: ["avoidedYuan>=0"], measure: noted, budget: 4 });
    expect([...asked]).toEqual(["noDefences"]);
  });

  test("may break a constraint on held-out seeds, and says so", async () => {
    const { constraints } = await tuned({ measure: unlike, subjectTo: ["accuracy>=0.7"], budget: 30 });
    expect(constraints).toMatchObject([{ tuning: "kept", heldOut: "broken" }]);
  });

  test("goes over levels that would fall, without a run of them", async () => {
    const { refused, over } = await tuned({ over: ["warnings.low=0.5..100"] });
    expect(refused).toBeGreaterThan(0);
    expect(over[0]!.tuned).toBeLessThanOrEqual(3);
  });
});

describe("tuning refuses", () => {
  test("before the first run seeds that choose and judge, or are too few, nothing to move, and too small a budget", async () => {
    const never = rowCell(() => {
      throw new Error("ran");
    });
    for (const [more, message] of [
      [{ heldOut: [2, 101] }, "2 is among --seeds"],
      [{ heldOut: [] }, ""],
      [{ seeds: [1, 1] }, ""],
      [{ over: [] }, ""],
      [{ over: [OVER[0]!, OVER[0]!] }, ""],
      [{ budget: 1 }, ""],
      [{ seeds: [1], subjectTo: ["kept>=0"] }, "one seed has none"],
    ] as const) {
      const usage = { code: "usage", message: expect.stringContaining(message) as string };
      expect(await refusal({ ...more, measure: never })).toMatchObject(usage);
    }
  });

  test("a goal that no setting has a value of", async () => {
    const none = rowCell((moved, seed) => ({ ...figures(moved, seed), leadMinutes: null }));
    expect(await refusal({ maximise: "leadMinutes", measure: none, budget: 6 })).toMatchObject({
      code: "noData",
      message: expect.stringMatching(/none of \d settings tried has a value of leadMinutes/) as string,
    });
  });

  test("constraints that nothing keeps, with the nearest miss", async () => {
    const error = await refusal({ subjectTo: ["accuracy>=0.95"] });
    expect(error).toMatchObject({ code: "noData", exitCode: 4 });
    expect((error as Error).message).toMatch(
      /no setting tried keeps it.*warnings\.low=2.*accuracy 0\.9\d* \[0\.8.*, to be at least 0\.95/,
    );
  });

  test.each([
    ["accuracy>0.7", /expected a figure, >= or <=/],
    ["accurcy>=0.7", /Did you mean accuracy\?/],
    ["accuracy>=many", /expected a figure/],
    ["accuracy>=70", /accuracy is from 0 to 1: expected a bound .*, but found 70/],
  ])("two goals, and what is no constraint: %s", (written, message) => {
    expect(() => readConstraint(written)).toThrow(message);
    expect(() => readGoal({ maximise: "kept", minimise: "visits" })).toThrow("two goals: give one");
  });
});

test("a setting is written as a file that gives it back, and no comment ends early", () => {
  const path = join(folder, "tuned.yaml");
  const values = { "warnings.low": 0.8123, "dissuasion.agents": 7 };
  writeFileSync(path, settingsFragment(values, ["from a name\nwarnings: {low: 9}", "n = 3"]));
  expect(readSettings(path).map((one) => [one.path.join("."), one.value])).toEqual(Object.entries(values));
});
