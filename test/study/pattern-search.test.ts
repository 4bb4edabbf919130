import { describe, expect, test } from "vitest";
import { searchLeast } from "../../src/study/pattern-search.ts";

const dimensions = [
  { low: 0.01, high: 100, start: 50, isWhole: false },
  { low: 1, high: 40, start: 2, isWhole: true },
];

function bowl([x, y]: readonly number[]): Promise<number> {
  const [a, b] = [Math.log(x! / 0.7), Math.log(y! / 13)];
  return Promise.resolve(a * a + b * b + a * b);
}

describe("a pattern search", () => {
  test("finds the least of a bowl on the scale of logarithms, whole where it has to be", async () => {
    const { point, value } = await searchLeast({ dimensions, budget: 150, seed: 1 }, bowl);
    expect(value).toBeLessThan(0.002);
    expect(point[0]! / 0.7).toBeCloseTo(1, 1);
    expect(point[1]).toBe(13);
  });

  test("tries whole numbers alone where it has to, though its bounds are none", async () => {
    const half = [{ low: 1.4, high: 6.5, start: 1, isWhole: true }];
    const tried = new Set<number>();
    await searchLeast({ dimensions: half, budget: 40, seed: 1 }, ([x]) => Promise.resolve((tried.add(x!), x!)));
    expect([...tried].toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6]);
  });

  test("evaluates no point twice, the start first, within its bounds and its budget, and the same again", async () => {
    const runs = [1, 2].map(async () => {
      const points: string[] = [];
      const best = await searchLeast({ dimensions, budget: 40, seed: 5 }, (point) => {
        points.push(point.join(" "));
        expect(point.every((value, i) => value >= dimensions[i]!.low && value <= dimensions[i]!.high)).toBe(true);
        return bowl(point);
      });
      return { best, points };
    });
    const [first, second] = await Promise.all(runs);
    expect(first).toEqual(second);
    expect(first!.points[0]).toBe("50 2");
    expect(new Set(first!.points).size).toBe(first!.points.length);
    expect(first!.points.length).toBeLessThanOrEqual(40);
    expect(first!.points.length).toBeGreaterThan(20);
  });

  test("leaves a number where it is that the value does not feel, or feels no better elsewhere", async () => {
    const three = [...dimensions, { low: -400, high: 1200, start: -120, isWhole: true }];
    for (const seed of [1, 2, 3, 4, 5]) {
      const deaf = await searchLeast({ dimensions: three, budget: 60, seed }, (point) => bowl(point));
      expect(deaf.point[2]).toBe(-120);
      // Where it is on the start of its range or not, another of the numbers is found all the same.
      expect(deaf.value).toBeLessThan(1);
      const flat = await searchLeast({ dimensions: three, budget: 60, seed }, () => Promise.resolve(1));
      expect(flat.point).toEqual([50, 2, -120]);
    }
  });
});
