import { describe, expect, test } from "vitest";
import { boundWords, keepingOf, missOf, readBound, requireRate } from "../../src/metrics/constraint.ts";

const AT_LEAST = { atLeast: true, bound: 0.5 };
const AT_MOST = { atLeast: false, bound: 0.5 };
const interval = (low: number | null, value: number | null, high: number | null) => ({ low, value, high });

describe("a bound", () => {
  test.each([
    [AT_LEAST, interval(0.5, 0.6, 0.7), "kept"],
    [AT_LEAST, interval(0.49, 0.5, 0.7), "cannot tell"],
    [AT_LEAST, interval(0.3, 0.49, 0.9), "broken"],
    [AT_MOST, interval(0.3, 0.4, 0.5), "kept"],
    [AT_MOST, interval(0.3, 0.5, 0.51), "cannot tell"],
    [AT_MOST, interval(0.1, 0.51, 0.9), "broken"],
    [AT_LEAST, interval(null, 0.9, null), "cannot tell"],
    [AT_LEAST, interval(null, null, null), "broken"],
  ] as const)("%j is judged by the worse end of its interval, then by the value: %j", (bound, found, keeping) => {
    expect(keepingOf(bound, found)).toBe(keeping);
  });

  test("is missed by a share of it, at most ten times, and so by a figure that is missing", () => {
    expect(missOf(AT_LEAST, interval(0.4, 0.9, 1))).toBeCloseTo(0.2, 12);
    expect(missOf(AT_MOST, interval(0, 0.1, 0.75))).toBeCloseTo(0.5, 12);
    expect(missOf(AT_MOST, interval(0, 1, 100))).toBe(10);
    expect(missOf({ atLeast: true, bound: 0 }, interval(-1, 0, 1))).toBe(10);
    expect(missOf(AT_LEAST, interval(null, 0.9, 1))).toBe(10);
  });

  test("is read as it is written, and refused where it is none", () => {
    const read = readBound(" accuracy >= 0.7", "x>=1");
    expect(read).toEqual({ name: "accuracy", atLeast: true, bound: 0.7 });
    expect(boundWords(read.name, read)).toBe("accuracy>=0.7");
    expect(readBound("losses<=-2e3", "x>=1")).toEqual({ name: "losses", atLeast: false, bound: -2000 });
    for (const wrong of ["accuracy>0.7", "accuracy>=much", ">=0.7", "a>=1 b>=2", "accuracy>=Infinity"]) {
      expect(() => readBound(wrong, "x>=1")).toThrow(expect.objectContaining({ code: "usage" }));
    }
  });

  test("of a rate lies where the rate does", () => {
    for (const bound of [0, 0.5, 1]) expect(() => requireRate("kept", { atLeast: true, bound }, 1)).not.toThrow();
    for (const bound of [-0.01, 70]) expect(() => requireRate("kept", { atLeast: true, bound }, 1)).toThrow("0 to 1");
  });
});
