import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CALIBRATE } from "../../src/cli/study/calibrate.ts";
import { armsFor } from "../../src/study/tune/calibrate.ts";
import { programOf, runVerb } from "../guide.ts";
import type { TuningDocument } from "../../src/study/document.ts";
import { newFolder } from "../new-folder.ts";
import { settings } from "./command-line.ts";

const TINY = settings(
  ..."hours=6 report.referenceHours=6 population.subscribers=300 templates.initial=20".split(" "),
  ..."gangs.count=6 gangs.callsPerDay=140 gangs.messagesPerDay=150".split(" "),
);
const folder = newFolder("calibrate");
let runs = 0;
function wordsOf(...rest: readonly string[]): string[] {
  return ["calibrate", "smoke", ...TINY, "--no-page", "--out", join(folder, `${++runs}`), ...rest];
}

async function calibrated(...rest: readonly string[]) {
  const { code, stdout } = await runVerb(programOf(CALIBRATE.addTo), wordsOf("--json", ...rest));
  expect(code).toBe(0);
  return JSON.parse(stdout) as TuningDocument;
}

describe("calibrate", () => {
  test("brings back a parameter that was moved away, for any number of workers", async () => {
    // Contacts by call at 140 a gang and day are the target of a search that begins at 80.
    const words = "--over gangs.callsPerDay --targets rates.interceptionCalls.n=1 --budget 1".split(" ");
    const known = (await calibrated(...words)).figures[1]!.before.tuning.value!;
    const moved =
      "--set gangs.callsPerDay=80 --over gangs.callsPerDay=70..280 --targets rates.interceptionCalls.n=".split(" ");
    const search = (budget: string, workers: string) =>
      calibrated(...moved.slice(0, -1), `${moved.at(-1)}${known}`, "--budget", budget, "--workers", workers);
    expect(await search("3", "1")).toEqual(await search("3", "2"));
    const one = await search("10", "1");
    expect(one.over[0]!.tuned / 140).toBeGreaterThan(0.75);
    expect(one.over[0]!.tuned / 140).toBeLessThan(1.3);
    const { before, tuned } = one.figures[0]!;
    expect(tuned.tuning.value).toBeLessThan(before.tuning.value! / 5);
  }, 300_000);

  test("runs no paired run that its targets do not need", () => {
    expect(armsFor([target("success"), target("kept"), target("rates.coverage")])).toEqual([]);
    for (const name of ["lossAvoidedYuan", "warnings.keptAnyway", "lossYuan.avoided", "peopleLost.avoided.people"]) {
      expect([name, ...armsFor([target(name)])]).toEqual([name, "interceptionOnly", "noDefences"]);
    }
  });

  test.each([
    ["no target", ["--targets", "succes"], "neither one of"],
    ["a number that no report has", ["--targets", "rates.nope=3"], 'the report has no number at "rates.nope"'],
    ["a reported sum over other hours", ["--targets", "kept", "--set", "hours=5"], "the scenario has 5 hours"],
  ])("refuses %s", async (_, rest, said) => {
    const program = programOf(CALIBRATE.addTo);
    await expect(program.parseAsync(wordsOf(...rest), { from: "user" })).rejects.toThrow(said);
  });
});

function target(name: string) {
  return { name, value: 1, tolerance: 1 };
}
