import { z } from "zod";
import { groupBy } from "../core/group-by.ts";
import { count } from "../report/head.ts";
import { type Estimate, estimate } from "./between-worlds.ts";
import type { StudyCell } from "./cells/cell-runner.ts";
import { finite, headOf, headShape } from "./document.ts";
import { type SweptRun, worldsOf } from "./effects.ts";
import { STUDY_FIGURES } from "./figures.ts";
import { importanceOf } from "./importance.ts";
import { tableOfRuns } from "./run-table.ts";
import { runStudy, type Study, type StudyOptions, type StudyResult } from "./study.ts";
import { DESIGNS, type PlanOptions, planSweep, SWEEP_ARMS, type SweepPlan } from "./sweep-plan.ts";

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const interval = z.strictObject({ value: finite, low: finite, high: finite });
const estimateShape = z
  .strictObject({
    ...interval.shape,
    worlds: count.describe("in which there is such a figure"),
    trials: finite.describe("of a rate, over all worlds; null of what is no rate"),
  })
  .meta({ id: "Estimate", description: "over worlds, 95 % between them; no bounds of fewer than three" });

export const sweepSchema = z
  .strictObject({
    ...headShape("sweep"),
    settings: z.array(z.string()).describe("as --set takes them, of every point"),
    design: z.enum(DESIGNS),
    designPoints: finite,
    designSeed: z.number(),
    over: z.array(z.string()),
    list: z.array(z.record(z.string(), value)).optional(),
    arms: z.array(z.enum(SWEEP_ARMS)),
    figures: z.array(z.string()).describe("that the page leads with"),
    parameters: z.array(z.string()).describe("paths, in the order of their columns"),
    points: z.array(
      z.strictObject({
        point: count,
        parameters: z.record(z.string(), value),
        figures: z.record(z.string(), estimateShape),
      }),
    ),
    importance: z
      .array(
        z.strictObject({
          figure: z.string(),
          parameters: z.array(
            z.strictObject({
              path: z.string(),
              effect: z.strictObject({
                levels: z.array(z.strictObject({ name: z.string(), x: finite, estimate: estimateShape })),
                change: z.strictObject({ ...interval.shape, worlds: count }).describe("from first to last level"),
                span: finite,
              }),
            }),
          ),
        }),
      )
      .describe("which parameters move which figures, the one that moves it most first"),
    failures: z
      .array(z.strictObject({ variant: z.string(), seed: z.number(), error: z.string() }))
      .describe("runs that failed, and are in no figure"),
  })
  .meta({
    title: "Ringfence sweep",
    description: "A scenario along some of its parameters, or as it is, with several seeds each",
  });

export type SweepDocument = z.infer<typeof sweepSchema>;

export interface SweepOptions extends PlanOptions, StudyOptions {}

/** What a sweep came to, with a row for each run in `table`. */
export interface SweepResult extends StudyResult<SweepDocument> {
  readonly document: SweepDocument;
}

/**
 * Runs a scenario at each point of a design with each seed, side by side on all workers, and keeps what was run. The
 * table and the page are the same bytes for any number of workers, interruptions. Shares are 0 to 1, money is yuan,
 * times are as their figures say (`STUDY_FIGURES`). Throws RingfenceError "usage" and "config" before anything is
 * written where the options or a point do not hold together, "io" where the disk refuses. A run that fails does not end
 * the others: it is among `failures`. Cost: points times seeds runs of the scenario, one a worker at a time.
 */
export async function sweep(options: SweepOptions): Promise<SweepResult> {
  const result = await runStudy(sweepStudy(options), { ...options, shard: undefined });
  return { ...result, document: result.document! };
}

/** The document covers what is there, also if runs failed. */
export function sweepStudy({ reproduce, ...options }: SweepOptions): Study<SweepDocument> {
  const plan = planSweep(options);
  const { statement, points } = plan;
  const { seeds, arms, parameters } = statement;
  const cells = points.flatMap(({ scenario }, at) =>
    seeds.map((seed): StudyCell => ({ variant: nameOf(plan, at), scenario, seed, arms })),
  );
  return {
    verb: "sweep",
    scenario: points[0]!.scenario,
    most: cells.length,
    run: async (runner) => {
      const results = await runner.run(cells);
      const placed = results.map((result, at) => ({ point: Math.floor(at / seeds.length), result }));
      const runs = placed.flatMap(({ point, result }) =>
        result === null ? [] : [{ at: points[point]!.parameters, point, ...result }],
      );
      const byPoint = groupBy(runs, ({ point }) => point);
      const { points: _, ...stated } = statement;
      const document = {
        ...headOf("sweep", { scenario: statement.scenario, seeds, runs: runs.length, reproduce }),
        ...(stated as Omit<SweepDocument, "points">),
        points: points.map((point, at) => ({
          point: at + 1,
          parameters: Object.fromEntries(parameters.map((path, axis) => [path, point.parameters[axis]!])),
          figures: estimatesOf(byPoint.get(at) ?? []),
        })),
        importance: importanceOf(parameters, runs) as SweepDocument["importance"],
        failures: [...runner.counts.failures],
      } satisfies SweepDocument;
      return {
        document,
        table: tableOfRuns(
          placed.map(({ point, result }) => ({
            variant: nameOf(plan, point),
            values: [point + 1, ...points[point]!.parameters],
            result,
          })),
          ["point", ...parameters],
        ),
      };
    },
  };
}

function nameOf({ statement: { parameters }, points }: SweepPlan, at: number): string {
  if (parameters.length === 0) return "the scenario as it is";
  return parameters.map((path, axis) => `${path}=${String(points[at]!.parameters[axis])}`).join(" ");
}

function estimatesOf(runs: readonly SweptRun[]): Record<string, Estimate> {
  const worlds = worldsOf(runs);
  return Object.fromEntries(STUDY_FIGURES.map((figure) => [figure.name, estimate(figure, worlds)]));
}
