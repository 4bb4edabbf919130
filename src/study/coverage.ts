/** Coverage: how often the intervals of a report hold the mean over worlds, and how ordinary the first seed is. */
import { z } from "zod";
import { intervalsOf, type PrintedInterval } from "../report/figure-path.ts";
import { count } from "../report/schema-parts.ts";
import type { Scenario } from "../scenario/schema.ts";
import { reading } from "./cells/cell.ts";
import { checkSeeds } from "./check-seeds.ts";
import { finite, headOf, headShape } from "./document.ts";
import { summaryTable } from "./run-table.ts";
import { type Study, type StudyOptions } from "./study.ts";
import { coverageOf, groupCoverage } from "./validation/interval-coverage.ts";
import { type Headline, headlineOf, seedFigures } from "./validation/seed-figures.ts";
import { ARM_NAMES } from "./variants/arms.ts";

export const coverageSchema = z
  .strictObject({
    ...headShape("coverage"),
    groups: z
      .array(
        z.strictObject({
          name: z.string().describe("with a star for the kind"),
          figures: count,
          intervals: count.describe("of all figures in all worlds"),
          held: count,
          least: finite.describe("the share held of the figure that holds it least often"),
          width: finite,
        }),
      )
      .describe("figures that tell of the same of different kinds"),
    rows: z.array(
      z.strictObject({
        path: z.string(),
        truth: z.number().describe("the mean over worlds; of rates, all successes of all trials"),
        worlds: count.describe("that have the interval"),
        held: count.describe("of these, those whose interval holds the truth"),
        below: count,
        above: count,
        width: finite.describe("the mean width by 3.92 standard deviations over worlds"),
      }),
    ),
    figures: z.array(
      z.strictObject({
        name: z.string(),
        mean: finite,
        deviation: finite,
        first: finite.describe("of the first seed"),
        z: finite.describe("how many deviations the first is above the mean"),
      }),
    ),
  })
  .meta({
    title: "Ringfence coverage",
    description: "How often each interval of a report holds the truth, over many worlds",
  });

export type Coverage = z.infer<typeof coverageSchema>;

export interface CoverageOptions extends StudyOptions {
  readonly scenario: Scenario;
  /** Two or more. */
  readonly seeds: readonly number[];
}

const INTERVALS = reading("intervals", (_, report) => intervalsOf(report));
const HEADLINE = reading("headline", (_, report) => headlineOf(report));

export function coverage({ scenario, seeds, reproduce }: CoverageOptions): Study<Coverage> {
  checkSeeds(seeds);
  const cells = seeds.map((seed) => ({
    variant: "as it is",
    scenario,
    seed,
    arms: ARM_NAMES,
    readings: [INTERVALS, HEADLINE],
  }));
  return {
    verb: "coverage",
    scenario,
    most: cells.length,
    run: async (runner) => {
      const found = await runner.list(cells);
      if (found === null) return null;
      const rows = coverageOf(found.map(({ readings }) => readings![INTERVALS.name] as PrintedInterval[]));
      const document: Coverage = {
        ...headOf("coverage", { scenario: scenario.name, seeds, runs: cells.length, reproduce }),
        groups: groupCoverage(rows),
        rows,
        figures: seedFigures(found.map(({ readings }) => readings![HEADLINE.name] as Headline)),
      };
      return {
        document,
        summary: summaryTable(
          ["path", "truth", "worlds", "held", "below", "above", "width"],
          rows.map((row) => ({ ...row })),
        ),
        page: async () => {
          const [{ renderStudyPage }, { coveragePage }] = await Promise.all([
            import("./page/study-page.ts"),
            import("./page/coverage-page.ts"),
          ]);
          return renderStudyPage(coveragePage(document));
        },
      };
    },
  };
}
