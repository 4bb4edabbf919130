import { describe, expect, test } from "vitest";
import { runSmall } from "./run-small.ts";

const WORLD = ["hours=8", "population.subscribers=800", "gangs.count=6", "screening.model=starter"];

describe("a run with a model", () => {
  test("comes to the same for any number of workers, and to something else than a run without", async () => {
    const [one, two, none] = [
      await runSmall(WORLD),
      await runSmall(WORLD, { workers: 2, batchEvents: 300 }),
      await runSmall([...WORLD, "screening.model=none"]),
    ];
    expect(two.digest).toBe(one.digest);
    expect(none.digest).not.toBe(one.digest);
    const seen = one.evidence.filter(({ name }) => name.startsWith("learned"));
    expect(seen.reduce((sum, { fraud }) => sum + fraud, 0)).toBeGreaterThan(100);
    expect(none.evidence.filter(({ name, fraud }) => name.startsWith("learned") && fraud > 0)).toEqual([]);
  });

  test("is one without where the stage is off, and each weight counts", async () => {
    const [given, off, none] = [
      await runSmall(WORLD),
      await runSmall([...WORLD, "screening.stages.learned=false"]),
      await runSmall([...WORLD, "screening.model=none"]),
    ];
    expect(off.digest).toBe(none.digest);
    for (const weight of ["learnedSure=0", "learnedLikely=0", "learnedBenign=2500"]) {
      const other = await runSmall([...WORLD, `screening.weights.${weight}`]);
      expect([weight, other.digest === given.digest]).toEqual([weight, false]);
    }
  });
});
