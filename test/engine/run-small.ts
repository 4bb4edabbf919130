/** Small runs for tests: a scenario with settings, through the real worker threads, as a report. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { type ArmsOptions, type ArmsResult, simulateArms } from "../../src/study/variants/arms.ts";
import type { Report } from "../../src/report/document.ts";
import { reportRun } from "../../src/report/run-report.ts";
import { type FileSetting, type Setting, loadScenario, readSettings } from "../../src/scenario/file.ts";
import { BENIGN_CLASSES } from "../../src/event/taxonomy.ts";
import { warmPool } from "./warm-pool.ts";

export interface SmallRun {
  /** A shipped scenario; left out: smoke. */
  readonly scenario?: string;
  readonly seed?: number;
  readonly workers?: number;
  readonly batchEvents?: number;
  /** With the paired runs. */
  readonly counterfactual?: ArmsOptions["counterfactual"];
  /** With the trial of the filter, a million look-ups. */
  readonly triesFilter?: boolean;
}

export async function runSmall(settings: readonly Setting[], run: SmallRun = {}): Promise<Report> {
  const { seed = 1, workers = 1, triesFilter = false } = run;
  const scenario = loadScenario(run.scenario ?? "smoke", settings);
  // How fast it was is nobody's business here.
  const clock = { peakRssMiB: 1, wallSecondsAllArms: 1 };
  const { main, ...others } = await runArms(settings, run);
  const tryFilter = triesFilter ? main.tryFilter : () => null;
  const arms = { ...others, ...clock, main: { ...main, tryFilter, wallSeconds: 1, mainThreadBusy: 0 } };
  return reportRun(arms, { scenario, seed, workers, reproduce: "a test" });
}

export function runArms(
  settings: readonly Setting[],
  { scenario: name = "smoke", seed = 1, workers = 1, batchEvents = 4096, counterfactual = false }: SmallRun = {},
): Promise<ArmsResult> {
  const scenario = loadScenario(name, settings);
  return simulateArms({ scenario, seed, workers, batchEvents, counterfactual, pool: warmPool(workers) });
}

/** What a file of settings says, of those beside the tests of scenarios. */
export function settingsIn(file: string): readonly FileSetting[] {
  return readSettings(fileURLToPath(new URL(`../scenario/${file}`, import.meta.url)));
}

/** Of figures to nine digits. */
export function hashOf(value: unknown): string {
  const text = JSON.stringify(value, (_, each: unknown) => (typeof each === "number" ? each.toPrecision(9) : each));
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Hardly any benign traffic, and people who are easily taken in: six hundred episodes in a second or two. */
export const MANY_EPISODES: readonly string[] = [
  "hours=60",
  "population.subscribers=12000",
  "gangs.count=40",
  "gangs.messagesPerDay=200",
  "gangs.callsPerDay=150",
  "gangs.callFirstShare=0.5",
  "blocklist.initialEntries=5000",
  "templates.initial=200",
  "dissuasion.agents=2",
  "dissuasion.visitTeams=2",
  "episodes.messageTakesHold=0.08",
  "episodes.callTakesHold=0.13",
  ...BENIGN_CLASSES.map((name) => `benign.${name}.perDay=0.02`),
];
