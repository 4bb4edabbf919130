/**
 * `node dist/bench/research/texts/retraining.js [--seeds 1,2,3,4] [--set KEY=VALUE ...]`: what a model knows of the
 * messages of gangs, week by week, as it stays and as it is trained again. The same worlds in every arm; means and 95 %
 * over worlds (Student's t). Some twelve runs, each of a minute.
 */
import { parseArgs } from "node:util";
import { simulate } from "../../../src/engine/simulation.ts";
import { SimulationPool } from "../../../src/engine/simulation-pool.ts";
import { type MessageWeek, messageWeeks } from "../../../src/metrics/message-weeks.ts";
import { meanInterval } from "../../../src/metrics/mean-interval.ts";
import { loadScenario } from "../../../src/scenario/file.ts";

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "1,2,3,4" }, set: { type: "string", multiple: true, default: [] } },
});

/** Eight weeks; who is warned changes nothing that is asked here. */
const WORLD = ["hours=1344", "warnings.enabled=false"];
const ARMS = [
  { name: "starter", settings: ["screening.model=starter"] },
  { name: "starter, weekly", settings: ["screening.model=starter", "retraining.everyDays=7"] },
  { name: "none, weekly", settings: ["retraining.everyDays=7"] },
  { name: "none, once", settings: ["retraining.everyDays=7", "retraining.trainings=1"] },
] as const;

const FIGURES: readonly [name: string, of: (week: MessageWeek) => number][] = [
  ["fraud named", ({ fraud, fraudNamed }) => fraudNamed / fraud],
  ["fraud blocked", ({ fraud, fraudBlocked }) => fraudBlocked / fraud],
  ["benign named", ({ benign, benignNamed }) => benignNamed / benign],
  ["benign blocked", ({ benign, benignBlocked }) => benignBlocked / benign],
];

const seeds = values.seeds.split(",").map(Number);
const workers = 2;
const pool = await SimulationPool.start({ workers });
const reached: MessageWeek[][][] = [];
for (const { name, settings } of ARMS) {
  const scenario = loadScenario("smoke", [...WORLD, ...settings, ...values.set]);
  const worlds: MessageWeek[][] = [];
  for (const seed of seeds) {
    const { tally, retraining } = await simulate({ scenario, seed, workers, pool, countsWeeks: true });
    worlds.push(messageWeeks(tally.columns.messageWeeks));
    const trainings = retraining?.trainings.map(({ fraud, benign, reason }) => reason ?? `${fraud}+${benign}`) ?? [];
    process.stderr.write(`${name}, seed ${seed}: ${retraining?.yuan ?? 0} yuan; ${trainings.join(", ")}\n`);
  }
  reached.push(worlds);
}
await pool.close();

for (const [figure, of] of FIGURES) {
  process.stdout.write(
    `\n${figure.padEnd(16)}${ARMS.map(({ name }) => name.padStart(26)).join("")}${"weekly - starter".padStart(26)}\n`,
  );
  for (const week of reached[0]![0]!.keys()) {
    const arms = reached.map((worlds) => worlds.map((weeks) => of(weeks[week]!)));
    const differences = arms[1]!.map((value, world) => value - arms[0]![world]!);
    process.stdout.write(`week ${String(week + 1).padEnd(11)}${[...arms, differences].map(interval).join("")}\n`);
  }
}

function interval(worlds: readonly number[]): string {
  const { mean, half } = meanInterval(worlds);
  if (half === null) return (100 * mean).toFixed(2).padStart(26);
  const [at, low, high] = [mean, mean - half, mean + half].map((share) => (100 * share).toFixed(2));
  return `${at} (${low} to ${high})`.padStart(26);
}
