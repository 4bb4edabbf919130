/**
 * Sensitivity: the main arm again and again, with one parameter that is assumed halved, then doubled, and all else, the
 * seed too, as it is. Draws are keyed by identity, so what differs is what the parameter did (common random numbers).
 */
import { assert } from "../core/assert.ts";
import type { LoopRecords } from "../metrics/loop-input.ts";
import { type SensitivityOutcome, sensitivityOutcome } from "../metrics/sensitivity.ts";
import type { Sensitivity } from "../metrics/sensitivity.ts";
import { type Scenario, scenarioSchema } from "../scenario/schema.ts";
import { withPool } from "../engine/simulation-pool.ts";
import { type SimulationOptions, simulate } from "../engine/simulation.ts";
import { neighboursOf, numberAt, rangeOf, withNumber } from "../scenario/parameter-paths.ts";

/** The parameters without a source on which most depends, of each part of the loop, in the order of the scenario. */
export const SENSITIVITY_PARAMETERS: readonly string[] = [
  "episodes.messageTakesHold",
  "episodes.callTakesHold",
  "episodes.transferHours",
  "episodes.attempts",
  "episodes.retryHours",
  "episodes.looksUp",
  "episodes.callsBack",
  "complaints.messageShare",
  "complaints.callShare",
  "curiosity.fraudShare",
  "investigations.complaints",
  "investigations.casesPerHour",
  "payments.testShare",
  "observation.messages",
  "observation.lookUps",
  "observation.chats",
  "observation.payments",
  "signals.suspectHours",
  "signals.suspectCall",
  "signals.lookUp",
  "warnings.halfLifeHours",
  "warnings.low",
  "dissuasion.agents",
  "dissuasion.talkMinutes",
  "dissuasion.visitTeams",
  "dissuasion.denialsBelieved",
  "reach.readsMessage",
  "belief.base",
  "belief.spread",
  "belief.telephone",
  "belief.visit",
  "belief.repeated",
  "belief.halfLifeHours",
  "belief.falseAlarmFactor",
  "replies.victimDenies",
  "replies.lipService",
];

export type Change = "halved" | "doubled";

const FACTORS: Readonly<Record<Change, number>> = { halved: 0.5, doubled: 2 };

/** One of the further runs, numbered from 1. */
export interface SensitivityRun {
  readonly parameter: string;
  readonly change: Change;
  readonly run: number;
  readonly runs: number;
}

export interface SensitivityOptions extends Pick<
  SimulationOptions,
  "scenario" | "seed" | "workers" | "batchEvents" | "onTick" | "pool" | "workerDeadlineSeconds"
> {
  /** Paths of numbers in the scenario. */
  readonly parameters?: readonly string[];
  /** The main arm, where it has been run already; else it is run first. */
  readonly base?: LoopRecords;
  /** Called when a further run starts. */
  readonly onRun?: (run: SensitivityRun) => void;
}

/**
 * Rows in the order of `parameters`. Takes two runs of the scenario for each, less those in which the value cannot
 * move.
 */
export function measureSensitivity(options: SensitivityOptions): Promise<Sensitivity> {
  return withPool(options, (pool) => moveEach({ ...options, pool }));
}

async function moveEach({
  parameters = SENSITIVITY_PARAMETERS,
  base,
  onRun,
  ...options
}: SensitivityOptions): Promise<Sensitivity> {
  const { scenario } = options;
  const plans = parameters.map((parameter) => ({
    parameter,
    value: numberAt(scenario, parameter),
    halved: moveParameter(scenario, parameter, FACTORS.halved),
    doubled: moveParameter(scenario, parameter, FACTORS.doubled),
  }));
  const runs = plans.flatMap(({ halved, doubled }) => [halved, doubled]).filter((moved) => moved !== null).length;
  let run = 0;
  const measure = async (parameter: string, change: Change, moved: Moved | null) => {
    if (moved === null) return null;
    run++;
    onRun?.({ parameter, change, run, runs });
    return { value: moved.value, ...(await outcomeOf({ ...options, scenario: moved.scenario })) };
  };

  const rows: Sensitivity["rows"] = [];
  const baseOutcome = base ? sensitivityOutcome(base, scenario.gangs.count) : await outcomeOf(options);
  for (const { parameter, value, ...moved } of plans) {
    const halved = await measure(parameter, "halved", moved.halved);
    const doubled = await measure(parameter, "doubled", moved.doubled);
    rows.push({ parameter, value, halved, doubled });
  }
  return { base: baseOutcome, rows };
}

async function outcomeOf(options: SimulationOptions): Promise<SensitivityOutcome> {
  return sensitivityOutcome(await simulate(options), options.scenario.gangs.count);
}

export interface Moved {
  readonly value: number;
  readonly scenario: Scenario;
}

/**
 * The scenario with one number multiplied by `factor`: whole where it has to be, within its range, and no further than
 * to a neighbour in its group that it must not pass, as the exposure for low risk that for medium. Null where it cannot
 * move.
 */
export function moveParameter(scenario: Scenario, parameter: string, factor: number): Moved | null {
  const value = numberAt(scenario, parameter);
  const range = rangeOf(parameter);
  assert(range !== null, `${parameter} has no range in the schema`);
  const { minimum, maximum, isWhole } = range;
  const product = isWhole ? Math.round(value * factor) : value * factor;
  const target = Math.min(maximum, Math.max(minimum, product));
  const isOnTheWay = (other: number): boolean => Math.min(value, target) < other && other < Math.max(value, target);
  const farthestFirst = neighboursOf(scenario, parameter)
    .filter(isOnTheWay)
    .toSorted((a, b) => Math.abs(b - value) - Math.abs(a - value));
  for (const candidate of target === value ? [] : [target, ...farthestFirst]) {
    const moved = scenarioSchema.safeParse(withNumber(scenario, parameter, candidate));
    if (moved.success) return { value: candidate, scenario: moved.data };
  }
  return null;
}
