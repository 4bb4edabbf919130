/**
 * The arms of a run: the scenario with all defences, and paired with it variants that lack some or all of them. Draws
 * are keyed by identity, so what differs between arms is what the defences did (common random numbers); losses avoided
 * are differences.
 */
import { isDeepStrictEqual } from "node:util";
import { type SimulationOptions, type SimulationResult, simulate } from "../../engine/simulation.ts";
import { withPool } from "../../engine/simulation-pool.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** What is kept of the other arms. */
export type ArmOutcome = Pick<SimulationResult, "episodes" | "cards">;

export type ArmName = "interceptionOnly" | "noDefences" | "withoutCrackdown";

/** One change to how a scenario is run. */
export interface Variant {
  /** In documents, tables and options. */
  readonly name: string;
  /** True if the scenario has what the variant changes. */
  readonly applies: (scenario: Scenario) => boolean;
  readonly change: (scenario: Scenario) => Scenario;
}

interface Arm extends Variant {
  readonly name: ArmName;
  readonly words: string;
  readonly fraudOnly?: boolean;
}

/** The arms beside the main one, in the order in which they run. */
const ARMS: readonly Arm[] = [
  { name: "interceptionOnly", words: "interception only", applies: () => true, change: without("warnings") },
  { name: "noDefences", words: "no defences", applies: () => true, change: withoutDefences, fraudOnly: true },
  { name: "withoutCrackdown", words: "no crackdown", applies: hasCrackdown, change: without("crackdown") },
];

export const ARM_NAMES: readonly ArmName[] = ARMS.map(({ name }) => name);

/** All paired runs, or none, or those that are named. The main arm runs always. */
export type AskedArms = boolean | readonly ArmName[];

/** A simulation in arms: with all defences, and paired with it the variants that are asked for. */
export interface ArmsOptions extends SimulationOptions {
  readonly counterfactual: AskedArms;
  /** Called when an arm starts; null for the main one. */
  readonly onArm?: (arm: Arm | null) => void;
}

/** The same people with the same luck in every arm. Null for one that was not asked for, or has nothing to change. */
export interface ArmsResult extends Readonly<Record<ArmName, ArmOutcome | null>> {
  readonly main: SimulationResult;
  /** When the main arm ended. */
  readonly peakRssMiB: number;
  readonly wallSecondsAllArms: number;
}

/** The arms that a run of the scenario has beside the main one, in the order in which they run. */
export function armsOf(scenario: Scenario, asked: AskedArms): Arm[] {
  const isAsked = (name: ArmName): boolean => (typeof asked === "boolean" ? asked : asked.includes(name));
  return ARMS.filter(({ name, applies }) => isAsked(name) && applies(scenario));
}

/**
 * Runs the main arm, then the others. Samples and watched events are of the main arm alone; `onTick` and `observer` are
 * told of every arm.
 */
export function simulateArms(options: ArmsOptions): Promise<ArmsResult> {
  return withPool(options, (pool) => runArms({ ...options, pool }));
}

async function runArms({ counterfactual, onArm, ...options }: ArmsOptions): Promise<ArmsResult> {
  const startedMs = performance.now();
  onArm?.(null);
  const main = await simulate(options);
  const peakRssMiB = process.resourceUsage().maxRSS / 1024;
  const { onSample: _, watched: __, ...rest } = options;
  const outcomes = Object.fromEntries(ARM_NAMES.map((name) => [name, null])) as Record<ArmName, ArmOutcome | null>;
  for (const each of armsOf(options.scenario, counterfactual)) {
    const scenario = each.change(options.scenario);
    // An arm that differs in nothing from the main one would come to the same.
    const isMain = isDeepStrictEqual(scenario, options.scenario);
    if (!isMain) onArm?.(each);
    const { episodes, cards } = isMain
      ? main
      : await simulate({ ...rest, scenario, fraudOnly: each.fraudOnly ?? rest.fraudOnly });
    outcomes[each.name] = { episodes, cards };
  }
  const wallSecondsAllArms = (performance.now() - startedMs) / 1000;
  return { ...outcomes, main, peakRssMiB, wallSecondsAllArms };
}

export function hasCrackdown({ crackdown, cards }: Scenario): boolean {
  return crackdown.enabled && cards.traded;
}

/** The scenario with complaints that nobody investigates, and for which no operator cuts off a line. */
export function withoutLoop(scenario: Scenario): Scenario {
  const { investigations, operators } = scenario;
  return {
    ...scenario,
    investigations: { ...investigations, casesPerHour: 0 },
    operators: { ...operators, outgoing: { ...operators.outgoing, cutShare: 0 } },
  };
}

/** Switched off: interception alone; banks that let every transfer go; nobody who traces cards. */
export function without(part: "warnings" | "banks" | "crackdown"): Variant["change"] {
  return (scenario) => ({ ...scenario, [part]: { ...scenario[part], enabled: false } });
}

/** The scenario with nothing screened, nothing listed, nothing held and nobody warned. */
export function withoutDefences(scenario: Scenario): Scenario {
  const { screening } = scenario;
  const stages = Object.fromEntries(
    Object.keys(screening.stages).map((name) => [name, false]),
  ) as typeof screening.stages;
  return {
    ...withoutLoop(without("banks")(without("warnings")(scenario))),
    screening: { ...screening, stages },
  };
}
