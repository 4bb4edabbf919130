import { expect, test } from "vitest";
import { type CompareOptions, comparePairs } from "../../../bench/compare/compare.ts";
import type { Run } from "../../../bench/compare/pair.ts";
import { renderComparison } from "../../../bench/compare/render.ts";

const OPTIONS: CompareOptions = {
  pairs: 8,
  minEffect: 0.02,
  work: ["bench", "micro"],
  onProgress: () => {},
  onNote: () => {},
};

const USUAL = { name: "look-up", unit: "ns", better: "lower", diagnostic: false, doubt: null, watched: false } as const;

function runOf(ns: number): Run {
  return { figures: [{ ...USUAL, value: ns, samples: [ns] }], document: null };
}

test("changes of more than all have no decimals, and a worsening that is far beyond what matters is not told exactly", () => {
  const factors = [0.01, 14.1234, 300, 0.002, 40, 0.03, 700, 12];
  const pairs = factors.map((factor) => ({ order: "AB" as const, a: runOf(100), b: runOf(100 * factor) }));
  const command = { kind: "command", label: "true" } as const;
  const text = renderComparison(comparePairs(command, command, pairs, { ...OPTIONS, metric: "look-up" }), {
    colour: false,
  });
  const [row] = text.split("\n").filter((line) => line.includes("look-up"));
  expect(row).toMatch(/ >1000  cannot tell$/);
  expect(row!.match(/[+-]\d{3,}\S*/g)!.join()).toMatch(/^[+\-\d,]+$/);
});
