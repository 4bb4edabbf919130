/** What `schema` prints holds of the documents of studies. */
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { readBounds } from "../../src/study/bounds.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { readCostProfile } from "../../src/study/tune/cost-profile.ts";
import { readConstraint } from "../../src/study/tune/goal.ts";
import { tune } from "../../src/study/tune/tune.ts";
import { inProcess } from "../cli/in-process.ts";
import { rowCell } from "./toy-cell.ts";

const scenario = loadScenario("smoke");
/** Of a study without a run: figures that nobody has are null. */
const measure = rowCell((_, seed) => ({
  accuracy: 0.5,
  accuracyTrials: 10 + seed,
  warnings: 20,
  kept: seed,
  lostYuan: 9,
}));
const schemas = new Map<string, z.ZodType>();

beforeAll(async () => {
  for (const name of ["tune"]) {
    const { stdout } = await inProcess(["schema", name]);
    schemas.set(name, z.fromJSONSchema(JSON.parse(stdout) as Parameters<typeof z.fromJSONSchema>[0]));
  }
});

/** Whether it fits as it is, with a field too many, and with one too few. */
function fits(name: string, document: object) {
  const schema = schemas.get(name)!;
  const written = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
  const { over: _, ...without } = written;
  return [written, { ...written, mood: "fine" }, without].map((each) => schema.safeParse(each).error === undefined);
}

test("a tuning of a scenario fits its schema, for the least cost under a constraint", async () => {
  const over = [readBounds(scenario, "warnings.low=0.5..1.2")];
  const parts = {
    scenario,
    over,
    goal: { costs: readCostProfile("plain") },
    constraints: [readConstraint("accuracy>=0.2")],
    seeds: [1, 2],
    heldOut: [3],
    budget: 4,
    searchSeed: 1,
  };
  expect(fits("tune", await tune({ ...parts, workers: 1, measure }))).toEqual([true, false, false]);
});
