import { describe, expect, test } from "vitest";
import { ASSUMED } from "../../src/scenario/parameter.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { parameters } from "../../src/scenario/keys.ts";
import { type Scenario, scenarioSchema } from "../../src/scenario/schema.ts";
import {
  measureSensitivity,
  moveParameter,
  SENSITIVITY_FIGURES,
  SENSITIVITY_PARAMETERS,
} from "../../src/study/sensitivity.ts";
import { MANY_EPISODES, runSmall } from "../engine/run-small.ts";

const FACTORS = [0.5, 2] as const;

const all = parameters();

describe("the parameters whose sensitivity is measured", () => {
  test("are about three dozen, each of them once", () => {
    expect(new Set(SENSITIVITY_PARAMETERS).size).toBe(SENSITIVITY_PARAMETERS.length);
    expect(SENSITIVITY_PARAMETERS.length).toBeGreaterThanOrEqual(30);
    expect(SENSITIVITY_PARAMETERS.length).toBeLessThanOrEqual(40);
  });

  test.each(SENSITIVITY_PARAMETERS)("%s is a parameter of the schema, a number, and marked assumed", (path) => {
    const parameter = all.find((candidate) => candidate.path === path);
    expect(parameter?.source).toBe(ASSUMED);
    expect(parameter?.default).toBeTypeOf("number");
  });

  test("move in every shipped scenario to what the schema takes, in the right direction, and leave all else as it is", () => {
    // Of smoke's one agent there is no half.
    for (const scenario of [loadScenario("platform-2020"), loadScenario("smoke", ["dissuasion.agents=2"])]) {
      for (const [path, factor] of SENSITIVITY_PARAMETERS.flatMap((name) => FACTORS.map((by) => [name, by] as const))) {
        const moved = moveParameter(scenario, path, factor);
        const before = read(scenario, path);
        expect(moved, `${path} times ${factor}`).not.toBeNull();
        expect(Math.sign(moved!.value - before)).toBe(factor > 1 ? 1 : -1);
        expect(read(moved!.scenario, path)).toBe(moved!.value);
        expect(scenarioSchema.parse(moved!.scenario)).toEqual(moved!.scenario);
        expect(differences(moved!.scenario, scenario)).toEqual([path]);
      }
    }
  });
});

describe("a parameter that is moved", () => {
  test("is just half or twice where nothing is in the way", () => {
    expect(FACTORS.map((factor) => valueOf([], "episodes.transferHours", factor))).toEqual([8.5, 34]);
  });

  test("stays within its range, and is whole where it has to be", () => {
    expect(valueOf(["belief.repeated=0.7"], "belief.repeated", 2)).toBe(1);
    expect(valueOf(["episodes.attempts=60"], "episodes.attempts", 2)).toBe(100);
    expect(valueOf(["investigations.complaints=3"], "investigations.complaints", 0.5)).toBe(2);
  });

  test("goes no further than to the neighbour that it must not pass", () => {
    const levels = ["warnings.low=1", "warnings.medium=1.5", "warnings.high=2.5"];
    const move = (name: string) => FACTORS.map((factor) => valueOf(levels, `warnings.${name}`, factor));
    expect([move("low"), move("medium"), move("high")]).toEqual([
      [0.5, 1.5],
      [1, 2.5],
      [1.5, 5],
    ]);
  });

  test("does not move at the end of its range, at 0, or where the whole numbers are too far apart", () => {
    expect(valueOf(["belief.repeated=1"], "belief.repeated", 2)).toBeNull();
    expect(FACTORS.map((factor) => valueOf(["episodes.looksUp=0"], "episodes.looksUp", factor))).toEqual([null, null]);
    expect(valueOf(["investigations.complaints=1"], "investigations.complaints", 0.5)).toBeNull();
    expect(valueOf(["warnings.low=1.5", "warnings.medium=1.5"], "warnings.low", 2)).toBeNull();
  });

  test("is refused when it is no number of the scenario", () => {
    for (const path of ["warnings.enabled", "warnings.none", "nowhere.at.all", "name"]) {
      expect(() => moveParameter(loadScenario("smoke"), path, 2)).toThrow("assertion failed");
    }
  });
});

describe("sensitivity", () => {
  const settings = [
    ...MANY_EPISODES,
    "hours=24",
    "population.subscribers=3000",
    "gangs.count=8",
    "blocklist.initialEntries=500",
    "templates.initial=20",
    "dissuasion.agents=10",
    "dissuasion.patience=1",
    "dissuasion.visitTeams=0",
    "episodes.hoursFactor=0.3",
    "belief.telephone=3",
    "curiosity.fraudShare=0",
  ];
  const measured = ["belief.telephone", "curiosity.fraudShare"];

  test("has the figures that a run with the moved value has, for any number of workers and size of batches", async () => {
    const scenario = loadScenario("smoke", settings);
    const runs: string[] = [];
    const { base, rows } = await measureSensitivity({
      scenario,
      seeds: [3],
      workers: 1,
      parameters: measured,
      onRun: ({ variant, done, total }) => runs.push(`${variant}, ${done} of ${total}`),
    });
    expect(runs).toEqual(["as it is, 1 of 3", "belief.telephone halved, 2 of 3", "belief.telephone doubled, 3 of 3"]);
    const [telephone, curious] = rows;
    expect(telephone).toMatchObject({ parameter: "belief.telephone", value: 3, halved: { value: 1.5 } });
    expect(telephone!.halved!.success.value!).toBeLessThan(base.success.value! - 0.05);
    expect(telephone!.doubled!.success.value!).toBeGreaterThan(base.success.value!);
    expect(curious).toEqual({ parameter: "curiosity.fraudShare", value: 0, halved: null, doubled: null });

    const alone = await runSmall([...settings, "belief.telephone=1.5"], { seed: 3, batchEvents: 500 });
    for (const figure of SENSITIVITY_FIGURES) {
      const { value, n, clusterLow, clusterHigh } = alone.rates[figure];
      // Of one world, over its gangs.
      expect(telephone!.halved![figure]).toEqual({ value, n, low: clusterLow, high: clusterHigh });
    }
  });
});

function valueOf(settings: readonly string[], path: string, factor: number): number | null {
  return moveParameter(loadScenario("smoke", settings), path, factor)?.value ?? null;
}

function read(scenario: Scenario, path: string): number {
  return path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], scenario) as number;
}

/** Paths of the values in which two scenarios differ. */
function differences(a: unknown, b: unknown, path = ""): string[] {
  if (typeof a !== "object" || a === null || Array.isArray(a)) {
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [path];
  }
  return Object.entries(a).flatMap(([key, inner]) =>
    differences(inner, (b as Record<string, unknown>)[key], path === "" ? key : `${path}.${key}`),
  );
}
