import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStream, below, philox, unit, unitOpen } from "../../src/core/random.ts";
import { forAll } from "../for-all.ts";

/** Known answers of Philox4x32-10 as the Random123 library publishes them: counter, key, output. */
const KNOWN_ANSWERS = [
  ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
  ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
  ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
] as const;

function words(hex: string): number[] {
  return hex.split(" ").map((word) => Number.parseInt(word, 16));
}

describe("Philox4x32-10", () => {
  test.each(KNOWN_ANSWERS)("counter %s under key %s gives the published words", (counter, key, output) => {
    const [c0, c1, c2, c3] = words(counter);
    const [k0, k1] = words(key);
    const out = new Uint32Array(4);
    philox(c0!, c1!, c2!, c3!, k0!, k1!, out);
    expect([...out]).toEqual(words(output));
  });

  test("gives what the paper's definition gives, for any counter and key", () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    const out = new Uint32Array(4);
    forAll([fc.tuple(word, word, word, word), fc.tuple(word, word)], 100, (counter, key) => {
      philox(...counter, ...key, out);
      expect([...out]).toEqual(defined(counter, key));
    });
  });
});

/** The rounds as Salmon et al. write them, in whole numbers of any size. */
function defined(counter: readonly number[], key: readonly number[]): number[] {
  let [a, b, c, d] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const [p, q] = [a * 0xd2511f53n, c * 0xcd9e8d57n];
    [a, b, c, d] = [(q >> 32n) ^ b ^ k0, q & 0xffffffffn, (p >> 32n) ^ d ^ k1, p & 0xffffffffn];
    [k0, k1] = [(k0 + 0x9e3779b9n) & 0xffffffffn, (k1 + 0xbb67ae85n) & 0xffffffffn];
  }
  return [a, b, c, d].map(Number);
}

test("a random stream differs by seed, purpose, entity, ordinal, part and block", () => {
  const draws = [
    new RandomStream(7, "test").draw(3, 5),
    new RandomStream(8, "test").draw(3, 5),
    new RandomStream(7, "other").draw(3, 5),
    new RandomStream(7, "test").draw(4, 5),
    new RandomStream(7, "test").draw(3, 6),
    new RandomStream(7, "test").draw(3, 5, 1),
    new RandomStream(7, "test").draw(3, 5, 0, 1),
  ].map((draw) => draw.join(" "));
  expect(new Set(draws).size).toBe(draws.length);
});

test("a word becomes a number in its range at both ends", () => {
  expect(unit(0)).toBe(0);
  expect(unit(0xffffffff)).toBeLessThan(1);
  expect(unitOpen(0)).toBeGreaterThan(0);
  expect(unitOpen(0xffffffff)).toBeLessThan(1);
  expect(below(0, 10)).toBe(0);
  expect(below(0xffffffff, 10)).toBe(9);
});
