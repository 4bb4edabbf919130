import { expect, test } from "vitest";
import { loadModel } from "../../src/detect/learned/models.ts";
import { placeThresholds, suspectWords } from "../../src/training/own-thresholds.ts";

const model = loadModel("starter")!;
const { shape, reference } = model.card;
const own = { rows: "messages of mine.csv", shape };
/** From -10 on, each once. */
const scoresOf = (count: number): Float64Array => Float64Array.from({ length: count }, (_, at) => at / count - 10);

test.each([
  [0.01, 0.05],
  [0.2, 0.5],
  [undefined, undefined],
])("blocks and flags the shares that were asked for: %s, %s", (blocked, flagged) => {
  const scores = scoresOf(1000);
  const { advice, thresholds } = placeThresholds(model, scores, { ...own, blocked, flagged }).card;
  const reaching = (from: number): number => scores.filter((score) => score >= from).length;
  expect(advice).toBeNull();
  expect([reaching(thresholds.block), reaching(thresholds.flag)]).toEqual([
    1000 * (blocked ?? 0.002),
    1000 * (flagged ?? 0.01),
  ]);
  expect(thresholds.basis).toBe("1,000 messages of mine.csv");
});

const few = (count: number, blocked?: number) =>
  placeThresholds(model, scoresOf(count), { ...own, blocked, flagged: undefined }).card.advice;

test("of too few messages it advises, and refuses a share that was asked for", () => {
  expect(few(100)!.flag).not.toBeNull();
  expect(few(20)!.flag).toBeNull();
  // One row in 500 may be blocked.
  expect([few(499) === null, few(500) === null]).toEqual([false, true]);
  expect(() => few(100, 0.002)).toThrow(/500 at least\. Give more messages/);
});

test("names a file of which many messages score as fraud does", () => {
  expect(suspectWords(model, scoresOf(100), "messages")).toBeNull();
  const mixed = scoresOf(100).map((score, at) => (at < 10 ? reference.score + 1 : score));
  expect(suspectWords(model, mixed, "messages")).toMatch(/10 of 100 messages score as fraud does/);
});
