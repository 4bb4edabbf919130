/**
 * Every parameter of a scenario has an effect: halved or doubled (or off, or the next choice), it changes how the loop
 * of a small world goes, or else what was decided of its events, where its money went, whom its crackdown caught, or
 * what that cost the innocent. A test of two minutes: some 500 runs, most of them of a tenth of a second.
 */
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { type Observer, simulate } from "../../src/engine/simulation.ts";
import { formatDigest } from "../../src/metrics/digest.ts";
import { balanceMoney } from "../../src/metrics/ledger.ts";
import { digestLoop } from "../../src/metrics/loop-digest.ts";
import { digestRun } from "../../src/report/head.ts";
import { type FileSetting, loadScenario, readSettings } from "../../src/scenario/file.ts";
import { scenarioJsonSchema } from "../../src/scenario/keys.ts";
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
const INNOCENT = [...MARKET, "cards.foundedPerDay=40", "crackdown.mistakes=0.5", "economy.wagesYuan=3000"];

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
  "banks.accountYuan": BOUGHT,
  "banks.otherAccounts": "nobody is refused twice there: test/world/episodes/held-transfers.test.ts refuses more often",
  "report.reference": REPORT,
  "report.sampleEvery": REPORT,
  "report.referenceScale": REPORT,
  "report.referenceHours": REPORT,
  "report.crackdownScale": REPORT,
};

interface Node {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Node>>;
}

type Path = readonly string[];

/** A world, and what comes of it as it is. */
interface Measured extends Outcome {
  readonly scenario: Scenario;
}

interface Outcome {
  readonly digests: readonly string[];
  /** By tick: of what was decided of its events. */
  readonly ticks: readonly number[];
}

const leaves = leavesOf(scenarioJsonSchema() as Node, []);
const groups = [...new Set(leaves.map(([[group]]) => group!))];

describe("every parameter", () => {
  const worlds: Measured[] = [];

  beforeAll(async () => {
    for (const scenario of WORLDS) worlds.push(await measured(scenario));
  });

  test.each(groups)(
    "of %s changes how the loop goes, or what is decided, when it is halved or doubled, but for those with a reason",
    async (group) => {
      const still: string[] = [];
      for (const [path, node] of leaves.filter(([[first]]) => first === group)) {
        if (STILL[path.join(".")] === undefined && !(await movesAny(worlds, path, node))) still.push(path.join("."));
      }
      expect(still).toEqual([]);
    },
    300_000,
  );

  test("that may be still is a parameter", () => {
    const paths = leaves.map(([path]) => path.join("."));
    for (const path of Object.keys(STILL)) expect(paths).toContain(path);
  });
});

async function measured(scenario: Scenario): Promise<Measured> {
  return { scenario, ...(await outcomeOf(scenario)) };
}

async function movesAny(worlds: readonly Measured[], path: Path, node: Node): Promise<boolean> {
  const first = worlds[FIRST_ASKED[path[0]!] ?? 0]!;
  for (const world of new Set([first, ...worlds])) if (await moves(world, path, node)) return true;
  return false;
}

async function moves({ scenario, digests, ticks }: Measured, path: Path, node: Node): Promise<boolean> {
  for (const value of otherValues(valueAt(scenario, path), node)) {
    const moved = withValue(scenario, path, value);
    if (moved === null) continue;
    const outcome = await outcomeOf(moved, ticks);
    if (outcome.ticks.some((digest, tick) => digest !== ticks[tick])) return true;
    if (outcome.digests.some((digest, i) => digest !== digests[i])) return true;
  }
  return false;
}

/** What a world comes to. `usual`: of the events of each hour; the run ends soon after the first that differs. */
async function outcomeOf(scenario: Scenario, usual?: readonly number[]): Promise<Outcome> {
  const ticks: number[] = [];
  const stop = new AbortController();
  const observer: Observer = {
    onTally: (tick, { columns }) => void (ticks[tick] = ((ticks[tick] ?? 0) + columns.digest[0]!) >>> 0),
    onSettled: (tick) => {
      if (usual !== undefined && ticks[tick] !== usual[tick]) stop.abort();
      return Promise.resolve();
    },
    onConcluded: () => {},
  };
  const { signal } = stop;
  const result = await simulate({ scenario, seed: 1, workers: 1, pool: warmPool(1), observer, signal });
  if (signal.aborted) return { digests: [], ticks };
  const loop = new Uint32Array(2);
  digestLoop(loop, result);
  const digests = [
    formatDigest(loop),
    digestRun(result.tally, result),
    JSON.stringify(balanceMoney(result.money, result.episodes)),
    JSON.stringify(result.cards?.crackdown),
    JSON.stringify(result.cards?.innocents),
    JSON.stringify(result.banks),
  ];
  return { digests, ticks };
}

/**
 * Half and double within the range, or for nothing, a tenth of the range; off, or on; other choices; a list turned
 * round, or one shorter.
 */
function otherValues(value: unknown, { enum: choices, minimum = 0, maximum = 1, type }: Node): unknown[] {
  if (choices !== undefined) return choices.filter((choice) => choice !== value);
  if (typeof value === "boolean") return [!value];
  if (Array.isArray(value)) return [value.toReversed(), value.slice(1)];
  if (typeof value !== "number") return [];
  const wanted = value === 0 ? [minimum + (maximum - minimum) / 10] : [value / 2, value * 2];
  const fitting = wanted.map((each) => Math.min(maximum, Math.max(minimum, each)));
  const whole = type === "integer" ? fitting.map(Math.round) : fitting;
  return whole.filter((each) => each !== value);
}

/** Null where the parameters of a group would not hold together. */
function withValue(base: Scenario, path: Path, value: unknown): Scenario | null {
  const copy = structuredClone(base);
  (valueAt(copy, path.slice(0, -1)) as Record<string, unknown>)[path.at(-1)!] = value;
  const parsed = scenarioSchema.safeParse(copy);
  return parsed.success ? parsed.data : null;
}

function valueAt(scenario: Scenario, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], scenario);
}

function leavesOf(node: Node, path: Path): [Path, Node][] {
  if (!node.properties) return [[path, node]];
  return Object.entries(node.properties).flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

function settingsIn(file: string): FileSetting[] {
  return readSettings(fileURLToPath(new URL(file, import.meta.url)));
}
