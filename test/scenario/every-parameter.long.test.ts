/**
 * Every parameter of a scenario has an effect: halved or doubled (or off, or the next choice), it changes how a small
 * world goes: its digest, where its money went, whom its crackdown caught, or what that cost the innocent.
 */
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { simulate } from "../../src/engine/simulation.ts";
import { balanceMoney } from "../../src/metrics/ledger.ts";
import { digestRun } from "../../src/report/head.ts";
import { type FileSetting, loadScenario, readSettings } from "../../src/scenario/file.ts";
import { type Parameter, parameters, rangeOf } from "../../src/scenario/keys.ts";
import { type Scenario, scenarioSchema } from "../../src/scenario/schema.ts";
import { warmPool } from "../engine/warm-pool.ts";

/** Tight everywhere: short lives, short memories, few agents, so that each limit is met. */
const RICH = settingsIn("rich-world.txt");

/** More people, for longer; blocked sites and apps, benign callers listed by mistake, people who lose in two parts. */
const LARGER = [...RICH, ...settingsIn("larger-world.txt")];

/** Without banks: accounts are cards alone. */
const MARKET = [...RICH, ...settingsIn("card-world.txt")];

/** Cards are traded and traced, gangs go broke, and banks hold transfers. */
const CARDS = [...MARKET, ...settingsIn("bank-world.txt")];

/** And with dealers who come at once, many innocent people penalised, and wages that break gangs. */
const INNOCENT = [
  ...MARKET,
  "cards.foundedShare=1",
  "crackdown.mistakes=0.5",
  "economy.wagesYuan=6000",
  "gangs.senderMessages=10",
];

/** Gangs that follow a schedule. */
const SCHEDULED = [...RICH, ...settingsIn("schedule-world.txt")];

/** Records of numbers and domains count. */
const PROVENANCE = [...RICH, ...settingsIn("provenance-world.txt")];

/** Each is asked of what is still in those before it alone, as it takes longer. */
const WORLDS = [RICH, CARDS, SCHEDULED, LARGER, PROVENANCE, MARKET, INNOCENT].map((settings) =>
  loadScenario("smoke", settings),
);

/** By group, the world that is asked first: in those before it hardly any of its parameters move. */
const FIRST_ASKED: Readonly<Record<string, number>> = {
  adversary: 2,
  banks: 1,
  crackdown: 1,
  cards: 1,
  publicity: 1,
  operators: 3,
};

const ENGINE = "engines give the same answers, by the contract of their kind";
const MODEL = "no model is given: test/engine/learned.test.ts gives one";
const NEIGHBOURS = "these worlds list too few for two in a block";
const BOUGHT = "in that world accounts are bought as cards: test/world/episodes/held-transfers.test.ts has free ones";
const REGISTER = "few lines are in a box or misused there: test/world/registered-lines.test.ts has many";
const REPORT = "is for the report alone";

/** What may be still, and why. */
const STILL: Readonly<Record<string, string>> = {
  name: "is what the scenario is called",
  description: "is read by people",
  "blocklist.engine": ENGINE,
  "blocklist.falsePositiveRate": "the exact table behind the filter puts its errors right",
  "recycling.share":
    "a number is given out again after eight days, and these worlds end before: test/world/recycling.test.ts",
  "blocklist.neighbours": NEIGHBOURS,
  "screening.weights.listedNeighbours": NEIGHBOURS,
  "templates.engine": ENGINE,
  "screening.model": MODEL,
  "screening.stages.learned": MODEL,
  "screening.weights.learnedSure": MODEL,
  "screening.weights.learnedLikely": MODEL,
  "screening.weights.learnedBenign": MODEL,
  "operators.groups.boxSims": REGISTER,
  "operators.groups.misused": REGISTER,
  "banks.accountYuan": BOUGHT,
  "banks.otherAccounts": "nobody is refused twice there: test/world/episodes/held-transfers.test.ts refuses more often",
  "adversary.strategy": "one ships: test/engine/gang-strategy.test.ts gives a module",
  "warnings.policy": "one ships: test/engine/warning-policy.test.ts gives a module",
  "report.reference": REPORT,
  "report.sampleEvery": REPORT,
  "report.referenceScale": REPORT,
  "report.referenceHours": REPORT,
  "report.crackdownScale": REPORT,
};

/** A world, and what it comes to as it is. */
interface Measured {
  readonly scenario: Scenario;
  readonly outcome: string;
}

const all = parameters();
const groupOf = ({ path }: Parameter): string => path.split(".")[0]!;

describe("every parameter", () => {
  const worlds: Measured[] = [];

  beforeAll(async () => {
    for (const scenario of WORLDS) worlds.push({ scenario, outcome: await outcomeOf(scenario) });
  });

  test.each([...new Set(all.map(groupOf))])(
    "of %s changes how the loop goes, or what is decided, when it is halved or doubled, but for those with a reason",
    async (group) => {
      const still: string[] = [];
      for (const one of all.filter((each) => groupOf(each) === group)) {
        if (STILL[one.path] === undefined && !(await movesAny(worlds, one))) still.push(one.path);
      }
      expect(still).toEqual([]);
    },
    300_000,
  );

  test("that may be still is a parameter", () => {
    expect(all.map(({ path }) => path)).toEqual(expect.arrayContaining(Object.keys(STILL)));
  });
});

async function movesAny(worlds: readonly Measured[], parameter: Parameter): Promise<boolean> {
  const first = worlds[FIRST_ASKED[groupOf(parameter)] ?? 0]!;
  for (const world of new Set([first, ...worlds])) if (await moves(world, parameter)) return true;
  return false;
}

async function moves({ scenario, outcome }: Measured, parameter: Parameter): Promise<boolean> {
  const path = parameter.path.split(".");
  for (const value of otherValues(valueAt(scenario, path), parameter)) {
    const moved = withValue(scenario, path, value);
    if (moved !== null && (await outcomeOf(moved)) !== outcome) return true;
  }
  return false;
}

async function outcomeOf(scenario: Scenario): Promise<string> {
  const result = await simulate({ scenario, seed: 1, workers: 1, pool: warmPool(1) });
  const { tally, money, episodes, cards, banks } = result;
  const { crackdown, innocents } = cards ?? {};
  return JSON.stringify([digestRun(tally, result), balanceMoney(money, episodes), crackdown, innocents, banks]);
}

/**
 * Half and double within the range, or for nothing, a tenth of the range; off, or on; other choices; a list turned
 * round, or one shorter.
 */
function otherValues(value: unknown, { path, values, minimum = 0, maximum = 1 }: Parameter): unknown[] {
  if (values !== undefined) return values.filter((choice) => choice !== value);
  if (typeof value === "boolean") return [!value];
  if (Array.isArray(value)) return [value.toReversed(), value.slice(1)];
  if (typeof value !== "number") return [];
  const wanted = value === 0 ? [minimum + (maximum - minimum) / 10] : [value / 2, value * 2];
  const fitting = wanted.map((each) => Math.min(maximum, Math.max(minimum, each)));
  const whole = rangeOf(path)?.isWhole ? fitting.map(Math.round) : fitting;
  return whole.filter((each) => each !== value);
}

/** Null where the parameters of a group would not hold together. */
function withValue(base: Scenario, path: readonly string[], value: unknown): Scenario | null {
  const copy = structuredClone(base);
  (valueAt(copy, path.slice(0, -1)) as Record<string, unknown>)[path.at(-1)!] = value;
  const parsed = scenarioSchema.safeParse(copy);
  return parsed.success ? parsed.data : null;
}

function valueAt(scenario: Scenario, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], scenario);
}

function settingsIn(file: string): FileSetting[] {
  return readSettings(fileURLToPath(new URL(file, import.meta.url)));
}
