import { boolean, constantFrom, oneof, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { unitsOf } from "../../../src/core/units.ts";
import { parseIdentity } from "../../../src/event/identity.ts";
import { BUCKETS, CUT_UNITS, MAX_UNITS } from "../../../src/detect/learned/feature-numbers.ts";
import { featureKernel, gramsBefore } from "../../../src/detect/learned/features.ts";
import type { LearnedModel } from "../../../src/detect/learned/model.ts";
import { Scorer } from "../../../src/detect/learned/scorer.ts";
import { forAll } from "../../for-all.ts";
import { senderFeatures } from "../../../src/detect/learned/sender-features.ts";

const CALLER = parseIdentity("10086");
const RECEIVED = 1;

interface Reads {
  readonly raw: boolean;
  readonly sender: boolean;
  readonly parts: boolean;
}

function modelOf({ raw, sender, parts }: Reads, spread = 65_535): LearnedModel {
  const weights = Int16Array.from({ length: BUCKETS }, (_, at) => ((at * 7919) % spread) - (spread >> 1));
  return { weights, card: { bias: 0.25, step: 0.01, reads: { raw, sender }, scoresParts: parts } } as LearnedModel;
}

/** By the definition, one part after the other, of a text that normalises to itself. */
function plainScore(text: string, hasLink: boolean, { weights }: LearnedModel, reads: Reads): number {
  const raw = unitsOf(text);
  const units = raw.subarray(0, MAX_UNITS);
  featureKernel().load(units, 0, units.length, raw, 0, raw.length, hasLink);
  const features = featureKernel().read(reads);
  const sender = reads.sender ? senderFeatures(CALLER, RECEIVED).map((bucket) => weights[bucket]!) : [];
  const weigh = (places: readonly number[]): number[] => places.map((at) => weights[features.index[at]!]!);
  const { grams, singles, words, digits, count } = features;
  const rest = [...weigh(between(digits, count)), ...sender];
  const scores = [scoreOf([...weigh(between(0, digits)), ...rest])];
  const end = reads.parts ? units.length : 0;
  for (let cut = CUT_UNITS; cut < end; cut += CUT_UNITS) {
    const rawEnd = Math.floor((cut * raw.length) / units.length);
    // Words behind the first that ends behind the cut are in the tail; so are grams with a digit.
    const upTo = (from: number, to: number): number => {
      const first = between(from, to).find((at) => features.end[at]! > rawEnd);
      return first ?? to;
    };
    const ends = [gramsBefore(cut), upTo(words, digits)] as const;
    const headSingles = between(grams, singles).filter((at) => features.end[at]! <= cut);
    const head = [
      ...between(0, ends[0]),
      ...headSingles,
      ...between(singles, upTo(singles, words)),
      ...between(words, ends[1]),
    ];
    const tail = between(0, digits).filter((at) => !head.includes(at));
    scores.push(scoreOf([...weigh(head), ...rest]), scoreOf([...weigh(tail), ...rest]));
  }
  return Math.max(...scores);
}

function between(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}

function scoreOf(chosen: readonly number[]): number {
  return chosen.reduce((sum, one) => sum + one, 0) * (0.01 / Math.sqrt(Math.max(1, chosen.length))) + 0.25;
}

function score(scorer: Scorer, text: string, hasLink: boolean): number {
  const raw = unitsOf(text);
  const count = Math.min(raw.length, MAX_UNITS);
  featureKernel().load(raw, 0, count, raw, 0, raw.length, hasLink);
  return scorer.score(CALLER, RECEIVED);
}

/** Any units, and units of all kinds that words are made of. */
const TEXT = oneof(
  string({ maxLength: 300, unit: "binary" }),
  string({ maxLength: 400, unit: constantFrom(...Array.from("aZé Ｑ19８!？£【。\u200b\ufe0f信中㐀ꀀ e")) }),
);

describe("the score of a message", () => {
  test.each<Reads>([
    { raw: true, sender: false, parts: true },
    { raw: true, sender: true, parts: false },
    { raw: false, sender: true, parts: true },
  ])("is to the bit that of its definition (%o)", (reads) => {
    const model = modelOf(reads);
    const scorer = new Scorer(model);
    forAll([TEXT, boolean()], 100, (text, hasLink) => {
      expect(score(scorer, text, hasLink)).toBe(plainScore(text, hasLink, model, reads));
      expect(scorer.whole).toBe(plainScore(text, hasLink, model, { ...reads, parts: false }));
    });
  });

  test.each([0, 1, 2, 6, 7, 8, 23, 24, 25, 47, 48, 49, 254, 255, 256, 700])("is so for %i units", (length) => {
    const reads = { raw: true, sender: false, parts: true };
    const model = modelOf(reads);
    for (const text of ["ab ", "!", "信", "\u200b", "Z9 £", "7", "a1\u200b2信"].map((part) =>
      part.repeat(length).slice(0, length),
    )) {
      expect(score(new Scorer(model), text, false)).toBe(plainScore(text, false, model, reads));
    }
  });

  test.each([
    ["\ue000", true],
    ["look \ue000", true],
    ["ok? \ue000", true],
    ["看\ue000", true],
    ["looks \ue000", false],
    ["看看\ue000", false],
  ])("of a link with a short word at most is that of its sender alone: %s", (text, isAlone) => {
    const reads = { raw: true, sender: true, parts: true };
    const model = modelOf(reads);
    const bySender = scoreOf(senderFeatures(CALLER, RECEIVED).map((bucket) => model.weights[bucket]!));
    expect(score(new Scorer(model), text, true) === bySender).toBe(isAlone);
    expect(score(new Scorer(model), text, false)).not.toBe(bySender);
  });

  test("is of its own model where two score in turns", () => {
    const reads = { raw: true, sender: true, parts: true };
    const models = [modelOf(reads), modelOf(reads, 201)];
    const scorers = models.map((model) => new Scorer(model));
    for (const text of ["pay now", "call me later, please"]) {
      for (const [at, scorer] of scorers.entries()) {
        expect(score(scorer, text, true)).toBe(plainScore(text, true, models[at]!, reads));
      }
    }
  });
});
