import { expect, test } from "vitest";
import { runSmall } from "./run-small.ts";

/** So many are listed that some callers have a listed number in their block of a thousand, in a world that draws all. */
const WORLD = ["hours=6", "population.subscribers=1500", "gangs.count=6", "blocklist.initialEntries=50000"];
const HEAVY = "screening.weights.listedNeighbours=3000";

test("a world that asks for listed neighbours blocks by them, alike for any number of workers; others do not ask", async () => {
  const [none, heavy, asked, light, two] = [
    await runSmall(WORLD),
    await runSmall([...WORLD, HEAVY]),
    await runSmall([...WORLD, HEAVY, "blocklist.neighbours=1"]),
    await runSmall([...WORLD, "screening.weights.listedNeighbours=0", "blocklist.neighbours=1"]),
    await runSmall([...WORLD, HEAVY, "blocklist.neighbours=1"], { workers: 2, batchEvents: 300 }),
  ];
  expect([heavy.digest, light.digest, two.digest]).toEqual([none.digest, none.digest, asked.digest]);
  expect(asked.digest).not.toBe(none.digest);
  const seen = (report: typeof asked): number =>
    report.evidence.filter(({ name }) => name === "listedNeighbours").reduce((sum, { benign }) => sum + benign, 0);
  expect([seen(none), seen(asked) > 0]).toEqual([0, true]);
});
