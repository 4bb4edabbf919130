/**
 * Every parameter of a scenario has an effect: halved or doubled (or off, or the next choice), it changes how the loop
 * of a tiny world goes, or else what was decided of its events. A test of a minute: some 350 runs of a tenth of a
 * second.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { simulate } from "../../src/engine/simulation.ts";
import { formatDigest } from "../../src/metrics/digest.ts";
import { digestLoop } from "../../src/metrics/loop-digest.ts";
import { digestRun } from "../../src/report/report.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { scenarioJsonSchema } from "../../src/scenario/keys.ts";
import { type Scenario, scenarioSchema } from "../../src/scenario/schema.ts";
import { warmPool } from "../engine/warm-pool.ts";

/** Small, and tight everywhere: short lives, short memories, few agents, so that each limit is met. */
const SETTINGS = readFileSync(new URL("rich-world.txt", import.meta.url), "utf8")
  .trim()
  .split("\n");

const ENGINE = "engines give the same answers, by the contract of their kind";
const REPORT = "is for the report alone";
const CIRCLES = "people of this class call each other, and the range is 0 to 0";

/** What may be still, and why. */
const STILL: Readonly<Record<string, string>> = {
  name: "is what the scenario is called",
  description: "is read by people",
  "benign.family.organisations": CIRCLES,
  "benign.work.organisations": CIRCLES,
  "benign.stranger.organisations": CIRCLES,
  "blocklist.engine": ENGINE,
  "blocklist.falsePositiveRate": "the exact table behind the filter puts its errors right",
  "templates.engine": ENGINE,
  "report.sampleEvery": REPORT,
  "report.referenceScale": REPORT,
  "report.referenceHours": REPORT,
};

/**
 * Still in this world, and ought not to be: each gets an effect or goes, or this world gets what it needs. To be
 * emptied.
 */
const OUGHT_TO_MOVE: readonly string[] = [
  "benign.school.messageShare",
  "decoration.marketingShare",
  "decoration.otherShare",
  "reaction.domainHours",
  "curiosity.benignShare",
  "blocklist.initialEntries",
  "investigations.mistakes",
  "signals.callBack",
  "warnings.high",
  "warnings.cooldownHours",
  "heeding.laterTalk",
  "heeding.falseAlarmFactor",
  "heeding.falseAlarmDays",
];

interface Node {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Node>>;
}

type Path = readonly string[];

const leaves = leavesOf(scenarioJsonSchema() as Node, []);

describe("every parameter", () => {
  test("changes how the loop goes, or what is decided, when it is halved or doubled, but for those with a reason", async () => {
    const base = loadScenario("smoke", SETTINGS);
    const before = await digestsOf(base);
    const still: string[] = [];
    for (const [path, node] of leaves) {
      if (STILL[path.join(".")] === undefined && !(await moves(base, path, node, before))) still.push(path.join("."));
    }
    expect(still.toSorted()).toEqual(OUGHT_TO_MOVE.toSorted());
  }, 600_000);

  test("that may be still is a parameter", () => {
    const paths = leaves.map(([path]) => path.join("."));
    for (const path of [...Object.keys(STILL), ...OUGHT_TO_MOVE]) expect(paths).toContain(path);
  });
});

async function moves(base: Scenario, path: Path, node: Node, before: readonly string[]): Promise<boolean> {
  for (const value of otherValues(valueAt(base, path), node)) {
    const moved = withValue(base, path, value);
    if (moved !== null && (await digestsOf(moved)).some((digest, i) => digest !== before[i])) return true;
  }
  return false;
}

async function digestsOf(scenario: Scenario): Promise<string[]> {
  const result = await simulate({ scenario, seed: 1, workers: 1, pool: warmPool(1) });
  const loop = new Uint32Array(2);
  digestLoop(loop, result);
  return [formatDigest(loop), digestRun(result.tally, result)];
}

/** Half and double within the range, or where that is nothing, a tenth of the range; off, or on; other choices. */
function otherValues(value: unknown, { enum: choices, minimum = 0, maximum = 1, type }: Node): unknown[] {
  if (choices !== undefined) return choices.filter((choice) => choice !== value);
  if (typeof value === "boolean") return [!value];
  if (Array.isArray(value)) return [value.toReversed()];
  if (typeof value !== "number") return [];
  const wanted = value === 0 ? [minimum + (maximum - minimum) / 10] : [value / 2, value * 2, value * 1.2, value / 1.2];
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
