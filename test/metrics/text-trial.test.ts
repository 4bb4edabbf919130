import { describe, expect, test } from "vitest";
import { CharacterPairs } from "../../src/metrics/character-pairs.ts";
import { areaUnderCurve, recallAt } from "../../bench/research/texts/ranking.ts";
import { TextSample } from "../../src/metrics/text-trial.ts";

test("character pairs speak for the kind of text that they were learned from, whatever digits it names", () => {
  const pairs = new CharacterPairs();
  for (let i = 0; i < 20; i++) {
    pairs.learn(`积分${i}兑换现金`, true);
    pairs.learn(`取件码${i}请到驿站`, false);
  }
  expect(pairs.score("积分888兑换现金")).toBeGreaterThan(5);
  expect(pairs.score("取件码777请到驿站")).toBeLessThan(-5);
  expect(pairs.score("积分123兑换")).toBe(pairs.score("积分987兑换"));
});

test("character pairs say nothing before they have learned", () => {
  expect(new CharacterPairs().score("anything")).toBe(0);
});

function areaOf(fraud: number[], benign: number[]): number {
  return areaUnderCurve([
    ...fraud.map((score) => ({ isFraud: true, score })),
    ...benign.map((score) => ({ isFraud: false, score })),
  ]);
}

test("the area under the curve is the share of pairs in the right order, ties by half", () => {
  expect(areaOf([3, 4], [1, 2])).toBe(1);
  expect(areaOf([1, 2], [3, 4])).toBe(0);
  expect(areaOf([2, 2], [2, 2])).toBe(0.5);
  expect(areaOf([1, 3, 3], [2, 3])).toBe((1 + 1.5 + 1.5 - 1) / 6);
});

test("recall at a share of false alarms counts fraud above the benign text that may still pass", () => {
  const benign = Array.from({ length: 10 }, (_, score) => ({ isFraud: false, score }));
  const fraud = [7.5, 8.5, 9.5, 0].map((score) => ({ isFraud: true, score }));
  expect(recallAt([...benign, ...fraud], 0)).toBe(1 / 4);
  expect(recallAt([...benign, ...fraud], 0.1)).toBe(2 / 4);
});

describe("a sample of texts", () => {
  const rows = Array.from({ length: 200 }, (_, i) => {
    const isFraud = i % 4 === 0;
    return { text: isFraud ? `your prize ${i} waits` : `dinner at ${i} tonight`, isFraud, half: (i & 1) as 0 | 1 };
  });
  const trialOf = (texts: typeof rows) => {
    const sample = new TextSample();
    for (const { text, isFraud, half } of texts) sample.add(text, isFraud, half);
    return sample.tryCharacterPairs();
  };

  test("is judged alike in whatever order it came", () => {
    const halves = rows.map((row, i) => ({ ...row, half: ((i >> 2) & 1) as 0 | 1 }));
    expect(trialOf(halves)).toEqual({ messages: 200, fraud: 50, tp: 50, fp: 0 });
    expect(trialOf(halves.toReversed())).toEqual(trialOf(halves));
  });

  test("is never judged by what was learned of its own half", () => {
    // What is fraud in one half is benign in the other: whoever learned of the other can do no better than block all.
    const mixed = Array.from({ length: 100 }, (_, i) => {
      const half = (i & 1) as 0 | 1;
      const isFraud = (i & 2) === 0;
      return { text: isFraud === (half === 0) ? "your prize waits" : "dinner tonight", isFraud, half };
    });
    expect(trialOf(mixed)).toEqual({ messages: 100, fraud: 50, tp: 50, fp: 50 });
  });

  test("without fraud, or of fraud alone, tells nothing", () => {
    expect(trialOf(rows.filter(({ isFraud }) => isFraud))).toBeNull();
    expect(trialOf([])).toBeNull();
  });
});
