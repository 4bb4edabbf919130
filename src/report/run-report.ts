/** The report of a run with its paired runs. */
import type { ArmsResult } from "../study/variants/arms.ts";
import { warningPolicies } from "../record/warning-policy.ts";
import { readMachine } from "../core/machine.ts";
import { buildReport, type Report } from "./document.ts";
import { gangStrategies } from "../scenario/gang-strategy.ts";
import type { Scenario } from "../scenario/schema.ts";

interface RunDescription {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly workers: number;
  readonly reproduce: string;
}

/** Throws RingfenceError("invariant") when the ledger does not balance. */
export function reportRun(arms: ArmsResult, description: RunDescription): Report {
  const { scenario, seed, workers, reproduce } = description;
  const { main, interceptionOnly, noDefences, withoutCrackdown, peakRssMiB, wallSecondsAllArms } = arms;
  const { tally, planned, ticks, wallSeconds, mainThreadBusy } = main;
  const { crackdown, hours, population, report } = scenario;
  return buildReport({
    scenario: scenario.name,
    seed,
    workers,
    reproduce,
    policy: warningPolicies.identify(scenario.warnings.policy),
    strategy: gangStrategies.identify(scenario.adversary.strategy),
    tally,
    planned,
    filter: main.tryFilter(),
    matcher: main.tryMatcher(),
    loop: {
      ...main,
      hours,
      hoursRun: ticks,
      subscribers: population.subscribers,
      ...report,
      cards: main.cards && {
        statement: main.cards,
        withoutCrackdown,
        fromHour: crackdown.enabled ? crackdown.fromHour : null,
        scale: report.crackdownScale,
        isWhole: hours >= crackdown.fromHour + crackdown.days * 24,
      },
      interceptionOnly,
      noDefences,
    },
    performance: {
      wallSeconds,
      peakRssMiB,
      mainThreadBusy,
      wallSecondsAllArms,
      node: process.version,
      machine: readMachine(),
    },
  });
}
