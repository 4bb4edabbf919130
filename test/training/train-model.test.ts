import { describe, expect, test } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import { encodeModel } from "../../src/detect/learned/model.ts";
import { Scorer } from "../../src/detect/learned/scorer.ts";
import { attachNormaliser } from "../../src/detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../src/detect/normaliser/stored-normaliser.ts";
import { type Example, ExampleTable } from "../../src/training/examples.ts";
import { trainModel } from "../../src/training/train-model.ts";
import { madeUpMessages } from "./messages.ts";

const normaliser = attachNormaliser(loadNormaliserTable());
const reads = { raw: true, sender: false };
const options = { reads, seed: 1, blockedBenign: 0.01, files: ["made-up"] };

function train(examples: readonly Example[], more: Partial<Parameters<typeof trainModel>[1]> = {}) {
  return trainModel(new ExampleTable(examples, normaliser, reads), { ...options, ...more });
}

describe("training", () => {
  const messages = madeUpMessages(600);

  test("tells classes apart that it has not seen", () => {
    const model = train(messages);
    const unseen = new ExampleTable(madeUpMessages(200, 2), normaliser, reads);
    const scorer = new Scorer(model);
    const wrong = unseen.examples.filter(
      ({ isFraud }, row) => unseen.scoreWith(scorer, row) >= model.card.thresholds.block !== isFraud,
    );
    expect(wrong.length).toBeLessThan(10);
    expect(model.card.scoresParts).toBe(true);
  });

  test("lets errors cost less where labels contradict each other", () => {
    const draws = new RandomStream(1, "contradictions");
    const noisy = madeUpMessages(1000).map((one, at) =>
      draws.draw(at, 0)[0]! % 4 === 0 ? { ...one, isFraud: !one.isFraud } : one,
    );
    const steepest = (count: number) => train(noisy.slice(0, count)).card.step;
    expect(steepest(1000)).toBeLessThan(0.5 * steepest(999));
  });

  test("reads of each row every feature once, and then those that it has again", () => {
    const { start, again, features, count } = new ExampleTable(messages, normaliser, reads);
    let repeated = 0;
    for (let row = 0; row < count; row++) {
      const once = [...features.subarray(start[row], again[row])];
      const more = [...features.subarray(again[row], start[row + 1])];
      expect(new Set(once).size).toBe(once.length);
      expect(more.every((one) => once.includes(one))).toBe(true);
      repeated += more.length;
    }
    expect(repeated).toBeGreaterThan(count);
  });

  test("gives the same bytes for the rows in any order", () => {
    const backwards = messages.toReversed();
    expect(encodeModel(train(backwards)).equals(encodeModel(train(messages)))).toBe(true);
    expect(encodeModel(train(messages, { seed: 2 })).equals(encodeModel(train(messages)))).toBe(false);
  });

  test("refuses one class, and a threshold that the rows cannot support", () => {
    expect(() => train(messages.filter(({ isFraud }) => !isFraud))).toThrow(/found 0 and \d+.*--positive/);
    expect(() => train(messages, { blockedBenign: 0.002 })).toThrow(
      /blocks 0.2 % of benign messages cannot be set on \d+ of them.*takes 500 at least/,
    );
  });

  test("flags by 50 benign rows where it may advise, and only ranks by fewer", () => {
    const [fraud, benign] = [true, false].map((side) => messages.filter(({ isFraud }) => isFraud === side));
    const adviceOf = (count: number) =>
      train([...fraud!.slice(0, 20), ...benign!.slice(0, count)], { mayAdvise: true }).card.advice!;
    expect(adviceOf(50).flag).not.toBeNull();
    expect(adviceOf(49).flag).toBeNull();
  });

  test("takes from a foreign model what its own rows find useful", () => {
    const base = train(messages);
    const few = madeUpMessages(60, 3);
    const adapted = train(few, { base, blockedBenign: 0.1 });
    const alone = train(few, { blockedBenign: 0.1 });
    const caught = (model: typeof base) => model.card.figures.byGroup.mcc ?? 0;
    expect(caught(adapted)).toBeGreaterThanOrEqual(caught(alone) - 0.05);
    expect(adapted.weights).not.toEqual(alone.weights);
  });

  test("refuses rows that are all near-duplicates of a few: no figure could be trusted", () => {
    const alike = messages.slice(0, 40).map((message, at) => ({ ...message, text: `the very same text, ${at}` }));
    expect(() => train(alike, { blockedBenign: null })).toThrow(/no near-duplicates of each other, found 1 among 40/);
  });

  describe("on messages whose class nobody can tell but by their near-duplicates", () => {
    const WORDS = Array.from({ length: 60 }, (_, at) => `word${String.fromCharCode(97 + (at % 26))}${at}x`);
    const random = new RandomStream(1, "test-training");
    const examples = Array.from({ length: 60 }, (_, group): Example[] => {
      const words = Array.from({ length: 12 }, (__, at) => WORDS[random.draw(group, at)[0]! % WORDS.length]!).join(" ");
      return Array.from({ length: 6 }, (__, copy) => ({
        ...messages[0]!,
        text: `${words} ${copy}`,
        isFraud: random.draw(group, 99)[0]! % 2 === 0,
      }));
    }).flat();
    const { card } = train(examples, { blockedBenign: 0.1 });

    test("judges itself by those that have none among what it was trained on, and is no surer than that", () => {
      expect(card.figures.byGroup.mcc ?? 0).toBeLessThan(0.4);
      expect(card.calibration!.slope).toBeLessThan(1);
    });
  });
});
