/** Runs at the edge of what a scenario may say. */
import { expect, test } from "vitest";
import { MANY_EPISODES, runArms, runSmall } from "./run-small.ts";
import { at, below } from "../report/figures.ts";

/** On duty and alert, and never to act: nothing is listed, no score is reached, no exposure is enough. */
const NEVER_ACTING = [
  "blocklist.initialEntries=0",
  "blocklist.initialRecycledShare=0",
  "blocklist.listedShare=0",
  "investigations.casesPerHour=0",
  "screening.flagScore=6000",
  "screening.blockScore=6000",
  "warnings.low=1000000",
  "warnings.medium=1000000",
  "warnings.high=1000000",
];

test("defences that never act reproduce the undefended world exactly, benign traffic or none", async () => {
  const { main, interceptionOnly, noDefences } = await runArms([...MANY_EPISODES, ...NEVER_ACTING], {
    counterfactual: true,
  });
  expect(main.warnings).toEqual([]);
  expect(main.tally.columns.decisions[2]! + main.tally.columns.decisions[5]!).toBe(0);
  expect(main.episodes.length).toBeGreaterThan(500);
  expect(main.episodes).toEqual(noDefences!.episodes);
  expect(interceptionOnly!.episodes).toEqual(noDefences!.episodes);
});

test("a run of one hour goes on until the episodes of that hour have ended", async () => {
  const { main, noDefences } = await runArms([...MANY_EPISODES, "hours=1"], { counterfactual: true });
  expect(main.ticks).toBeGreaterThan(3);
  for (const { episodes } of [main, noDefences!]) expect(episodes.length).toBeGreaterThan(0);
});

test("without gangs there is no fraud: its rates are null with n = 0, and the run is no failure", async () => {
  const report = await runSmall(["hours=6", "gangs.count=0"]);
  expect(report.figures["rates.interceptionCalls"]).toEqual({ value: null, n: 0 });
  expect(report.events.total).toBe(at(report, "benign.total"));
});

test("counts are compared with the reported ones where the scale is for as many hours, and not where it is for others", async () => {
  const usual = await runSmall(["hours=2"]);
  expect(usual.hours).toMatchObject({ scenario: 2, reference: 168 });
  const known = Object.entries(below(usual, "reference.")).filter(
    ([name, { value }]) => name.endsWith("ratio") && value !== null,
  );
  expect(known.map(([name]) => name)).toEqual(["reference.success.ratio"].slice(0, known.length));
  const chosen = await runSmall(["hours=2", "report.referenceScale=0.0000001", "report.referenceHours=2"]);
  expect(at(chosen, "reference.interceptedMessages.ratio")).toBeGreaterThan(0);
});
