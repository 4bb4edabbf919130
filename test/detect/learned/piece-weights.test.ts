import { assert, constantFrom, property, array, string, tuple } from "fast-check";
import { expect, test } from "vitest";
import { attachNormaliser } from "../../../src/detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../../src/detect/normaliser/stored-normaliser.ts";
import { unitsOf } from "../../../src/core/units.ts";
import { BUCKETS, HEAD, MAX_UNITS, TAIL, WHOLE } from "../../../src/detect/learned/feature-numbers.ts";
import type { LearnedModel } from "../../../src/detect/learned/model.ts";
import { pieceWeights } from "../../../src/detect/learned/piece-weights.ts";
import { featureKernel } from "../../../src/detect/learned/features.ts";
import { Scorer } from "../../../src/detect/learned/scorer.ts";
import { normaliseInto } from "../../../src/detect/normaliser/normaliser.ts";

const normaliser = attachNormaliser(loadNormaliserTable());
const weights = Int16Array.from({ length: BUCKETS }, (_, at) => ((at * 7919) % 201) - 100);
const model = {
  weights,
  card: { bias: 0.25, step: 0.01, reads: { raw: true, sender: true }, scoresParts: true },
} as LearnedModel;

const words = array(
  constantFrom("pay", "NOW", "see you", "t.cn/x1", "您的账户", "é", "12 34", "\u200b", "  ", "ﬁ", "!"),
  { maxLength: 60 },
).map((parts) => parts.join(" "));

test("what each piece of a text added, the message as a whole and every message add up to its score", () => {
  const parts = new Set<number>();
  const scorer = new Scorer(model);
  assert(
    property(
      tuple(words, string({ maxLength: 40, unit: "binary" })).map(([one, other]) => (one + other).repeat(3)),
      (text) => {
        const { score, pieces, whole, bias } = pieceWeights(text, 10086, 1, model, normaliser);
        const sum = pieces.reduce((total, { weight }) => total + weight, whole + bias);
        expect(sum).toBeCloseTo(score, 9);
        const raw = unitsOf(text);
        const buffer = new Uint16Array(MAX_UNITS);
        const count = normaliseInto(normaliser, raw, 0, raw.length, buffer);
        featureKernel().load(buffer, 0, count, raw, 0, raw.length, buffer.subarray(0, count).includes(0xe000));
        scorer.score(10086 as never, 1);
        parts.add(scorer.part);
      },
    ),
    { numRuns: 60, seed: 1 },
  );
  expect([...parts].sort((a, b) => a - b)).toEqual([WHOLE, HEAD, TAIL]);
});
