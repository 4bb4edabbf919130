import { describe, expect, test } from "vitest";
import { morrisPlaces, saltelliPlaces } from "../../src/study/design/places.ts";
import { morrisEffects, sobolIndices } from "../../src/study/screening-indices.ts";

/** Ishigami and Homma 1990, with a = 7 and b = 0.1, over [-pi, pi] in each of three variables. */
function ishigami(place: readonly number[]): number {
  const [x, y, z] = place.map((at) => Math.PI * (2 * at - 1)) as [number, number, number];
  return Math.sin(x) + 7 * Math.sin(y) ** 2 + 0.1 * z ** 4 * Math.sin(x);
}

describe("Sobol's indices", () => {
  test("of the Ishigami function are those that are known, and lie within their intervals", () => {
    const values = saltelliPlaces(3, 512, 1).map(ishigami);
    const indices = sobolIndices(values, 3, 1);
    // Saltelli and others, Global Sensitivity Analysis: The Primer, 2008.
    const known = [
      [0.3139, 0.5576],
      [0.4424, 0.4424],
      [0, 0.2437],
    ] as const;
    for (const [axis, [first, total]] of known.entries()) {
      const index = indices[axis]!;
      expect(index.bases).toBe(512);
      for (const [{ value, low, high }, truth] of [[index.first, first] as const, [index.total, total] as const]) {
        expect(Math.abs(value! - truth)).toBeLessThan(0.04);
        expect(low!).toBeLessThan(truth);
        expect(high!).toBeGreaterThan(truth);
      }
    }
  });

  test("leave out a base point that has no value, and are none where nothing varies or nearly nothing is left", () => {
    const values: (number | null)[] = saltelliPlaces(2, 64, 1).map(([x, y]) => x! + 2 * y!);
    const [first] = sobolIndices(values.with(1, null), 2, 1);
    expect(first!.bases).toBe(63);
    expect(first!.total.value).toBeCloseTo(0.2, 1);
    const [flat] = sobolIndices(
      values.map(() => 3),
      2,
      1,
    );
    expect(flat!.first).toMatchObject({ value: null, low: null, high: null });
    const [few] = sobolIndices(values.slice(0, 4 * 5), 2, 1);
    expect(few!.total).toMatchObject({ low: null, high: null });
  });
});

describe("Morris's elementary effects", () => {
  test("of a linear function are its slopes, and do not vary", () => {
    const places = morrisPlaces(3, 10, 2);
    const effects = morrisEffects(
      places,
      places.map(([x, y]) => 3 * x! - 2 * y!),
      3,
      2,
    );
    for (const [axis, slope] of [3, -2, 0].entries()) {
      const { mu, muStar, sigma, low, high, walks } = effects[axis]!;
      expect(mu).toBeCloseTo(slope);
      expect(muStar).toBeCloseTo(Math.abs(slope));
      expect(sigma).toBeCloseTo(0);
      expect([low!, high!]).toEqual([expect.closeTo(Math.abs(slope)), expect.closeTo(Math.abs(slope))]);
      expect(walks).toBe(10);
    }
  });

  test("vary where two parameters act together, and have an interval of eight walks and more alone", () => {
    const places = morrisPlaces(2, 12, 3);
    const values = places.map(([x, y]) => x! * y!);
    const [first] = morrisEffects(places, values, 2, 3);
    expect(first!.sigma).toBeGreaterThan(0.1);
    expect(first!.low!).toBeLessThan(first!.muStar!);
    expect(first!.high!).toBeGreaterThan(first!.muStar!);
    const [few] = morrisEffects(places.slice(0, 3 * 7), values, 2, 3);
    expect(few).toMatchObject({ walks: 7, low: null, high: null });
  });
});
