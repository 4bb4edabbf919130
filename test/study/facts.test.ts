import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { VALIDATE } from "../../src/cli/study/validate.ts";
import { countedOf, lesseningOf, type Validation } from "../../src/study/validate.ts";
import { factsOf } from "../../src/study/facts.ts";
import { settings } from "../cli/command-line.ts";
import { newFolder } from "../new-folder.ts";
import { programOf, runVerb } from "../guide.ts";
import { sampleLoop } from "../report/sample-loop.ts";
import { sampleReport } from "../report/sample-report.ts";

const folder = newFolder("facts");
test("the facts of the field have a name each, and are measured on a report, or counted beside it", () => {
  const facts = factsOf(sampleReport(), {});
  expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
  const beside = facts.filter(({ simulated }) => simulated === null).map(({ id }) => id);
  expect(beside).toEqual([
    "stillBelieved",
    "letters",
    "publicity",
    "mostCalls",
    "lineLife",
    "lineCalls",
    "lineCallees",
    "callSeconds",
  ]);
  const counted = factsOf(sampleReport(), Object.fromEntries(beside.map((id, at) => [id, at])));
  expect(counted.every(({ simulated }) => simulated !== null)).toBe(true);
});

test("a share is of all that the report has of its kind, and refused calls of those that found somebody free", () => {
  const figures = {
    "benign.marked.courier.numbers": { value: 3 },
    "benign.marked.delivery.numbers": { value: 1 },
    "benign.marked.fraud.numbers": { value: 12 },
    "dissuasion.teams.telephone.refused": { value: 2 },
    "dissuasion.teams.telephone.replies.refusal": { value: 1 },
    "dissuasion.teams.telephone.delivered": { value: 4 },
  };
  const found = factsOf({ figures }, {}).filter(({ simulated }) => simulated !== null);
  expect(found.map(({ id, simulated }) => [id, simulated])).toEqual([
    ["refusedCalls", 0.5],
    ["markedCouriers", 0.25],
    ["markedMarketing", 0],
  ]);
});

test("what warnings lessen is counted among those who lose money unwarned", () => {
  const { interceptionOnly, ...records } = sampleLoop();
  const { warned, lostUnwarned } = countedOf(records, interceptionOnly!);
  expect(lesseningOf(warned, lostUnwarned)).toBe(0.5);
  expect(lesseningOf(warned, [])).toBeNull();
});

test("validate prints each fact beside a run, and keeps them as JSON", async () => {
  const tiny = settings("hours=4", "population.subscribers=300", "gangs.count=4", "episodes.hoursFactor=0.05");
  const words = ["validate", "smoke", ...tiny, "--workers", "1", "--out", join(folder, "validated")];
  const { code, stdout } = await runVerb(programOf(VALIDATE.addTo), words);
  expect(code).toBe(0);
  const { facts } = JSON.parse(readFileSync(join(folder, "validated/validate.json"), "utf8")) as Validation;
  expect(facts.length).toBeGreaterThan(20);
  for (const { text } of facts) expect(stdout).toContain(text);
});
