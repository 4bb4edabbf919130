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
/** Nothing is listed but by reports, which come soon. */
const TOLD = [...MANY_CONTACTS, ...REPORTED, "blocklist.listedShare=0", "complaints.delayHours=2"];
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
const ALARMED = [
  ...MANY_EPISODES,
  "population.subscribers=3000",
  "belief.falseAlarmFactor=0.3",
  "curiosity.fraudShare=0.04",
];
const DOUBTED = [...MANY_EPISODES, "curiosity.fraudShare=0.05"];
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

const coverage = (report: Report): number => at(report, "rates.coverage");
const lostShare = (report: Report): number => at(report, "episodes.lost") / at(report, "episodes.total");
const blocked = (report: Report): number =>
  Math.round(at(report, "rates.interception") * at(report, "rates.interception.n"));

/** The reports of a world as it is, or with the settings `from`, and with the settings `to`. */
async function both(world: readonly string[], to: string[], from: string[] = []): Promise<[Report, Report]> {
  return [await runSmall([...world, ...from]), await runSmall([...world, ...to])];
}

/** A figure, how it changes at least, and with which settings. */
test.each<[rate: string, by: number, says: string, world: readonly string[], settings: string]>([
  ["interception", -0.1, "where reports take three days, not two hours", TOLD, "complaints.delayHours=72"],
  ["interception", -0.1, "where nobody investigates", TOLD, "investigations.casesPerHour=0"],
  ["interception", -0.1, "without the blocklist", MANY_CONTACTS, "screening.stages.blocklist=false"],
  ["interception", -0.01, "without the matcher", MANY_CONTACTS, "screening.stages.match=false"],
  ["interception", -0.01, "without the search for imitations", MANY_CONTACTS, "screening.stages.lookalike=false"],
  ["success", -0.02, "with a tenth of the telephone agents", MANY_EPISODES, "dissuasion.agents=1"],
  ["success", -0.01, "where transfers are four times as fast", MANY_EPISODES, "episodes.hoursFactor=0.25"],
  ["reach", -0.02, "where transfers are four times as fast", MANY_EPISODES, "episodes.hoursFactor=0.25"],
  ["success", -0.8, "where nobody heeds", MANY_EPISODES, "episodes.bypassesBlock=1 belief.base=20"],
  ["success", -0.01, "where false alarms are held against the platform", ALARMED, "curiosity.fraudShare=0.2"],
  ["accuracy", 0.03, "with a higher warning threshold", DOUBTED, "warnings.low=1.6 warnings.medium=2"],
  ["coverage", -0.1, "with a higher warning threshold", DOUBTED, "warnings.low=1.6 warnings.medium=2"],
])("%s changes by %d %s, and benign traffic does not", async (rate, by, _, world, settings) => {
  const [before, after] = await both(world, settings.split(" "));
  const change = at(after, `rates.${rate}`) - at(before, `rates.${rate}`);
  expect(Math.sign(by) * change).toBeGreaterThan(Math.abs(by));
  expect(at(after, "benign.total")).toBe(at(before, "benign.total"));
});

test("blocked look-ups and installs save a quarter of all episodes, and cost gangs", async () => {
  const [refused, letThrough] = await both(SOON_FOUND, ["episodes.bypassesBlock=1"], ["episodes.bypassesBlock=0"]);
  expect(lostShare(letThrough) - lostShare(refused)).toBeGreaterThan(0.25);
  expect(at(letThrough, "episodes.siteBlocked")).toBe(0);
  expect(at(refused, "gangCosts.yuan")).toBeGreaterThan(at(letThrough, "gangCosts.yuan"));
});

test("nobody is refused a site where no look-up passes an operator's resolver", async () => {
  const [seen, unseen] = await both(
    [...SOON_FOUND, "gangs.apps=0", "episodes.bypassesBlock=0"],
    ["observation.lookUps=0"],
  );
  expect(at(seen, "episodes.siteBlocked")).toBeGreaterThan(0);
  expect(at(unseen, "episodes.siteBlocked")).toBe(0);
});

test("one case in ten decided wrongly blocks ten times as many benign events", async () => {
  const [careful, careless] = await both(
    [...SOON_FOUND, "complaints.callShare=1", "benign.marketing.perDay=2"],
    ["investigations.mistakes=0.1"],
    ["investigations.mistakes=0"],
  );
  expect(at(careless, "benign.intercepted")).toBeGreaterThan(10 * at(careful, "benign.intercepted"));
});

test("a victim's report opens a case by itself where it weighs as much as one needs", async () => {
  const [heavy, light] = await both(ALONE, ["complaints.victimWeight=1"], ["complaints.victimWeight=4"]);
  expect(at(heavy, "investigations.cases")).toBeGreaterThan(2 * at(light, "investigations.cases"));
});

test("operators block the less, the later they act", async () => {
  const [soon, late] = await both(LISTED, ["operators.delayHours=12"], ["operators.delayHours=2"]);
  expect(blocked(late)).toBeLessThan(0.95 * blocked(soon));
});

test("coverage falls by degrees where kinds of signal are taken away, and to less than half where a fifth is seen", async () => {
  const [usual, less] = await both(OBSERVED, ["signals.callBack=0", "signals.lookUp=0", "signals.reply=0"]);
  expect(coverage(less)).toBeLessThan(coverage(usual) - 0.05);
  expect(coverage(less)).toBeGreaterThan(coverage(usual) / 3);
  expect(coverage(await runSmall([...OBSERVED, ...BLIND]))).toBeLessThan(coverage(usual) / 2);
});

test("coverage hardly depends on how many episodes leave its network", async () => {
  const [stays, leaves] = await both(OBSERVED, ["episodes.movesToChat=1"], ["episodes.movesToChat=0"]);
  expect(Math.abs(coverage(leaves) - coverage(stays))).toBeLessThan(0.1);
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
  const nothing = [
    "investigations.cases",
    "rates.interception",
    "fraud.intercepted.domains",
    "fraud.intercepted.apps",
    "lossYuan.avoided",
  ];
  expect(nothing.map((name) => at(without, name))).toEqual([0, 0, 0, 0, 0]);
  expect(at(without, "ledger.allowed")).toBe(at(without, "ledger.generated"));
  for (const name of ["accuracy", "reach", "success"]) {
    expect(without.figures[`rates.${name}`]).toEqual({ value: null, n: 0 });
  }
  expect(at(without, "lossYuan.withDefences")).toBe(undefendedYuan);
});
