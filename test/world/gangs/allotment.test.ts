import { expect, test } from "vitest";
import { allotCampaign, allotGang, indexAt } from "../../../src/world/gangs/allotment.ts";

test("shares among 13 gangs and 40 are kept as well: each count is within two of its share", () => {
  const weights = [0.3, 0.25, 0.2, 0.15, 0.1];
  for (const gangs of [13, 40]) {
    for (let seed = 0; seed < 200; seed++) {
      const counts = weights.map(() => 0);
      for (let gang = 0; gang < gangs; gang++) counts[indexAt(weights, allotGang(gang, seed / 200))]!++;
      weights.forEach((weight, index) => expect(Math.abs(counts[index]! - weight * gangs)).toBeLessThanOrEqual(2));
    }
  }
});

test("campaigns keep a share within every typology too", () => {
  const weights = [0.5, 0.3, 0.2];
  for (let seed = 0; seed < 20; seed++) {
    const calls = weights.map(() => 0);
    const all = weights.map(() => 0);
    for (let gang = 0; gang < 160; gang++) {
      const typology = indexAt(weights, allotGang(gang, seed / 20));
      for (let serial = 0; serial < 3; serial++) {
        all[typology]!++;
        if (allotCampaign(gang, serial, seed / 7) < 0.5) calls[typology]!++;
      }
    }
    weights.forEach((_, index) => expect(Math.abs(calls[index]! / all[index]! - 0.5)).toBeLessThan(0.06));
  }
});

test("a point at the very end still finds the last weight that counts", () => {
  expect(indexAt([1, 2, 0], 1 - 2 ** -53)).toBe(1);
  // Here rounding leaves nothing below 0.
  expect(indexAt([0.1, 0.3, 0.7, 0], 1 - 2 ** -53)).toBe(2);
  expect(indexAt([0, 1], 0)).toBe(1);
});
