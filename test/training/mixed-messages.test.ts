import { expect, test } from "vitest";
import { MixedMessages } from "../../src/training/mixed-messages.ts";

/** Of 1,000 messages 200 are fraud: scores from 0.5 on, where benign ones end; calibrated accordingly. */
const scores = Float64Array.from({ length: 1000 }, (_, at) => (at < 200 ? 1 + at / 1000 : -1 + at / 1000));
const mixed = new MixedMessages(scores, { slope: 10, offset: -5 });

test("fraud among messages is left out of the share of benign ones", () => {
  expect(mixed.fraud).toBeCloseTo(200, 0);
  const threshold = mixed.thresholdOf(0.002);
  const blocked = scores.filter((score) => score >= threshold);
  // By the share of all messages it would be two of them, all of which are fraud.
  expect(blocked.length).toBeGreaterThanOrEqual(200);
  expect(blocked.length).toBeLessThan(215);
  const guess = mixed.guessAt(threshold, mixed.thresholdOf(0.01));
  expect(guess.caught).toBeGreaterThan(0.95);
  expect(guess.benignBlocked).toBeLessThanOrEqual(0.002);
  expect(guess.benignFlagged).toBeGreaterThan(guess.benignBlocked);
});

test("the best threshold parts them, and equal scores fall on one side", () => {
  const best = mixed.best();
  expect(scores.filter((score) => score >= best)).toHaveLength(200);
  const equal = new MixedMessages(new Float64Array(50).fill(1), { slope: 10, offset: -5 });
  expect(equal.thresholdOf(0.002)).toBeGreaterThan(1);
});
