import { expect, test } from "vitest";
import { at } from "../report/figures.ts";
import { runSmall } from "./run-small.ts";

const WORLD = ["hours=8", "population.subscribers=800", "gangs.count=6", "screening.model=starter"];

test("a run with a model comes to something else than one without, which is one where the stage is off", async () => {
  const [given, none] = [await runSmall(WORLD), await runSmall([...WORLD, "screening.model=none"])];
  expect(none.digest).not.toBe(given.digest);
  expect(at(given, "stages.learned.fraud.seen")).toBeGreaterThan(100);
  expect(at(none, "stages.learned.fraud.seen")).toBe(0);
  const off = await runSmall([...WORLD, "screening.stages.learned=false"]);
  expect(off.digest).toBe(none.digest);
});
