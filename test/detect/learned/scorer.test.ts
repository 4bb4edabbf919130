import { assert, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { unitsOf } from "../../../src/core/units.ts";
import { WITHHELD } from "../../../src/event/identity.ts";
import {
  BUCKETS,
  MAX_UNITS,
  allocateFeatures,
  gramsBefore,
  readGrams,
  readRaw,
} from "../../../src/detect/learned/features.ts";
import type { LearnedModel } from "../../../src/detect/learned/model.ts";
import { CUT_UNITS, Scorer } from "../../../src/detect/learned/scorer.ts";

const weights = Int16Array.from({ length: BUCKETS }, (_, at) => ((at * 7919) % 201) - 100);
const model = (scoresParts: boolean): LearnedModel =>
  ({ weights, card: { bias: 0.25, step: 0.01, reads: { raw: true, sender: false }, scoresParts } }) as LearnedModel;

/** By the definition, one part after the other. */
function plainScore(text: string, scoresParts: boolean): number {
  const raw = unitsOf(text);
  const units = raw.subarray(0, MAX_UNITS);
  const features = allocateFeatures();
  readGrams(units, 0, units.length, features);
  readRaw(raw, 0, raw.length, units.length, false, features);
  const weigh = (from: number, to: number): number[] =>
    [...features.index.subarray(from, to)].map((at) => weights[at]!);
  const rest = weigh(features.words, features.count);
  const words = Array.from({ length: features.words - features.grams }, (_, at) => features.grams + at);
  const scores = [scoreOf([...weigh(0, features.words), ...rest])];
  const end = scoresParts ? units.length : 0;
  for (let cut = CUT_UNITS; cut < end; cut += CUT_UNITS) {
    const rawEnd = Math.floor((cut * raw.length) / units.length);
    const inHead = words.findIndex((at) => features.end[at]! > rawEnd);
    const headWords = inHead < 0 ? features.words : features.grams + inHead;
    const at = gramsBefore(cut);
    scores.push(scoreOf([...weigh(0, at), ...weigh(features.grams, headWords), ...rest]));
    scores.push(scoreOf([...weigh(at, features.grams), ...weigh(headWords, features.words), ...rest]));
  }
  return Math.max(...scores);
}

function scoreOf(chosen: readonly number[]): number {
  return (chosen.reduce((sum, one) => sum + one, 0) * 0.01) / Math.sqrt(Math.max(1, chosen.length)) + 0.25;
}

describe("the score of a message", () => {
  test.each([true, false])("is that of its definition (parts: %s)", (scoresParts) => {
    const scorer = new Scorer(model(scoresParts));
    assert(
      property(string({ maxLength: 300, unit: "binary" }), (text) => {
        const raw = unitsOf(text);
        const count = Math.min(raw.length, MAX_UNITS);
        const score = scorer.score(raw, 0, count, raw, 0, raw.length, false, WITHHELD, 0);
        expect(score).toBeCloseTo(plainScore(text, scoresParts), 9);
      }),
      { numRuns: 60 },
    );
  });
});
