import { expect, test } from "vitest";
import { runSmall } from "./run-small.ts";

const WORLD = ["hours=8", "population.subscribers=800", "gangs.count=6", "screening.model=starter"];

test("a run with a model comes to something else than one without, which is one where the stage is off", async () => {
  const [given, none] = [await runSmall(WORLD), await runSmall([...WORLD, "screening.model=none"])];
  expect(none.digest).not.toBe(given.digest);
  const seen = given.evidence.filter(({ name }) => name.startsWith("learned"));
  expect(seen.reduce((sum, { fraud }) => sum + fraud, 0)).toBeGreaterThan(100);
  expect(none.evidence.filter(({ name, fraud }) => name.startsWith("learned") && fraud > 0)).toEqual([]);
  const off = await runSmall([...WORLD, "screening.stages.learned=false"]);
  expect(off.digest).toBe(none.digest);
});
