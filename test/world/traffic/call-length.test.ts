import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lognormal } from "../../../src/core/distributions.ts";
import { callLengthS } from "../../../src/world/traffic/traffic-columns.ts";
import { forAll } from "../../for-all.ts";

test("a call is lognormal by its median, in whole seconds of which there is one and at most two hours", () => {
  const word = fc.integer({ min: 0, max: 0xffffffff });
  forAll(
    [word, word, fc.integer({ min: 0, max: 5000 }), fc.double({ min: 0, max: 3, noNaN: true })],
    2000,
    (a, b, median, sigma) => {
      const seconds = Math.round(lognormal(a, b, median, sigma));
      expect(callLengthS(Uint32Array.of(a, b), median, sigma)).toBe(Math.min(7200, Math.max(1, seconds)));
    },
  );
});
