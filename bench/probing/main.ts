/**
 * `node dist/bench/probing/main.js [picture.svg [model]]`: which share of fraud messages is caught week by week, while
 * gangs write by habit, and when from the third week on they test their words on telephones of their own. Six weeks of
 * a small world, four seeds that all arms share. A table, and a picture where a name for one is given.
 */
import { SimulationPool } from "../../src/engine/simulation-pool.ts";
import { BENIGN_CLASSES } from "../../src/event/taxonomy.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { writeWhole } from "../../src/report/atomic-file.ts";
import { type ProbingArm, WEEKS, measureArm } from "./arm.ts";
import { probingSvg } from "./picture.ts";

/** The hour from which on gangs test their words. */
const PROBED_FROM = 2 * 7 * 24;
const SEEDS = [1, 2, 3, 4];
const WORKERS = 1;
/** Forty gangs, most of which write, and hardly any benign traffic: what it costs benign people is not asked here. */
const WORLD = [
  `hours=${WEEKS * 7 * 24}`,
  "population.subscribers=5000",
  "gangs.count=40",
  "gangs.callFirstShare=0.2",
  "gangs.messagesPerDay=60",
  "gangs.callsPerDay=20",
  "blocklist.initialEntries=2000",
  "templates.initial=200",
  ...BENIGN_CLASSES.map((name) => `benign.${name}.perDay=0.05`),
  "report.sampleEvery=3",
];
const PROBED = [
  "adversary.mode=scripted",
  `adversary.schedule=[{ fromHour: ${PROBED_FROM}, knob: wording, setting: probed }]`,
];

const [picture, model = "starter"] = process.argv.slice(2);
const pool = await SimulationPool.start({ workers: WORKERS });
const arms: ProbingArm[] = [];
for (const { name, colour, mark, settings } of [
  { name: "habit", colour: "benign", mark: "solid", settings: [] },
  { name: "gangs test their words", colour: "fraud", mark: "dashed", settings: PROBED },
] as const) {
  const scenario = loadScenario("smoke", [...WORLD, `screening.model=${model}`, ...settings]);
  arms.push({ name, colour, mark, weeks: await measureArm(scenario, { seeds: SEEDS, workers: WORKERS, pool }) });
}
await pool.close();

for (const { name, weeks } of arms) {
  for (const [week, { learned, screened, messages }] of weeks.entries()) {
    const shares = [learned, screened].map(
      ({ mean, low, high }) => `${percent(mean)} (${percent(low)} to ${percent(high)})`,
    );
    process.stdout.write(
      `${name.padEnd(24)} week ${week + 1}  model ${shares[0]}  screening ${shares[1]}  n ${messages}\n`,
    );
  }
}
if (picture !== undefined) writeWhole(picture, probingSvg(arms, PROBED_FROM));

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
