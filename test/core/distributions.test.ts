import { describe, expect, test } from "vitest";
import { buildAliasTable, drawAlias, poisson } from "../../src/core/distributions.ts";
import { RandomStream } from "../../src/core/random.ts";

const stream = new RandomStream(1, "test-distributions");

describe("distributions over counter-based words", () => {
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
});

/** Word for word as the definition has it. */
function countByInversion(uniform: number, mean: number): number {
  let probability = Math.exp(-mean);
  let cumulative = probability;
  let count = 0;
  for (; uniform >= cumulative; cumulative += probability) probability *= mean / ++count;
  return count;
}
