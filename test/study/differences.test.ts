import { expect, test } from "vitest";
import { judgeFamily, measure } from "../../src/study/differences.ts";

/** Of pairs that differ by so much. */
function measured(...differences: number[]) {
  const [base, other] = [0, 1].map((times) => differences.map((each) => ({ losses: 50 + times * each })));
  return { difference: measure("losses", base!, other!) };
}

test("a difference that is sure by itself is none among ten, as one of ten is as great by luck", () => {
  const clear = measured(2, 3, 4, 2, 3, 7);
  const luck = Array.from({ length: 9 }, (_, at) => measured(1, -1, 2, -2, 1, -1 + at / 100));
  expect(judgeFamily([clear])[0]!.verdict).toBe("sure");
  const [among] = judgeFamily([clear, ...luck]);
  expect(among).toMatchObject({ verdict: "cannot tell", difference: { p: expect.closeTo(0.006, 2) as number } });
  expect(among!.seedsToTell).toBeGreaterThan(6);
  // Of figures that nobody has, none is tested.
  const none = Array.from({ length: 9 }, () => ({
    difference: measure("losses", [{ losses: null }], [{ losses: null }]),
  }));
  expect(judgeFamily([clear, ...none]).map(({ verdict }) => verdict)).toEqual(["sure", ...none.map(() => "no figure")]);
});

test("a difference is taken seed by seed, over seeds that have both", () => {
  const first = [10, 20, 30, 40].map((value) => ({ losses: value }));
  const second = [11, 22, 31, null].map((value) => ({ losses: value }));
  const { n, mean, low, high } = measure("losses", first, second);
  expect([n, mean]).toEqual([3, 4 / 3]);
  // What luck the worlds have in common is no part of it.
  expect(high! - low!).toBeLessThan(3);
});
