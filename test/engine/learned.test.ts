import { beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/report/schema.ts";
import { runSmall } from "./run-small.ts";

const WORLD = ["hours=8", "population.subscribers=800", "gangs.count=6", "screening.model=starter"];

describe("a run with a model", () => {
  let [given, none]: Report[] = [];
  beforeAll(async () => {
    [given, none] = [await runSmall(WORLD), await runSmall([...WORLD, "screening.model=none"])];
  });

  test("comes to something else than a run without", () => {
    expect(none!.digest).not.toBe(given!.digest);
    const seen = given!.evidence.filter(({ name }) => name.startsWith("learned"));
    expect(seen.reduce((sum, { fraud }) => sum + fraud, 0)).toBeGreaterThan(100);
    expect(none!.evidence.filter(({ name, fraud }) => name.startsWith("learned") && fraud > 0)).toEqual([]);
  });

  test("is one without where the stage is off, and each weight counts", async () => {
    const off = await runSmall([...WORLD, "screening.stages.learned=false"]);
    expect(off.digest).toBe(none!.digest);
    for (const weight of ["learnedSure=0", "learnedLikely=0", "learnedBenign=2500"]) {
      const other = await runSmall([...WORLD, `screening.weights.${weight}`]);
      expect([weight, other.digest === given!.digest]).toEqual([weight, false]);
    }
  });
});
