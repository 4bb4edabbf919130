import { describe, expect, test } from "vitest";
import { loadModel } from "../../src/detect/learned/models.ts";
import { placeThresholds, suspectWords } from "../../src/training/own-thresholds.ts";

const model = loadModel("starter")!;
const own = { rows: "messages of mine.csv", shape: model.card.shape, mixed: 0 };
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

describe("of a file that may hold fraud", () => {
  /** Labelled fraud scores from 1 to 2; benign messages below 0, so that nine in ten of fraud reach 1.1. */
  const labelled = {
    ...model,
    card: { ...model.card, fraudDeciles: Array.from({ length: 9 }, (_, at) => 1.1 + at / 10) },
  };
  const fraud = Array.from({ length: 20 }, (_, at) => 1 + (at + 0.5) / 20);
  const mixed = Float64Array.from([...scoresOf(1980), ...fraud]);
  const options = { ...own, blocked: undefined, flagged: undefined };
  const blockedOf = (scores: Float64Array, share: number): number => {
    const { block } = placeThresholds(labelled, scores, { ...options, mixed: share }).card.thresholds;
    return scores.filter((score) => score >= block).length;
  };

  test("names it, says what it costs, and what --mixed gives", () => {
    expect(suspectWords(labelled, scoresOf(2000), options)).toBeNull();
    expect(suspectWords(model, mixed, options)).toBeNull();
    expect(suspectWords(labelled, mixed, options)).toMatch(
      /^of 2,000 messages of mine.csv, 1 % score .* blocks at most 30 % of such fraud\. With --mixed 1% it blocks 90 % or more\./,
    );
  });

  test("the share that is said to be fraud is blocked beside that of benign messages, where the scores show it", () => {
    expect([0, 0.01].map((share) => blockedOf(mixed, share))).toEqual([4, 21]);
    expect(blockedOf(scoresOf(2000), 0.01)).toBe(4);
    const overlapping = mixed.map((score, at) => (at % 20 === 0 ? 1.2 : score));
    expect(blockedOf(overlapping, 0.01)).toBe(blockedOf(overlapping, 0));
    expect(suspectWords(labelled, overlapping, { ...options, mixed: 0.01 })).toMatch(/^--mixed does not count/);
    // Of messages in another script what scores as fraud does need not be any.
    const shape = { ...own.shape, han: own.shape.han > 0.5 ? 0 : 1 };
    expect(suspectWords(labelled, mixed, { ...options, shape, mixed: 0.01 })).toMatch(/^--mixed does not count/);
  });
});
