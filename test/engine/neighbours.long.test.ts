import { expect, test } from "vitest";
import { runSmall } from "./run-small.ts";

/** So many are listed that a few callers have a listed number in their block, though a world draws all numbers. */
const WORLD = [
  "hours=5",
  "population.subscribers=1500",
  "gangs.count=40",
  "blocklist.initialEntries=300000",
  "screening.weights.listedNeighbours=3000",
];

test("a world that asks for listed neighbours decides by them, and others do not ask", async () => {
  const [none, asked] = [await runSmall(WORLD), await runSmall([...WORLD, "blocklist.neighbours=1"])];
  const seen = ({ evidence }: typeof none): number =>
    evidence.flatMap(({ name, fraud, benign }) => (name === "listedNeighbours" ? [fraud + benign] : []))[0] ?? 0;
  expect([seen(none), seen(asked) > 0]).toEqual([0, true]);
  expect(asked.digest).not.toBe(none.digest);
});
