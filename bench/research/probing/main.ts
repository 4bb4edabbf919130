/**
 * `node dist/bench/research/probing/main.js [picture.svg [model]]`: which share of fraud messages is caught week by
 * week, while gangs write by habit, and when from the third week on they test their words on telephones of their own,
 * against a model that stays and one that is trained again. Five weeks of a small world, four seeds that all arms
 * share. A table, and a picture where a name for one is given. Some minutes.
 */
import { loadScenario } from "../../../src/scenario/file.ts";
import { writeWhole } from "../../../src/core/file/atomic-file.ts";
import { type Interval, WEEKS, measureArm } from "./arm.ts";
import { probingSvg } from "./picture.ts";

/** The hour from which on gangs test their words. */
const PROBED_FROM = 2 * 7 * 24;
const SEEDS = [1, 2, 3, 4];
/**
 * Gangs of which most write, a third of the default messages each; and as many people complain as it takes for a small
 * world to have some hundred cases.
 */
const WORLD = [
  `hours=${WEEKS * 7 * 24}`,
  "population.subscribers=3000",
  "gangs.count=24",
  "gangs.callFirstShare=0.2",
  "gangs.messagesPerDay=130",
  "gangs.callsPerDay=20",
  "complaints.messageShare=0.03",
  "blocklist.initialEntries=2000",
  "templates.initial=200",
  "report.sampleEvery=6",
];
const PROBED = [
  "adversary.mode=scripted",
  `adversary.schedule=[{ fromHour: ${PROBED_FROM}, knob: wording, setting: probed }]`,
];

const RETRAINED = ["retraining.everyDays=7"];
const HABIT_ARM = { name: "habit", colour: "benign", mark: "solid", isDrawn: true, settings: [] } as const;
const ARMS = [
  HABIT_ARM,
  { ...HABIT_ARM, name: "habit, retrained", isDrawn: false, settings: RETRAINED },
  { ...HABIT_ARM, name: "tested: words alone", isDrawn: false, settings: [...PROBED, "adversary.probeVaries=words"] },
  { name: "tested", colour: "fraud", mark: "dashed", isDrawn: true, settings: PROBED },
  {
    name: "tested, retrained",
    colour: "defended",
    mark: "dotted",
    isDrawn: true,
    settings: [...PROBED, ...RETRAINED],
  },
] as const;

const [picture, model = "starter"] = process.argv.slice(2);
const measured = await Promise.all(
  ARMS.map(async (arm) => {
    const scenario = loadScenario("smoke", [...WORLD, `screening.model=${model}`, ...arm.settings]);
    return { ...arm, weeks: await measureArm(scenario, SEEDS) };
  }),
);
for (const { name, weeks } of measured) {
  for (const [week, { learned, screened, messages, benignBlocked }] of weeks.entries()) {
    const cells = [
      name.padEnd(20),
      `week ${week + 1}`,
      `model ${interval(learned).padEnd(20)}`,
      `screening ${interval(screened).padEnd(20)}`,
      `n ${messages}`,
      `benign blocked ${(100 * benignBlocked).toFixed(2)}`,
    ];
    process.stdout.write(`${cells.join("  ")}\n`);
  }
}
if (picture !== undefined) {
  writeWhole(
    picture,
    probingSvg(
      measured.filter(({ isDrawn }) => isDrawn),
      PROBED_FROM,
    ),
  );
}

function interval({ mean, low, high }: Interval): string {
  const [at, from, to] = [mean, low, high].map((share) => (100 * share).toFixed(1));
  return `${at} (${from} to ${to})`;
}
