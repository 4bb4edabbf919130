import { expect, test } from "vitest";
import { leadAndLink, linkAlone, paraphrased, withSynonyms } from "../../../bench/research/rewrite.ts";
import { unitsOf } from "../../../src/core/units.ts";
import { linkSpansOf } from "../../../src/event/link/link-reader.ts";

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
