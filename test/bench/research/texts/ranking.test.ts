import { describe, expect, test } from "vitest";
import { CharacterPairs } from "../../../../bench/research/texts/character-pairs.ts";
import { areaUnderCurve, recallAt } from "../../../../bench/research/texts/ranking.ts";

describe("character pairs", () => {
  test("speak for the kind of text that they were learned from, whatever digits it names", () => {
    const pairs = new CharacterPairs();
    for (let i = 0; i < 20; i++) {
      pairs.learn(`积分${i}兑换现金`, true);
      pairs.learn(`取件码${i}请到驿站`, false);
    }
    expect(pairs.score("积分888兑换现金")).toBeGreaterThan(5);
    expect(pairs.score("取件码777请到驿站")).toBeLessThan(-5);
    expect(pairs.score("积分123兑换")).toBe(pairs.score("积分987兑换"));
  });

  test("say nothing before they have learned", () => {
    expect(new CharacterPairs().score("anything")).toBe(0);
  });
});

function areaOf(fraud: number[], benign: number[]): number {
  return areaUnderCurve([
    ...fraud.map((score) => ({ isFraud: true, score })),
    ...benign.map((score) => ({ isFraud: false, score })),
  ]);
}

describe("the area under the curve", () => {
  test("is the share of pairs in the right order, ties by half", () => {
    expect(areaOf([3, 4], [1, 2])).toBe(1);
    expect(areaOf([1, 2], [3, 4])).toBe(0);
    expect(areaOf([2, 2], [2, 2])).toBe(0.5);
    expect(areaOf([1, 3, 3], [2, 3])).toBe((1 + 1.5 + 1.5 - 1) / 6);
  });
});

test("recall at a share of false alarms counts fraud above the benign text that may still pass", () => {
  const benign = Array.from({ length: 10 }, (_, score) => ({ isFraud: false, score }));
  const fraud = [7.5, 8.5, 9.5, 0].map((score) => ({ isFraud: true, score }));
  expect(recallAt([...benign, ...fraud], 0)).toBe(1 / 4);
  expect(recallAt([...benign, ...fraud], 0.1)).toBe(2 / 4);
});
