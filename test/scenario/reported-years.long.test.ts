/** Presets of reported years: each says who counted what, when and how well, and what is beside it. */
import { describe, expect, test } from "vitest";
import { REPORTED_PERIODS } from "../../src/record/reported-period.ts";
import { FIGURES, type FigureId, REPORTED_FIGURES, reportedPeriod } from "../../src/report/reported-periods.ts";
import type { Report } from "../../src/report/document.ts";
import { simulateArms } from "../../src/study/variants/arms.ts";
import { reportRun } from "../../src/report/run-report.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { warmPool } from "../engine/warm-pool.ts";
import { at } from "../report/figures.ts";

const PRESETS = {
  "reported-2021-22": "police-2021-22",
  "action-2022": "action-2022",
  "reported-2023-24": "police-2023-24",
  "reported-2025": "police-2025",
} as const;

/** A few hours of a few people: how the report looks, not what it comes to. */
const TINY = [
  ..."hours=12 report.referenceHours=12 population.subscribers=500 gangs.count=6".split(" "),
  ..."blocklist.initialEntries=500 templates.initial=20".split(" "),
];

async function reportOf(name: string, settings: readonly string[]): Promise<Report> {
  const scenario = loadScenario(name, settings);
  const run = { scenario, seed: 1, workers: 1 };
  const arms = await simulateArms({ ...run, pool: warmPool(1), counterfactual: false });
  return reportRun(arms, { ...run, reproduce: "a test" });
}

describe.each(Object.entries(PRESETS))("the preset %s", (name, period) => {
  test("has each figure that was reported and no others, and says who counted", async () => {
    const report = await reportOf(name, TINY);
    const { figures } = REPORTED_FIGURES[period];
    const found = Object.keys(FIGURES).filter((id) => `reference.${id}.reported` in report.figures);
    expect(found).toEqual(Object.keys(FIGURES).filter((id) => Object.hasOwn(figures, id)));
    for (const [id, reported] of Object.entries(figures)) expect(at(report, `reference.${id}.reported`)).toBe(reported);
    expect(JSON.stringify(report.sections)).toContain(reportedPeriod(period).source);
  });
});

test("a count is scaled from a month of its period, by hours and by the share that the scenario stands for", async () => {
  const report = await reportOf("reported-2023-24", [...TINY, "hours=73", "report.referenceHours=73"]);
  const scaled = (id: FigureId): number => at(report, `reference.${id}.scaled`);
  const { referenceScale } = loadScenario("reported-2023-24").report;
  // A tenth of a month of seventeen.
  expect(scaled("warnings")).toBeCloseTo((420e6 / 17 / 10) * referenceScale, 6);
  expect([scaled("telephoneShare"), scaled("messageShare")]).toEqual([0.738, 0.548]);
});

test("a period whose figures are shown changes no event, no warning and no decision", async () => {
  const settings = [...TINY, "report.sampleEvery=50"];
  const digests = new Set<string>();
  for (const name of REPORTED_PERIODS) {
    digests.add((await reportOf("smoke", [...settings, `report.reference=${name}`])).digest);
  }
  expect(digests.size).toBe(1);
});
