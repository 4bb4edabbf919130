/** The model answers to its parameters in the direction it must, by an effect that is stated. */
import { expect, test } from "vitest";
import type { Report } from "../../src/report/document.ts";
import { at } from "../report/figures.ts";
import { MANY_EPISODES, runSmall } from "./run-small.ts";

const MANY_CONTACTS = [
  "hours=96",
  "population.subscribers=2000",
  "gangs.count=60",
  "gangs.messagesPerDay=60",
  "gangs.callsPerDay=60",
];
const REPORTED = ["complaints.messageShare=0.1", "complaints.callShare=0.2"];
const FOUND = ["investigations.hostComplaints=4", "complaints.victimWeight=12", "investigations.casesPerHour=200"];
/** Nobody is warned, and domains and apps are soon found. */
const SOON_FOUND = [
  ...MANY_EPISODES,
  ...FOUND,
  "warnings.enabled=false",
  "complaints.messageShare=0.1",
  "complaints.delayHours=1",
  "episodes.hoursFactor=0.5",
];
/** Much is listed, and what is listed is blocked for that alone. */
const LISTED = [...MANY_EPISODES, ...REPORTED, ...FOUND, "complaints.delayHours=0.5", "gangs.lineLifeDays=3"];
/** Every kind of signal is frequent; apps and chats are seen by half. */
const OBSERVED = [...MANY_EPISODES, "observation.installs=0.5", "observation.chats=0.5"];
/** Few people, so that many of them have had a false alarm before. */
const ALARMED = [...MANY_EPISODES, "population.subscribers=3000", "belief.falseAlarmFactor=0.3"];
const ALONE = [
  ...MANY_EPISODES,
  "complaints.messageShare=0",
  "complaints.callShare=0",
  "investigations.complaints=4",
  "investigations.casesPerHour=200",
];
const BLIND = ["calls", "messages", "lookUps", "installs", "chats", "payments"].map(
  (kind) => `observation.${kind}=0.2`,
);
const NO_STAGE = ["blocklist", "lookalike", "match", "behaviour", "classify"].map(
  (stage) => `screening.stages.${stage}=false`,
);

const intercepted = (report: Report): number => at(report, "rates.interception");
const success = (report: Report): number => at(report, "rates.success");
const coverage = (report: Report): number => at(report, "rates.coverage");
const lostShare = (report: Report): number => at(report, "episodes.lost") / at(report, "episodes.total");
const blocked = (report: Report): number => Math.round(intercepted(report) * at(report, "rates.interception.n"));

type Case = [
  effect: string,
  world: readonly string[],
  from: string[],
  to: string[],
  holds: (a: Report, b: Report) => boolean,
];

test.each<Case>([
  [
    "reports that take three days instead of two hours cost ten points of interception",
    [...MANY_CONTACTS, ...REPORTED, "blocklist.listedShare=0"],
    ["complaints.delayHours=2"],
    ["complaints.delayHours=72"],
    (quick, slow) => intercepted(quick) - intercepted(slow) > 0.1,
  ],
  [
    "nobody who investigates costs ten points of interception",
    [...MANY_CONTACTS, ...REPORTED],
    [],
    ["investigations.casesPerHour=0"],
    (usual, idle) => at(idle, "investigations.cases") === 0 && intercepted(usual) - intercepted(idle) > 0.1,
  ],
  [
    "the blocklist is worth ten points of interception",
    MANY_CONTACTS,
    [],
    ["screening.stages.blocklist=false"],
    (all, without) => intercepted(all) - intercepted(without) > 0.1,
  ],
  [
    "the matcher is worth a point of interception, and benign traffic does not notice it",
    MANY_CONTACTS,
    [],
    ["screening.stages.match=false"],
    (all, without) =>
      intercepted(all) - intercepted(without) > 0.01 && at(all, "benign.total") === at(without, "benign.total"),
  ],
  [
    "the search for imitations is worth a point of interception",
    MANY_CONTACTS,
    [],
    ["screening.stages.lookalike=false"],
    (all, without) => intercepted(all) - intercepted(without) > 0.01,
  ],
  [
    "blocked look-ups and installs save a quarter of all episodes, and cost gangs",
    SOON_FOUND,
    ["episodes.bypassesBlock=0"],
    ["episodes.bypassesBlock=1"],
    (refused, letThrough) =>
      lostShare(letThrough) - lostShare(refused) > 0.25 &&
      at(letThrough, "episodes.siteBlocked") === 0 &&
      at(refused, "gangCosts.yuan") > at(letThrough, "gangCosts.yuan"),
  ],
  [
    "nobody is refused a site where no look-up passes an operator's resolver",
    [...SOON_FOUND, "gangs.apps=0", "episodes.bypassesBlock=0"],
    [],
    ["observation.lookUps=0"],
    (seen, unseen) => at(seen, "episodes.siteBlocked") > 0 && at(unseen, "episodes.siteBlocked") === 0,
  ],
  [
    "one case in ten decided wrongly blocks ten times as many benign events",
    [...SOON_FOUND, "complaints.callShare=1", "benign.marketing.perDay=2"],
    ["investigations.mistakes=0"],
    ["investigations.mistakes=0.1"],
    (careful, careless) => at(careless, "benign.intercepted") > 10 * at(careful, "benign.intercepted"),
  ],
  [
    "a victim's report opens a case by itself where it weighs as much as one needs",
    ALONE,
    ["complaints.victimWeight=4"],
    ["complaints.victimWeight=1"],
    (heavy, light) => at(heavy, "investigations.cases") > 2 * at(light, "investigations.cases"),
  ],
  [
    "operators block the less, the later they act",
    LISTED,
    ["operators.delayHours=2"],
    ["operators.delayHours=12"],
    (soon, late) => blocked(late) < 0.95 * blocked(soon),
  ],
  [
    "success falls by two points with a tenth of the telephone agents",
    MANY_EPISODES,
    [],
    ["dissuasion.agents=1"],
    (usual, few) => success(few) < success(usual) - 0.02,
  ],
  [
    "success falls by a point, and reach by five, where transfers are four times as fast",
    MANY_EPISODES,
    [],
    ["episodes.hoursFactor=0.25"],
    (usual, fast) => success(fast) < success(usual) - 0.01 && at(fast, "rates.reach") < at(usual, "rates.reach") - 0.05,
  ],
  [
    "success is a tenth at most where nobody heeds",
    MANY_EPISODES,
    [],
    ["episodes.bypassesBlock=1", "belief.base=20"],
    (usual, deaf) => success(usual) > 0.9 && success(deaf) <= 0.1,
  ],
  [
    "success falls where false alarms are held against the platform",
    ALARMED,
    ["curiosity.fraudShare=0.04"],
    ["curiosity.fraudShare=0.2"],
    (some, twice) => success(twice) < success(some) - 0.01,
  ],
  [
    "a higher warning threshold raises accuracy by three points and lowers coverage by ten",
    [...MANY_EPISODES, "curiosity.fraudShare=0.05"],
    [],
    ["warnings.low=1.6", "warnings.medium=2"],
    (low, high) =>
      at(high, "rates.accuracy") > at(low, "rates.accuracy") + 0.03 && coverage(high) < coverage(low) - 0.1,
  ],
  [
    "coverage falls to less than half where the platform sees a fifth",
    OBSERVED,
    [],
    BLIND,
    (usual, blind) => coverage(blind) < coverage(usual) / 2,
  ],
  [
    "coverage falls by degrees where kinds of signal are taken away",
    OBSERVED,
    [],
    ["signals.callBack=0", "signals.lookUp=0", "signals.reply=0"],
    (usual, less) => coverage(less) < coverage(usual) - 0.05 && coverage(less) > coverage(usual) / 3,
  ],
  [
    "coverage hardly depends on how many episodes leave its network",
    OBSERVED,
    ["episodes.movesToChat=0"],
    ["episodes.movesToChat=1"],
    (stays, leaves) => Math.abs(coverage(leaves) - coverage(stays)) < 0.1,
  ],
])("%s", async (_, world, from, to, holds) => {
  const [before, after] = [await runSmall([...world, ...from]), await runSmall([...world, ...to])];
  expect(holds(before, after)).toBe(true);
});

test("the message step alone catches at least 30 points less at level 5 of obfuscation than at level 0", async () => {
  const report = await runSmall([
    ...MANY_CONTACTS,
    "screening.stages.blocklist=false",
    "screening.stages.lookalike=false",
    "screening.stages.behaviour=false",
    "screening.blockScore=-60",
    "templates.learnedShare=1",
    "complaints.messageShare=0.2",
    "investigations.publishHours=1",
  ]);
  const levels = [0, 5].map((level) => at(report, `interception.obfuscation.${level}.rate`));
  expect(levels[0]! - levels[1]!).toBeGreaterThan(0.3);
});

test("all defences warn most of those engaged, and avoid losses by interception and by warnings, which add up", async () => {
  const report = await runSmall(MANY_EPISODES, { counterfactual: true });
  const found = (name: string): number => at(report, name);
  expect(found("episodes.total")).toBeGreaterThan(300);
  expect(found("rates.coverage")).toBeGreaterThan(0.5);
  expect(found("rates.reach")).toBeGreaterThan(0.75);
  expect(found("warnings.singleSignalShare")).toBeLessThan(2 / 3);
  const undefendedYuan = found("lossYuan.withoutDefences");
  expect(found("lossYuan.avoided")).toBe(undefendedYuan - found("lossYuan.withDefences"));
  const parts = ["interception", "warnings"].map((each) => found(`lossYuan.byMechanism.${each}`));
  expect(parts[0]! + parts[1]!).toBe(found("lossYuan.avoided"));
  expect(Math.min(...parts)).toBeGreaterThan(0.1 * undefendedYuan);
  const undefended = [...NO_STAGE, "investigations.casesPerHour=0", "warnings.enabled=false"];
  const without = await runSmall([...MANY_EPISODES, ...undefended], { counterfactual: true });
  const nothing = ["rates.interception", "fraud.intercepted.domains", "fraud.intercepted.apps", "lossYuan.avoided"];
  expect(nothing.map((name) => at(without, name))).toEqual([0, 0, 0, 0]);
  expect(at(without, "ledger.allowed")).toBe(at(without, "ledger.generated"));
  for (const name of ["accuracy", "reach", "success"]) {
    expect(without.figures[`rates.${name}`]).toEqual({ value: null, n: 0 });
  }
  expect(at(without, "lossYuan.withDefences")).toBe(undefendedYuan);
});
