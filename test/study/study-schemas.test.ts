/** What `schema` prints holds of the documents of studies. */
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { loadScenario } from "../../src/scenario/file.ts";
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
  const parts = {
    scenario,
    over: ["warnings.low=0.5..1.2"],
    costs: "lostYuan=1,kept=0",
    subjectTo: ["accuracy>=0.2"],
    seeds: [1, 2],
    heldOut: [3],
    budget: 4,
    searchSeed: 1,
  };
  expect(fits("tune", (await tune({ ...parts, workers: 1, measure })).document)).toEqual([true, false, false]);
});
