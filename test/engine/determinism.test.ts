import { beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/report/document.ts";
import { at, below } from "../report/figures.ts";
import { hashOf, runSmall } from "./run-small.ts";

const SETTINGS = [
  "hours=24",
  "population.subscribers=1200",
  "gangs.count=12",
  "episodes.hoursFactor=0.1",
  "blocklist.initialEntries=3000",
];

/** Its first hours. */
const EARLY = [...SETTINGS, "hours=8"];

/** Whatever is off in the scenario smoke. */
const EVERYTHING = [
  "adversary.schedule=[{ fromHour: 12, knob: obfuscation, setting: heavy }]",
  "operators.delayHours=5",
  "screening.model=starter",
  "screening.stages.provenance=true",
  "blocklist.neighbours=1",
  "cards.traded=true",
  "crackdown.enabled=true",
  "economy.bankruptcy=true",
  "banks.enabled=true",
];

const moneyOf = (report: Report): string =>
  hashOf(["money.", "cards.", "banks.", "gangCosts."].map((group) => below(report, group)));

describe("a run of one scenario and seed", () => {
  let first: Report;
  beforeAll(async () => {
    first = await runSmall(EARLY, { workers: 1, triesFilter: true });
  });

  test("has one digest and one set of figures for 1 and 3 workers and any size of batch", async () => {
    const other = await runSmall(EARLY, { workers: 3, batchEvents: 50, triesFilter: true });
    expect({ ...other, workers: 1 }).toEqual(first);
  });

  test("has them with everything switched on that may be, and another digest then, and for another seed", async () => {
    const settings = [...SETTINGS, ...EVERYTHING];
    const one = await runSmall(settings, { counterfactual: true });
    const other = await runSmall(settings, { workers: 3, batchEvents: 333 });
    const [rates, otherRates] = [one, other].map((report) => below(report, "rates."));
    expect([other.digest, moneyOf(other), otherRates]).toEqual([one.digest, moneyOf(one), rates]);
    expect(one.digest).not.toBe(first.digest);
    expect([one.digest, moneyOf(one), hashOf(one.figures)]).toEqual([
      "da1b77d3fcc65833",
      "b8e4aeb839a05b82",
      "5067e56afcc6d4a6",
    ]);
    expect((await runSmall(EARLY, { seed: 2 })).digest).not.toBe(first.digest);
  });

  test("decides the same with an exact blocklist", async () => {
    expect((await runSmall([...EARLY, "blocklist.engine=exact"])).digest).toBe(first.digest);
  });

  test("decides the same with the matcher's reference engine", async () => {
    const settings = ["hours=4", "population.subscribers=800", "gangs.count=12", "templates.initial=60"];
    const [index, scan] = [await runSmall(settings), await runSmall([...settings, "templates.engine=scan"])];
    expect(at(index, "stages.match.fraud.seen")).toBeGreaterThan(0);
    expect(scan.digest).toBe(index.digest);
  });
});
