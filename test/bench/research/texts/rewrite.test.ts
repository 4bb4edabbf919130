import { expect, test } from "vitest";
import { CharacterPairs } from "../../../../bench/research/texts/character-pairs.ts";
import { areaUnderCurve, recallAt } from "../../../../bench/research/texts/ranking.ts";
import { leadAndLink, linkAlone, paraphrased, withSynonyms } from "../../../../bench/research/texts/rewrite.ts";
import { unitsOf } from "../../../../src/core/units.ts";
import { linkSpansOf } from "../../../../src/event/link/link-reader.ts";

const ENGLISH = "Dear customer, you have WON a free prize. Call 09061221066 now! It costs £5 of 12000 points.";
const CHINESE = "尊敬的客户，我公司现在有优惠活动，低息贷款5万。详情请联系13800138000！";

test("a message that is written again has other words, another greeting and other ways to say its numbers", () => {
  expect(withSynonyms("WON a free prize", 1)).toMatch(
    /^(?:EARNED|SECURED) a (?:complimentary|at no cost) (?:reward|gift)$/,
  );
  expect(withSynonyms("freedom and constructor", 1)).toBe("freedom and constructor");
  expect(withSynonyms(CHINESE, 1)).not.toMatch(/优惠|贷款|公司|联系|现在/);
  expect(withSynonyms(ENGLISH, 1, 0)).toBe(ENGLISH);
  const text = paraphrased(ENGLISH, 1);
  expect(paraphrased(ENGLISH, 1)).toBe(text);
  expect(text).not.toMatch(/^Dear|12000|£5|09061221066/);
  expect(text).toMatch(/12,000/);
  expect(text.replaceAll(/\D/g, "")).toContain("09061221066");
  expect(paraphrased(CHINESE, 1)).not.toContain("尊敬的");
  const link = linkAlone(7);
  expect(linkSpansOf(unitsOf(link))).toEqual([[0, link.length]]);
  expect(leadAndLink(CHINESE, 7)).toMatch(/^[\u3400-\u9fff：]+ http/);
  expect(leadAndLink(ENGLISH, 7).endsWith(link)).toBe(true);
});

test("character pairs speak for the kind of text that they were learned from, whatever digits it names", () => {
  const pairs = new CharacterPairs();
  expect(pairs.score("anything")).toBe(0);
  for (let i = 0; i < 20; i++) {
    pairs.learn(`积分${i}兑换现金`, true);
    pairs.learn(`取件码${i}请到驿站`, false);
  }
  expect(pairs.score("积分888兑换现金")).toBeGreaterThan(5);
  expect(pairs.score("取件码777请到驿站")).toBeLessThan(-5);
});

const scored = (isFraud: boolean, scores: number[]) => scores.map((score) => ({ isFraud, score }));

test("the area under the curve is the share of pairs in the right order, ties by half; recall is at a share of alarms", () => {
  expect(areaUnderCurve([...scored(true, [3, 4]), ...scored(false, [1, 2])])).toBe(1);
  expect(areaUnderCurve([...scored(true, [1, 3, 3]), ...scored(false, [2, 3])])).toBe((1 + 1.5 + 1.5 - 1) / 6);
  const texts = [...scored(false, [...Array(10).keys()]), ...scored(true, [7.5, 8.5, 9.5, 0])];
  expect([recallAt(texts, 0), recallAt(texts, 0.1)]).toEqual([1 / 4, 2 / 4]);
});
