/** The report of a run with its paired runs. */
import type { ArmsResult } from "../study/variants/arms.ts";
import { readMachine } from "../core/machine.ts";
import { buildReport, type Report } from "./document.ts";
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
  const { main, interceptionOnly, noDefences, peakRssMiB, wallSecondsAllArms } = arms;
  const { tally, planned, ticks, episodes, warnings, namedGangs, deliveries } = main;
  const { signals, teams, investigations, marks, blocking, money, banks } = main;
  const { wallSeconds, mainThreadBusy } = main;
  const { crackdown } = scenario;
  const crackdownEndsHour = crackdown.fromHour + crackdown.days * 24;
  return buildReport({
    scenario: scenario.name,
    seed,
    workers,
    reproduce,
    tally,
    planned,
    filter: main.tryFilter(),
    matcher: main.tryMatcher(),
    loop: {
      hours: scenario.hours,
      hoursRun: ticks,
      subscribers: scenario.population.subscribers,
      referenceScale: scenario.report.referenceScale,
      referenceHours: scenario.report.referenceHours,
      reference: scenario.report.reference,
      episodes,
      warnings,
      namedGangs,
      deliveries,
      teams,
      signals,
      investigations,
      marks,
      blocking,
      money,
      banks,
      cards: main.cards && {
        statement: main.cards,
        withoutCrackdown: arms.withoutCrackdown,
        fromHour: crackdown.enabled ? crackdown.fromHour : null,
        scale: scenario.report.crackdownScale,
        isWhole: scenario.hours >= crackdownEndsHour,
      },
      interceptionOnly,
      noDefences,
    },
    performance: {
      wallSeconds,
      peakRssMiB,
      node: process.version,
      machine: readMachine(),
      mainThreadBusy,
      wallSecondsAllArms,
    },
  });
}
