import { describe, expect, test } from "vitest";
import { unitsOf } from "../../../src/core/units.ts";
import { FEATURE_VERSION } from "../../../src/detect/learned/feature-numbers.ts";
import { featureKernel } from "../../../src/detect/learned/features.ts";
import { senderFeatures } from "../../../src/detect/learned/sender-features.ts";
import { parseIdentity } from "../../../src/event/identity.ts";

/** Of a text that normalises to itself: the features of each kind. */
function read(text: string, { hasLink = false, raw: readsRaw = true, sender = false } = {}) {
  const raw = unitsOf(text);
  const count = Math.min(raw.length, 255);
  featureKernel().load(raw, 0, count, raw, 0, raw.length, hasLink);
  const { index, start, end, ...ends } = featureKernel().read({ raw: readsRaw, sender });
  const kind = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => ({
      bucket: index[from + at]!,
      piece: text.slice(start[from + at], end[from + at]),
    }));
  return {
    grams: kind(0, ends.grams),
    singles: kind(ends.grams, ends.singles),
    words: kind(ends.singles, ends.words),
    digits: kind(ends.words, ends.digits),
    counts: kind(ends.digits, ends.count).map(({ bucket }) => bucket),
  };
}

const pieces = (features: readonly { readonly piece: string }[]) => features.map(({ piece }) => piece);
const buckets = (features: readonly { readonly bucket: number }[]) => features.map(({ bucket }) => bucket);

const distinct = (caller: string, direction = 1) => [...new Set(senderFeatures(parseIdentity(caller), direction))];

describe("the features of a text", () => {
  test("are words, each with the pair that it ends", () => {
    expect(pieces(read("Pay now,  ok").words)).toEqual(["Pay", "Pay", "now", "Pay now", ",", "now,", "ok", ",  ok"]);
  });

  test("are grams with a digit, up to three units behind it", () => {
    expect(pieces(read("ab7cdefg").digits)).toEqual(["b7", "ab7", "ab7", "7c", "b7c", "ab7c", "7cd", "b7cd", "7cde"]);
    expect(read("no digit at all").digits).toEqual([]);
    expect(pieces(read(`${"a".repeat(40)}5`).digits)).toEqual(["a5", "aa5", "aaa5"]);
  });

  test("are Chinese characters one by one, which are no words", () => {
    const { singles, words } = read("信a中");
    expect(pieces(singles)).toEqual(["信", "中"]);
    expect(pieces(words)).toEqual(["a", "信a"]);
  });

  test.each([0, 1, 2, 3, 8, 9, 255])("are as many grams as %i units have", (units) => {
    expect(read("a".repeat(units)).grams).toHaveLength(Math.max(1, 3 * units));
  });

  test("do not depend on capitals, on the value of a digit in a word, or on units without a width", () => {
    const words = (text: string) => buckets(read(text).words);
    expect(words("PAY 12")).toEqual(words("pay 98"));
    expect(words("p\u200bay")).toEqual(words("pay"));
    expect(words("pay 12")).not.toEqual(words("pay 123"));
    expect(buckets(read("a12").digits)).not.toEqual(buckets(read("a13").digits));
  });

  test.each([
    ["length", "abcdefgh", "abc"],
    ["numbers", "a 1 b", "a b c"],
    ["capitals", "ABCDE fgh", "abcde fgh"],
    ["shouts", "stop!!!", "stop..."],
    ["a currency", "5£ off", "5% off"],
    ["spaces", "a  b  c ", "abcdefgh"],
  ])("tell of the message as a whole: %s", (_, one, other) => {
    expect(read(one).counts).toHaveLength(7);
    expect(read(one).counts).not.toEqual(read(other).counts);
    expect(read(one).counts).not.toEqual(read(one, { hasLink: true }).counts);
  });

  test("are none of a link with a short word or of a number, and grams alone where no raw text is read", () => {
    const alone = read("ok \ue000", { hasLink: true });
    expect([alone.grams, alone.words, alone.counts]).toEqual([[], [], []]);
    const numbers = [read("0"), read("0", { sender: true }), read("a0")];
    expect(numbers.map(({ grams }) => grams.length > 0)).toEqual([false, true, true]);
    const grams = read("信 pay 12", { raw: false });
    expect([grams.words, grams.digits, grams.counts]).toEqual([[], [], []]);
    expect(grams.singles).toHaveLength(1);
  });

  test("are hashed as models of this version know them", () => {
    const { grams, singles, words, digits, counts } = read("Ｗin £50 now! 信 call 0900");
    const all = [...buckets([...grams, ...singles, ...words, ...digits]), ...counts];
    const digest = all.reduce((hash, bucket) => (Math.imul(hash, 31) + bucket) | 0, 0);
    expect([FEATURE_VERSION, all.length, digest]).toEqual([6, 118, 1961703602]);
  });
});

describe("the features of a sender", () => {
  test("name services, and no subscriber", () => {
    expect(distinct("10086")).toHaveLength(4);
    expect(distinct("13800138000")).toEqual(distinct("13911139111"));
    expect(distinct("10086")).not.toEqual(distinct("10010"));
  });

  test("tell what came in from what went out, and each counts eight times", () => {
    expect(distinct("10086", 1)).not.toEqual(distinct("10086", 2));
    expect(senderFeatures(parseIdentity("10086"), 1)).toHaveLength(32);
  });
});
