import { describe, expect, test } from "vitest";
import {
  buildAliasTable,
  drawAlias,
  exponential,
  lognormal,
  normal,
  poisson,
  zipfWeights,
} from "../../src/core/distributions.ts";
import { RandomStream } from "../../src/core/random.ts";

const stream = new RandomStream(1, "test-distributions");

/** Mean and variance over n draws; the draws are fixed, so the tolerances are of this one sample. */
function moments(n: number, draw: (words: Uint32Array) => number): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const value = draw(stream.draw(i, 0));
    sum += value;
    squares += value * value;
  }
  const mean = sum / n;
  return { mean, variance: squares / n - mean * mean };
}

const N = 100_000;

describe("distributions over counter-based words", () => {
  test("the exponential has its mean, and a variance of its square", () => {
    const { mean, variance } = moments(N, (words) => exponential(words[0]!, 5));
    expect(mean).toBeCloseTo(5, 1);
    expect(variance / 25).toBeCloseTo(1, 1);
  });

  test("the normal has mean 0 and variance 1", () => {
    const { mean, variance } = moments(N, (words) => normal(words[0]!, words[1]!));
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });

  test("half of a lognormal lies below its median", () => {
    const { mean } = moments(N, (words) => (lognormal(words[0]!, words[1]!, 40, 0.9) < 40 ? 1 : 0));
    expect(mean).toBeCloseTo(0.5, 2);
  });

  test.each([0, 0.3, 4, 300, 5000])("the Poisson of mean %d has that mean and variance", (expected) => {
    const n = expected > 100 ? 2000 : 20_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const count = poisson(stream, i, 7, expected);
      sum += count;
      squares += count * count;
    }
    const mean = sum / n;
    const tolerance = 5 * Math.sqrt(expected / n) + 1e-9;
    expect(Math.abs(mean - expected)).toBeLessThan(tolerance);
    expect(Math.abs(squares / n - mean * mean - expected)).toBeLessThan(0.15 * expected + 1e-9);
  });

  test.each([300, 513, 1024.5, 30_000])("a Poisson count of mean %d is the sum of counts by inversion", (expected) => {
    const chunks = Math.ceil(expected / 256);
    for (let i = 0; i < 200; i++) {
      let sum = 0;
      for (let chunk = 0; chunk < chunks; chunk++) {
        const uniform = stream.draw(i, 9, chunk >>> 2)[chunk & 3]! / 2 ** 32;
        sum += countByInversion(uniform, expected / chunks);
      }
      expect(poisson(stream, i, 9, expected)).toBe(sum);
    }
  });

  test("an alias table draws every outcome as often as its weight says, and none of weight 0", () => {
    const weights = [1, 0, 3, 6];
    const table = buildAliasTable(weights);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < N; i++) {
      const words = stream.draw(i, 1);
      counts[drawAlias(table, words[0]!, words[1]!)]!++;
    }
    expect(counts[1]).toBe(0);
    weights.forEach((weight, outcome) => expect(counts[outcome]! / N).toBeCloseTo(weight / 10, 2));
  });

  test("of a column of an alias table, the words that draw it are those below its share, to the last word", () => {
    // Columns 0 and 1 have shares 2/3 and 4/3; what the second has beyond 1 fills up the first.
    const table = buildAliasTable([1, 2]);
    const share = Math.ceil((2 / 3) * 2 ** 32);
    expect([share - 1, share].map((word) => drawAlias(table, 0, word))).toEqual([0, 1]);
    expect([0, 0xffffffff].map((word) => drawAlias(table, 0xffffffff, word))).toEqual([1, 1]);
  });

  test("an alias table of one outcome draws it, and one of no weight is refused", () => {
    expect(drawAlias(buildAliasTable([2]), 0xffffffff, 0xffffffff)).toBe(0);
    expect(() => buildAliasTable([0, 0])).toThrow(/positive/);
    expect(() => buildAliasTable([1, -1])).toThrow(/negative/);
  });

  test("Zipf weights fall with the rank as its power", () => {
    const weights = zipfWeights(4, 1);
    [1, 1 / 2, 1 / 3, 1 / 4].forEach((weight, rank) => expect(weights[rank]).toBeCloseTo(weight, 12));
  });
});

/** Word for word as the definition has it. */
function countByInversion(uniform: number, mean: number): number {
  let probability = Math.exp(-mean);
  let cumulative = probability;
  let count = 0;
  for (; uniform >= cumulative; cumulative += probability) probability *= mean / ++count;
  return count;
}
