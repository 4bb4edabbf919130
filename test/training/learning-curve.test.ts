import { expect, test } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import { attachNormaliser } from "../../src/detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../src/detect/normaliser/stored-normaliser.ts";
import { type Example, ExampleTable } from "../../src/training/examples.ts";
import { learningCurve } from "../../src/training/learning-curve.ts";
import { madeUpMessages } from "./messages.ts";

const reads = { raw: true, sender: false };
const settings = { reads, seed: 1, files: ["made-up"] };

function curveOf(examples: readonly Example[]) {
  return learningCurve(new ExampleTable(examples, attachNormaliser(loadNormaliserTable()), reads), settings);
}

/** Messages of random words, so that no two are near-duplicates, with labels by lot. */
function labelledByLot(count: number): Example[] {
  const random = new RandomStream(1, "labels-by-lot");
  const [like] = madeUpMessages(1);
  return Array.from({ length: count }, (_, at): Example => {
    const words = Array.from({ length: 12 }, (__, word) => (random.draw(at, word)[0]! % 9973).toString(36));
    return { ...like!, text: words.join(" "), isFraud: random.draw(at, 99)[0]! % 2 === 0 };
  });
}

test("a learning curve is judged on other messages than it was trained on: of labels by lot nothing is learned", () => {
  const [point, ...more] = curveOf(labelledByLot(110));
  expect(more).toEqual([]);
  expect(point).toMatchObject({ rows: 50, repeats: 5 });
  expect(Math.abs(point!.mcc)).toBeLessThan(0.2);
});

test("a learning curve has a point for a size that is exactly half of the messages, and none for a larger one", () => {
  expect(curveOf(labelledByLot(100)).map(({ rows }) => rows)).toEqual([50]);
  expect(curveOf(labelledByLot(99))).toEqual([]);
});
