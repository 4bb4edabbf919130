/** What `schema` prints holds of the documents of studies. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { readBounds } from "../../src/scenario/bounds.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { readCostProfile } from "../../src/study/tune/cost-profile.ts";
import { readConstraint } from "../../src/study/tune/goal.ts";
import { tune } from "../../src/study/tune/tune.ts";
import { inProcess } from "../cli/in-process.ts";
import { newFolder } from "../new-folder.ts";
import { rowCell } from "./toy-cell.ts";

const folder = newFolder("study-schemas");
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
  for (const name of ["tune", "labelled-tuning"]) {
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

test("a tuning on labelled messages fits the same schema", async () => {
  const rows = Array.from({ length: 40 }, (_, i) =>
    i % 2 === 0 ? `${wordsOf(i)} http://depot${i}.top,fraud` : `${wordsOf(i)},ham`,
  );
  writeFileSync(join(folder, "messages.csv"), `text,label\n${rows.join("\n")}\n`);
  writeFileSync(join(folder, "scripts.txt"), "Your parcel is held at the depot, pay the customs fee now\n");
  const words = ["messages.csv", "--tune", "--templates", "scripts.txt", "--subject-to", "benignBlocked<=0.5"];
  const { code, stdout } = await inProcess(["train", ...words, "--budget", "100", "--json"], { cwd: folder });
  expect(code).toBe(0);
  expect(fits("labelled-tuning", JSON.parse(stdout) as object)).toEqual([true, false, false]);
});

/** Words that no other number has, so that no two messages are near-duplicates. */
function wordsOf(number: number): string {
  const words = [3, 5, 7, 11, 13].map((by) => ((number + 1) * by * 104_729).toString(36));
  return words.join(" ").replace(/\d/g, (digit) => "abcdefghij"[Number(digit)]!);
}
