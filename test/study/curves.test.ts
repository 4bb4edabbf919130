import { expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/file.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import type { FigureRow } from "../../src/study/figures.ts";
import { curvesStudy, warningCurves } from "../../src/study/curves.ts";
import { curvesPage } from "../../src/study/page/curves-page.ts";
import { renderStudyPage } from "../../src/study/page/study-page.ts";
import { CellRunner } from "../../src/study/cells/cell-runner.ts";
import { rowCell } from "./toy-cell.ts";

const scenario = loadScenario("smoke", ["dissuasion.agents=4"]);

function figures({ warnings, dissuasion }: Scenario, seed: number): FigureRow {
  const warned = Math.round(400 / (1 + warnings.low)) + seed;
  return {
    accuracy: warned === 0 ? null : 0.6,
    accuracyTrials: warned,
    coverage: 0.5 / (1 + warnings.low),
    coverageTrials: 300,
    warnings: warned,
    falseAlarms: Math.round(0.4 * warned),
    leadMinutes: 100 + seed,
    kept: 10 * dissuasion.agents,
    agentHours: 24 * dissuasion.agents,
  };
}

const measure = rowCell(figures);

test("curves run each point on each seed, those of both curves once", async () => {
  const seen: string[] = [];
  const noted = rowCell((moved, seed) => {
    seen.push(`${moved.warnings.low} ${moved.dissuasion.agents} ${seed}`);
    return figures(moved, seed);
  });
  const { low } = scenario.warnings;
  const curves = await warningCurves({
    scenario,
    seeds: [1, 2, 3],
    thresholds: [2, low],
    agents: [0, 4, 8],
    workers: 1,
    measure: noted,
  });
  expect(curves.threshold.points.map(({ at }) => at)).toEqual([low, 2]);
  expect(curves.agents.points.map(({ at }) => at)).toEqual([0, 4, 8]);
  expect(new Set(seen).size).toBe(seen.length);
  expect([seen.length, curves.runs]).toEqual([12, 12]);
  const [first, second] = curves.threshold.points;
  expect(first!.figures.coverage.value).toBeGreaterThan(second!.figures.coverage.value!);
  expect(first!.figures.coverage).toMatchObject({ n: 900, low: expect.any(Number) as number });
  expect(curves.agents.points[1]!.figures.agentHoursPerDay.value).toBeCloseTo((24 * 4) / (scenario.hours / 24));
});

test("a threshold above the levels of risk raises them, as none may lie below it", async () => {
  const levels: Scenario["warnings"][] = [];
  const noted = rowCell((moved, seed) => {
    levels.push(moved.warnings);
    return figures(moved, seed);
  });
  await warningCurves({ scenario, seeds: [1], thresholds: [9], agents: [4], workers: 1, measure: noted });
  expect(levels[0]).toMatchObject({ low: 9, medium: 9, high: 9 });
});

test("the table has a row for each point, and the page a picture for each question", async () => {
  const study = curvesStudy({ scenario, seeds: [1, 2], workers: 1, reproduce: "ringfence study curves '<b>'" });
  const outcome = await study.run(new CellRunner(study.most, { workers: 1, measure }));
  const { document: curves, summary } = outcome!;
  expect(summary!.rows).toHaveLength(curves.threshold.points.length + curves.agents.points.length);
  expect(summary!.rows[0]).toMatchObject({ parameter: "warnings.low", seeds: 2 });
  const page = renderStudyPage(curvesPage(curves));
  for (const id of ["precision-recall", "lead-time", "kept"]) expect(page).toContain(`<figure id="${id}"`);
  expect(page).not.toContain("<b>'");
});

const refused = async (more: object): Promise<unknown> => {
  try {
    return await warningCurves({ scenario, seeds: [1], workers: 1, measure, ...more });
  } catch (error) {
    return error;
  }
};

test("curves refuse no seed, no point, and points out of range", async () => {
  for (const more of [
    { seeds: [] },
    { seeds: [1, 1] },
    { thresholds: [] },
    { thresholds: [-1] },
    { agents: [1.5] },
    { agents: [1e9] },
  ]) {
    expect(await refused(more)).toMatchObject({ code: "usage" });
  }
});
