import { describe, expect, test } from "vitest";
import { selfTest } from "../../../../bench/harness/latency/self-test.ts";

describe("the self-test of the latency method", () => {
  const rows = new Map(selfTest().map((row) => [row.method, row]));

  test("reads of an open loop what follows on paper", () => {
    expect(rows.get("open loop")!.readMs).toEqual([1, 501, 901, 991]);
  });

  test("shows that a closed loop does not see the queue", () => {
    expect(rows.get("closed loop")!.readMs).toEqual([1, 1, 1, 1]);
  });

  test("shows that correcting afterwards finds a part of it", () => {
    expect(rows.get("corrected afterwards")!.readMs).toEqual([1, 1, 801, 981]);
  });

  test("holds", () => {
    expect([...rows.values()].every(({ holds }) => holds)).toBe(true);
  });
});
