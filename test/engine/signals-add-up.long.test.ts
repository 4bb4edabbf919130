/**
 * What the platform makes of what it sees: weak signals add up. That no parameter of them is idle is tested with all
 * others (test/scenario/every-parameter.long.test.ts).
 */
import { expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/file.ts";
import { MANY_EPISODES, runSmall } from "./run-small.ts";

const OBSERVED = ["calls", "messages", "lookUps", "installs", "chats", "payments"] as const;
const WEIGHED = [
  "flaggedContact",
  "suspectCall",
  "callBack",
  "reply",
  "lookUp",
  "lookBackFactor",
  "severalNumbers",
  "install",
  "chat",
  "payment",
] as const;

/** A world in which every kind of signal is frequent; apps and chats are seen by half. */
const WORLD = [...MANY_EPISODES, "observation.installs=0.5", "observation.chats=0.5"];

const usual = await runSmall(WORLD);

async function coverageWith(...settings: string[]): Promise<number> {
  return (await runSmall([...WORLD, ...settings])).rates.coverage.value!;
}

/** A parameter at half of what it is in that world. */
function halved(path: string): string {
  const value = path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], scenario);
  return `${path}=${(value as number) / 2}`;
}

const scenario = loadScenario("smoke", WORLD);

test("a contact is not enough for a warning, and what somebody does about it is", () => {
  const { signals, warnings } = scenario;
  const enough = WEIGHED.filter((name) => name !== "lookBackFactor" && signals[name] >= warnings.low);
  expect(enough).toEqual(["callBack", "reply", "lookUp", "chat", "payment"]);
  expect(signals.lookBackFactor).toBeLessThanOrEqual(1);
});

test("fewer than two thirds of the warnings rest on one signal, and all do where one is enough", async () => {
  expect(usual.warnings.pushed).toBeGreaterThan(100);
  expect(usual.warnings.singleSignalShare!).toBeLessThan(2 / 3);
  const eager = await runSmall([...WORLD, "warnings.low=0.05", "signals.flaggedContact=0"]);
  expect(eager.warnings.singleSignalShare!).toBeGreaterThan(0.5);
});

test("coverage falls visibly where exposure halves in half the time, or a main weight is halved", async () => {
  for (const [path, fall] of [
    ["warnings.halfLifeHours", 0.005],
    ["signals.flaggedContact", 0.005],
    ["signals.reply", 0.02],
    ["signals.lookUp", 0.02],
    ["signals.lookBackFactor", 0.03],
  ] as const) {
    expect(await coverageWith(halved(path))).toBeLessThan(usual.rates.coverage.value! - fall);
  }
});

test("coverage falls by degrees where kinds of signal are taken away", async () => {
  const usually = usual.rates.coverage.value!;
  const withoutTwo = await coverageWith("signals.callBack=0", "signals.lookUp=0");
  const withoutThree = await coverageWith("signals.callBack=0", "signals.lookUp=0", "signals.reply=0");
  expect(withoutTwo).toBeLessThan(usually - 0.05);
  expect(withoutTwo).toBeGreaterThan(usually / 2);
  expect(withoutThree).toBeLessThan(withoutTwo);
  expect(withoutThree).toBeGreaterThan(usually / 3);
});

test("coverage falls where the platform sees less", async () => {
  const blind = await coverageWith(...OBSERVED.map((kind) => `observation.${kind}=0.2`));
  expect(blind).toBeLessThan(usual.rates.coverage.value! / 2);
});

// A second reply is no more evidence than the first, which comes before an episode leaves the network.
test("coverage hardly depends on how many episodes leave its network", async () => {
  for (const share of [0, 1]) {
    const coverage = await coverageWith(`episodes.movesToChat=${share}`);
    expect(Math.abs(coverage - usual.rates.coverage.value!)).toBeLessThan(0.05);
  }
});
