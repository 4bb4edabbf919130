/** Presets of reported years: each says who counted what, when and how well, and its report shows hits and misses. */
import { en } from "../../src/ui/words.ts";
import { describe, expect, test } from "vitest";
import { REPORTED_PERIODS } from "../../src/record/reported-period.ts";
import { FIGURES, type FigureId, REPORTED_FIGURES } from "../../src/report/sections/reference/reported-periods.ts";
import type { Report } from "../../src/report/schema.ts";
import { referenceTable } from "../../src/report/sections/reference/table.ts";
import { renderSummary } from "../../src/report/terminal/summary.ts";
import { simulateArms } from "../../src/study/variants/arms.ts";
import { reportRun } from "../../src/report/run-report.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { warmPool } from "../engine/warm-pool.ts";

const PRESETS = {
  "reported-2021-22": "police-2021-22",
  "action-2022": "action-2022",
  "reported-2023-24": "police-2023-24",
  "reported-2025": "police-2025",
} as const;

/** A few hours of a few people: how the report looks, not what it comes to. */
const TINY = [
  "hours=12",
  "report.referenceHours=12",
  "population.subscribers=500",
  "gangs.count=6",
  "blocklist.initialEntries=500",
  "templates.initial=20",
];

async function reportOf(name: string, settings: readonly string[]): Promise<Report> {
  const scenario = loadScenario(name, settings);
  const run = { scenario, seed: 1, workers: 1 };
  const arms = await simulateArms({ ...run, pool: warmPool(1), counterfactual: false });
  return reportRun(arms, { ...run, reproduce: "a test" });
}

function isFar({ ratio, simulated }: Report["reference"][number]): boolean {
  return simulated === null || ratio! < 0.85 || ratio! > 1.15;
}

describe.each(Object.entries(PRESETS))("the preset %s", (name, period) => {
  test("prints a row for each figure that was reported and none for others, and names those that are missed", async () => {
    const report = await reportOf(name, TINY);
    const { figures } = REPORTED_FIGURES[period];
    const ids = Object.keys(FIGURES).filter((id) => Object.hasOwn(figures, id));
    expect(report.reference.map(({ id }) => id)).toEqual(ids);
    for (const { id, reported } of report.reference) expect(Object.entries(figures)).toContainEqual([id, reported]);
    const missed = report.reference.filter(isFar);
    // Of six gangs in a day, something always is.
    expect(missed.length).toBeGreaterThan(0);
    expect(report.referencePeriod!.missed).toEqual(missed.map(({ id }) => id));

    const { rows, notes } = referenceTable(report);
    expect(rows.map(([figure]) => figure)).toEqual(ids.map((id) => FIGURES[id as FigureId].words));
    const told = notes.map(en).find((note) => note.startsWith("missed by more than 15 %: "))!;
    for (const { figure } of missed) expect(told).toContain(figure);
    const summary = renderSummary(report, { width: 80, colour: false });
    expect(summary).toContain(en(REPORTED_FIGURES[period].period));
    expect(summary).toContain("counted by the police");
  });
});

test("a count is scaled from a month of its period, by hours and by the share that the scenario stands for", async () => {
  const report = await reportOf("reported-2023-24", [...TINY, "hours=73", "report.referenceHours=73"]);
  const row = (id: FigureId): Report["reference"][number] => report.reference.find((each) => each.id === id)!;
  const { referenceScale } = loadScenario("reported-2023-24").report;
  // A tenth of a month of seventeen.
  expect(row("warnings").scaled).toBeCloseTo((420e6 / 17 / 10) * referenceScale, 6);
  expect([row("telephoneShare").scaled, row("messageShare").scaled]).toEqual([0.738, 0.548]);
});

test("a period whose figures are shown changes no event, no warning and no decision", async () => {
  const settings = [...TINY, "report.sampleEvery=50"];
  const digests = new Set<string>();
  for (const name of REPORTED_PERIODS) {
    digests.add((await reportOf("smoke", [...settings, `report.reference=${name}`])).digest);
  }
  expect(digests.size).toBe(1);
});
