/** One way in which gangs and the platform go about it, over some seeds: what is caught of fraud messages, by week. */
import { gradesFound } from "../../../src/detect/learned/found.ts";
import { sumOf } from "../../../src/core/sum.ts";
import { SURE } from "../../../src/detect/learned/grades.ts";
import type { Sample } from "../../../src/engine/sample.ts";
import { simulate } from "../../../src/engine/simulation.ts";
import { SimulationPool } from "../../../src/engine/simulation-pool.ts";
import { KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { BLOCK } from "../../../src/event/findings.ts";
import { truthOf } from "../../../src/event/truth.ts";
import { HOURS_PER_DAY } from "../../../src/core/time.ts";
import { meanInterval } from "../../../src/metrics/mean-interval.ts";
import type { Mark } from "../../../src/report/chart/chart.ts";
import type { Palette } from "../../../src/report/chart/palette.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";

export const WEEKS = 5;

export interface ProbingArm {
  readonly name: string;
  readonly colour: keyof Palette;
  readonly mark: Extract<Mark, "solid" | "dashed" | "dotted">;
  readonly weeks: readonly Week[];
}

/** Shares of the week's fraud messages, and how many were looked at, over all seeds. */
export interface Week {
  /** Those that the model alone is sure of, and those that screening blocked. */
  readonly learned: Interval;
  readonly screened: Interval;
  readonly messages: number;
  /** Of the week's benign messages, over all seeds. */
  readonly benignBlocked: number;
}

/** The mean over seeds, and 95 % by Student's t. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** One run after the other, on a thread of their own. */
export async function measureArm(scenario: Scenario, seeds: readonly number[]): Promise<Week[]> {
  const pool = await SimulationPool.start({ workers: 1 });
  const runs: Counts[] = [];
  for (const seed of seeds) {
    const counts = new Counts();
    await simulate({ scenario, seed, workers: 1, pool, onSample: (sample) => counts.add(sample) });
    runs.push(counts);
  }
  await pool.close();
  return Array.from({ length: WEEKS }, (_, week) => ({
    learned: intervalOf(runs.map(({ messages, sure }) => sure[week]! / messages[week]!)),
    screened: intervalOf(runs.map(({ messages, blocked }) => blocked[week]! / messages[week]!)),
    messages: sumOf(runs.map(({ messages }) => messages[week]!)),
    benignBlocked: sumOf(runs.map((run) => run.benignBlocked[week]!)) / sumOf(runs.map((run) => run.benign[week]!)),
  }));
}

/** Of one run, by week: the sampled messages. */
class Counts {
  readonly messages = new Float64Array(WEEKS);
  readonly sure = new Float64Array(WEEKS);
  readonly blocked = new Float64Array(WEEKS);
  readonly benign = new Float64Array(WEEKS);
  readonly benignBlocked = new Float64Array(WEEKS);

  add({ tick, row, view: { events, findings, truth } }: Sample): void {
    const week = Math.floor(tick / (7 * HOURS_PER_DAY));
    if (week >= WEEKS || events.kind[row] !== KIND_MESSAGE) return;
    const isFraud = truthOf(truth).fraud[row] === 1;
    const isBlocked = Number(findings.outcome.decision[row] === BLOCK);
    (isFraud ? this.messages : this.benign)[week]!++;
    (isFraud ? this.blocked : this.benignBlocked)[week]! += isBlocked;
    if (isFraud) this.sure[week]! += Number(gradesFound(findings).grade[row] === SURE);
  }
}

function intervalOf(shares: readonly number[]): Interval {
  const { mean, half } = meanInterval(shares);
  return { mean, low: mean - half!, high: mean + half! };
}
