/** Cards in several runs of a small world: one digest for any number of workers, and what investigators do. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runArms, runSmall } from "./run-small.ts";

const CARDS = ["rich-world.txt", "card-world.txt"].flatMap((file) =>
  readFileSync(new URL(`../scenario/${file}`, import.meta.url), "utf8")
    .trim()
    .split("\n"),
);

test("twice as many investigators make sets dearer, time and again, and catch more people and dealers", async () => {
  const runs = [];
  for (const casesPerDay of [0, 12, 24, 48]) {
    const { main } = await runArms([...CARDS, `crackdown.casesPerDay=${casesPerDay}`]);
    const { days, crackdown } = main.cards!;
    runs.push({ price: days.slice(3, 6).reduce((sum, { priceYuan }) => sum + priceYuan, 0) / 3, ...crackdown });
  }
  const [none, few, some, many] = runs;
  // 225, 248, 277 and 565 yuan, with 0, 19, 36 and 58 penalised.
  expect(few!.price).toBeGreaterThan(1.05 * none!.price);
  expect(some!.price).toBeGreaterThan(1.05 * few!.price);
  expect(many!.price).toBeGreaterThan(1.3 * some!.price);
  expect(runs.map(({ holdersPenalised }) => holdersPenalised)).toEqual(
    runs.map(({ holdersPenalised }) => holdersPenalised).toSorted((a, b) => a - b),
  );
  expect(many!.holdersPenalised).toBeGreaterThan(1.5 * some!.holdersPenalised);
  expect(many!.dealersDestroyed).toBeGreaterThan(few!.dealersDestroyed);
}, 60_000);

test("cards that are traded and traced give one digest and one set of figures for 1, 2 and 3 workers and any size of batch", async () => {
  const first = await runSmall(CARDS, { workers: 1 });
  expect(first.cards!.crackdown.dealersDestroyed).toBeGreaterThan(0);
  for (const [workers, batchEvents] of [
    [2, 333],
    [3, 50],
  ]) {
    const other = await runSmall(CARDS, { workers, batchEvents });
    expect({ ...other, workers: 1 }).toEqual(first);
  }
}, 60_000);
