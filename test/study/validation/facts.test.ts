import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { VALIDATE } from "../../../src/cli/study/validate.ts";
import { FACTS, factsOf } from "../../../src/study/validation/facts.ts";
import { lesseningOf, lostEpisodes, warnedInTime } from "../../../src/study/validation/lessening.ts";
import { settings } from "../../cli/command-line.ts";
import { REPORTED_FIGURES } from "../../../src/report/reported-periods.ts";
import { newFolder } from "../../new-folder.ts";
import { programOf, runVerb } from "../../guide.ts";
import { sampleLoop } from "../../report/sample-loop.ts";
import { sampleReport } from "../../report/sample-report.ts";

const folder = newFolder("facts");
describe("the facts of the field", () => {
  test("have a name each, and are those of the reference figures where they are the same", () => {
    expect(new Set(FACTS.map(({ id }) => id)).size).toBe(FACTS.length);
    for (const [id, reported] of Object.entries(REPORTED_FIGURES["police-2020"].figures)) {
      expect(FACTS.find((fact) => fact.id === id)?.reported).toBe(reported);
    }
  });

  test("are measured on a report, but for those that nothing counts", () => {
    const run = {
      report: sampleReport(),
      lines: null,
      messagesAlone: 0.75,
      mostCalls: 3,
      publicity: 0,
    };
    const unknown = FACTS.filter(({ measure }) => measure(run) === null).map(({ id }) => id);
    expect(unknown).toEqual(["lineLife", "lineCalls", "lineCallees", "callSeconds"]);
  });
});

test("what warnings lessen is counted among those who lose money unwarned", () => {
  const { interceptionOnly, ...records } = sampleLoop();
  expect(lesseningOf(warnedInTime(records), lostEpisodes(interceptionOnly!))).toBe(0.5);
  expect(lesseningOf(warnedInTime(records), [])).toBeNull();
});

test("validate prints each fact beside a run, and as JSON", async () => {
  const tiny = settings("hours=4", "population.subscribers=300", "gangs.count=4", "episodes.hoursFactor=0.05");
  const words = ["validate", "smoke", ...tiny, "--workers", "1", "--out", join(folder, "validated")];
  const { code, stdout } = await runVerb(programOf(VALIDATE.addTo), words);
  expect(code).toBe(0);
  for (const { text } of FACTS) expect(stdout).toContain(text);
  const { stdout: json } = await runVerb(programOf(VALIDATE.addTo), [...words, "--json"]);
  const { facts } = JSON.parse(json) as { facts: { id: string; simulated: number | null }[] };
  expect(facts.map(({ id }) => id)).toEqual(FACTS.map(({ id }) => id));
});

test("beside a run of another period its own figures stand, and each figure once", () => {
  const facts = factsOf("police-2025");
  expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
  expect(facts.find(({ id }) => id === "visits")?.reported).toBe(6.747e6);
  expect(facts.map(({ id }) => id)).not.toContain("effectiveWarnings");
  expect(factsOf("police-2020")).toBe(FACTS);
});
