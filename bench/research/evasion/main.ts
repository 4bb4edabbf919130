/**
 * `node dist/bench/research/evasion/main.js [picture.svg]`: what gangs that evade take from screening, and what each
 * defence wins back. A week of `platform-2020` and of `evasive`, four seeds that all rows share. A table, and a picture
 * where a name for one is given. A quarter of an hour on one core.
 */
import { writeWhole } from "../../../src/core/file/atomic-file.ts";
import { sumOf } from "../../../src/core/sum.ts";
import { withPool } from "../../../src/engine/simulation-pool.ts";
import { reportRun } from "../../../src/report/run-report.ts";
import type { Report } from "../../../src/report/schema.ts";
import { loadScenario } from "../../../src/scenario/file.ts";
import { simulateArms } from "../../../src/study/variants/arms.ts";
import { type Defended, evasionSvg } from "./picture.ts";

const SEEDS = [1, 2, 3, 4];
const PROVENANCE = ["screening.stages.provenance=true"];
const WITHIN_AN_HOUR = [...PROVENANCE, "provenance.lateHours=1"];
/** Two complaints open a case, it is decided within half an hour, and reports come within as long. */
const QUICK_CASES = [
  "investigations.complaints=2",
  "investigations.hours=0.5",
  "investigations.casesPerHour=200",
  "investigations.publishHours=1",
  "complaints.delayHours=0.5",
];
const RETRAINED = ["screening.model=starter", "retraining.everyDays=1"];
const BANKS = ["banks.enabled=true"];

/** Name, scenario, settings. */
const ROWS = [
  ["gangs by habit, today's defences", "platform-2020", []],
  ["evasive, today's defences", "evasive", []],
  ["and provenance", "evasive", PROVENANCE],
  ["and quick cases", "evasive", QUICK_CASES],
  ["and a model trained again each day", "evasive", RETRAINED],
  ["and banks that hold", "evasive", BANKS],
  ["all four", "evasive", [...PROVENANCE, ...QUICK_CASES, ...RETRAINED, ...BANKS]],
  ["provenance within an hour", "evasive", WITHIN_AN_HOUR],
  ["the same, quick cases, banks", "evasive", [...WITHIN_AN_HOUR, ...QUICK_CASES, ...BANKS]],
  [
    "the same, blocking from 0.6 nats",
    "evasive",
    [...WITHIN_AN_HOUR, ...QUICK_CASES, ...BANKS, "screening.blockScore=60"],
  ],
] as const;

const defended: Defended[] = [];
for (const [name, scenarioName, settings] of ROWS) {
  const scenario = loadScenario(scenarioName, ["hours=168", ...settings]);
  const reports: Report[] = [];
  for (const seed of SEEDS) {
    const run = { scenario, seed, workers: 1 };
    const arms = await withPool(run, (pool) =>
      simulateArms({ ...run, pool, counterfactual: false, triesTexts: false }),
    );
    reports.push(reportRun(arms, { ...run, reproduce: "" }));
  }
  const row: Defended = {
    name,
    calls: spread(reports, ({ rates }) => 100 * rates.interceptionCalls.value!),
    messages: spread(reports, ({ rates }) => 100 * rates.interceptionMessages.value!),
    lost: spread(reports, ({ episodes }) => episodes.lost),
    benignBlocked: spread(reports, ({ rates }) => 10_000 * rates.falseInterception.value!),
    benignFlagged: spread(reports, ({ rates }) => 10_000 * rates.flaggedBenign.value!),
  };
  defended.push(row);
  const { calls, messages, lost, benignBlocked, benignFlagged } = row;
  const cells = [calls, messages, lost, benignBlocked, benignFlagged].map(words).join(" | ");
  process.stdout.write(`| ${name} | ${cells} |\n`);
}
const [picture] = process.argv.slice(2);
if (picture !== undefined) writeWhole(picture, evasionSvg(defended));

function spread(reports: readonly Report[], figure: (report: Report) => number): Defended["calls"] {
  const values = reports.map(figure);
  return { mean: sumOf(values) / values.length, least: Math.min(...values), greatest: Math.max(...values) };
}

function words({ mean, least, greatest }: Defended["calls"]): string {
  const [at, from, to] = [mean, least, greatest].map((value) => (value < 200 ? value.toFixed(1) : value.toFixed(0)));
  return `${at} (${from} to ${to})`;
}
