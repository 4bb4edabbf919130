import { describe, expect, test } from "vitest";
import { allocateClaims, anyFree, claim } from "../../src/core/claims.ts";

describe("claims", () => {
  test("give each piece to one claimant, and to the same again", () => {
    const claims = new Int32Array(allocateClaims(3));
    expect([claim(claims, 0, 1), claim(claims, 0, 2), claim(claims, 0, 1)]).toEqual([true, false, true]);
    expect(claim(claims, 2, 2)).toBe(true);
    expect([...claims]).toEqual([1, 0, 2]);
  });

  test("say whether any piece is left", () => {
    const claims = new Int32Array(allocateClaims(2));
    expect(anyFree(claims)).toBe(true);
    claim(claims, 0, 7);
    claim(claims, 1, 7);
    expect(anyFree(claims)).toBe(false);
    expect(anyFree(new Int32Array(allocateClaims(0)))).toBe(false);
  });
});
