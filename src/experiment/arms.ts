/**
 * Paired runs: the same scenario and seed with all defences, with interception alone, and with none. Draws are keyed by
 * identity, so what differs between arms is what the defences did (common random numbers); losses avoided are
 * differences.
 */
import { isDeepStrictEqual } from "node:util";
import { TextSample, type TextTrial } from "../metrics/text-trial.ts";
import type { Scenario } from "../scenario/schema.ts";
import { retrains } from "../scenario/retrains.ts";
import { withPool } from "../engine/simulation-pool.ts";
import { type SimulationOptions, type SimulationResult, simulate } from "../engine/simulation.ts";

export type ArmName =
  | "main"
  | "fixedHabit"
  | "noLoop"
  | "noRetraining"
  | "interceptionOnly"
  | "noDefences"
  | "withoutCrackdown";

/** A simulation in arms: with all defences, and beside it with interception alone and with none. */
export interface ArmsOptions extends SimulationOptions {
  /** All paired runs, or none, or those that are named. The main arm runs always. */
  readonly counterfactual: boolean | readonly ArmName[];
  /** Whether texts of the main arm are tried on character pairs; left out: yes. A twentieth of a run. */
  readonly triesTexts?: boolean;
  /** Called when an arm starts. */
  readonly onArm?: (arm: ArmName) => void;
}

/** What is kept of the other arms. */
export type ArmOutcome = Pick<SimulationResult, "episodes" | "cards">;

/** What is kept of the arms that a changing adversary, or a changing model, is set beside. */
export type ArmBeside = Pick<SimulationResult, "tally" | "money">;

/** The arms of a run: the same people with the same luck, so a loss avoided is a difference between them. */
export interface ArmsResult {
  readonly main: SimulationResult;
  /** What character pairs alone would have done with messages of the main arm. */
  readonly textTrial: TextTrial | null;
  /** Null when the paired runs were left out. */
  readonly interceptionOnly: ArmOutcome | null;
  readonly noDefences: ArmOutcome | null;
  /** Null too where there is no crackdown, or nothing for it to trace. */
  readonly withoutCrackdown: ArmOutcome | null;
  /** Where gangs change: the same with gangs that keep their habit, and with complaints that nobody investigates. */
  readonly fixedHabit?: ArmBeside | null;
  readonly noLoop?: ArmBeside | null;
  /** Where the model is trained again: the same with the model that stays as it is. */
  readonly noRetraining?: ArmBeside | null;
  /** When the main arm ended. */
  readonly peakRssMiB: number;
  readonly wallSecondsAllArms: number;
}

/**
 * Runs the main arm, then the others. Samples and watched events are of the main arm alone; `onTick` and `observer` are
 * told of every arm.
 */
export function simulateArms(options: ArmsOptions): Promise<ArmsResult> {
  return withPool(options, (pool) => runArms({ ...options, pool }));
}

async function runArms({ counterfactual, triesTexts = true, onArm, ...options }: ArmsOptions): Promise<ArmsResult> {
  const startedMs = performance.now();
  onArm?.("main");
  const textSample = triesTexts ? new TextSample() : null;
  const main = await simulate({ ...options, ...(textSample && { textSample }) });
  const textTrial = textSample?.tryCharacterPairs() ?? null;
  const peakRssMiB = process.resourceUsage().maxRSS / 1024;
  const { onSample: _, watched: __, ...rest } = options;
  /** An arm that differs in nothing from the main one would come to the same. */
  const runArm = async (name: ArmName, scenario: Scenario, fraudOnly: boolean): Promise<ArmOutcome> => {
    if (isDeepStrictEqual(scenario, options.scenario)) return main;
    onArm?.(name);
    const { episodes, cards } = await simulate({ ...rest, scenario, fraudOnly });
    return { episodes, cards };
  };
  const { scenario } = options;
  const isAsked = (arm: ArmName): boolean =>
    typeof counterfactual === "boolean" ? counterfactual : counterfactual.includes(arm);
  const changes = scenario.adversary.mode !== "fixed" && counterfactual === true;
  const runBeside = async (name: ArmName, other: Scenario): Promise<ArmBeside> => {
    onArm?.(name);
    const { tally, money } = await simulate({ ...rest, scenario: other, countsWeeks: true });
    return { tally, money };
  };
  const fixedHabit = changes ? await runBeside("fixedHabit", withFixedHabit(scenario)) : null;
  const noLoop = changes ? await runBeside("noLoop", withoutLoop(scenario)) : null;
  const noRetraining =
    retrains(scenario) && isAsked("noRetraining") ? await runBeside("noRetraining", withoutRetraining(scenario)) : null;
  const interceptionOnly = isAsked("interceptionOnly")
    ? await runArm("interceptionOnly", withoutWarnings(scenario), false)
    : null;
  const noDefences = isAsked("noDefences") ? await runArm("noDefences", withoutDefences(scenario), true) : null;
  const hasCrackdown = scenario.crackdown.enabled && scenario.cards.traded;
  const withoutCrackdown =
    hasCrackdown && isAsked("withoutCrackdown")
      ? await runArm("withoutCrackdown", withoutTheCrackdown(scenario), false)
      : null;
  const wallSecondsAllArms = (performance.now() - startedMs) / 1000;
  return {
    main,
    textTrial,
    interceptionOnly,
    noDefences,
    withoutCrackdown,
    fixedHabit,
    noLoop,
    noRetraining,
    peakRssMiB,
    wallSecondsAllArms,
  };
}

/** The scenario with gangs that keep today's habit. */
export function withFixedHabit(scenario: Scenario): Scenario {
  return { ...scenario, adversary: { ...scenario.adversary, mode: "fixed" } };
}

/** The scenario with complaints that nobody investigates. */
export function withoutLoop(scenario: Scenario): Scenario {
  return { ...scenario, investigations: { ...scenario.investigations, casesPerHour: 0 } };
}

/** The scenario with the model that it begins with. */
export function withoutRetraining(scenario: Scenario): Scenario {
  return { ...scenario, retraining: { ...scenario.retraining, everyDays: 0 } };
}

/** The scenario with interception alone. */
export function withoutWarnings(scenario: Scenario): Scenario {
  return { ...scenario, warnings: { ...scenario.warnings, enabled: false } };
}

/** The scenario in which nobody traces cards. */
export function withoutTheCrackdown(scenario: Scenario): Scenario {
  return { ...scenario, crackdown: { ...scenario.crackdown, enabled: false } };
}

/** The scenario with nothing screened, nothing listed and nobody warned. */
export function withoutDefences(scenario: Scenario): Scenario {
  const { screening, investigations } = scenario;
  const stages = Object.fromEntries(
    Object.keys(screening.stages).map((name) => [name, false]),
  ) as typeof screening.stages;
  return {
    ...withoutWarnings(scenario),
    screening: { ...screening, stages },
    investigations: { ...investigations, casesPerHour: 0 },
  };
}
