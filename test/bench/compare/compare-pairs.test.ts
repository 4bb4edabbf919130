/** What pairs of runs say, once they are made: no process is started here. */
import { describe, expect, test } from "vitest";
import { comparePairs } from "../../../bench/compare/compare.ts";
import { type Figure, readDocument } from "../../../bench/compare/document.ts";
import type { Run } from "../../../bench/compare/pairs.ts";
import { renderComparison } from "../../../bench/compare/render.ts";
import type { Measurement } from "../../../bench/harness/measurement.ts";
import { benchResult, measured } from "./documents.ts";

const OPTIONS = { minEffect: 0.02, work: ["bench", "micro"] };

const figureOf = (name: string, unit: string, value: number): Figure => {
  return { name, unit, better: "lower", samples: [value], diagnostic: false, doubt: null };
};

/** A run that took so long. */
function runOf(ns: number): Run {
  return { figures: [figureOf("time", "ns", ns)], document: null };
}

test("programs of which one decides otherwise in a later pair alone do not decide alike", () => {
  const command = { kind: "command", label: "true" } as const;
  const deciding = (digest: string): Run => ({
    ...runOf(1),
    document: readDocument(JSON.stringify(benchResult([measured("time", [1])], { digest }))),
  });
  const pairs = ["1", "1", "2", "1"].map((digest) => ({ order: "AB" as const, a: deciding("1"), b: deciding(digest) }));
  const { sameDecisions, outcome, notes } = comparePairs(command, command, pairs, OPTIONS);
  expect({ sameDecisions, outcome }).toEqual({ sameDecisions: false, outcome: "cannotTell" });
  expect(notes).toEqual(["A and B decided differently: their digests differ"]);
  expect(comparePairs(command, command, pairs.slice(0, 2), OPTIONS).sameDecisions).toBe(true);
  const silent = { order: "AB" as const, a: runOf(1), b: deciding("1") };
  expect(comparePairs(command, command, [...pairs.slice(0, 2), silent], OPTIONS).sameDecisions).toBe(null);
});

/** Pairs of results with these figures, all alike. */
function pairsOf(
  a: readonly Measurement[],
  b: readonly Measurement[],
  digests: readonly (string | null)[] = ["1", "1"],
) {
  const command = { kind: "command", label: "true" } as const;
  const runs = [a, b].map((measurements, side): Run => {
    const document = readDocument(JSON.stringify(benchResult(measurements, { digest: digests[side]! })))!;
    return { figures: document.figures!, document };
  });
  const pairs = Array.from({ length: 9 }, () => ({ order: "AB" as const, a: runs[0]!, b: runs[1]! }));
  return (metric?: string, minEffect = OPTIONS.minEffect) =>
    comparePairs(command, command, pairs, { ...OPTIONS, minEffect, ...(metric !== undefined && { metric }) });
}

test("programs are worse by less where more is better, in shares of A", () => {
  const [low, high] = [80, 100].map((rate) => measured("rate", [rate], "higher"));
  const slower = pairsOf([high!], [low!])().metrics[0]!;
  expect(slower.verdict).toBe("worse");
  expect(slower.change.value).toBeCloseTo(-0.2, 12);
  expect(slower.change.low!).toBeLessThanOrEqual(slower.change.high!);
  expect(pairsOf([low!], [high!])()).toMatchObject({ outcome: "nothingWorse", metrics: [{ verdict: "better" }] });
});

test("programs that differ by less than the minimum effect do not, however surely", () => {
  const both = pairsOf([measured("look-up", [100])], [measured("look-up", [101.5])]);
  expect(both()).toMatchObject({ outcome: "nothingWorse", metrics: [{ verdict: "same" }] });
  expect(both(undefined, 0.01)).toMatchObject({ outcome: "regression" });
});

const UNKNOWN = "no digest says what one of them decided: it may have done less";

describe("nothing is proven", () => {
  const time = measured("time", [100]);
  const faster = measured("time", [50]);

  test("by a program that does not say what it decided, unless that it is worse", () => {
    const silent = (a: Measurement, b: Measurement) => pairsOf([a], [b], [null, null])();
    expect(silent(time, faster)).toMatchObject({ outcome: "cannotTell", sameDecisions: null, notes: [UNKNOWN] });
    expect(silent(faster, time)).toMatchObject({ outcome: "regression", notes: [UNKNOWN] });
    const text = renderComparison(silent(time, faster), { colour: false });
    expect(text).toContain("Nothing says that they decided alike");
    expect(pairsOf([time], [faster], ["1", null])().notes).toEqual([UNKNOWN]);
  });

  test("of a figure that A has and B lacks; one that B has alone is news", () => {
    const other = measured("other", [1]);
    const lacking = pairsOf([time, other], [faster])();
    expect(lacking).toMatchObject({ outcome: "cannotTell", untold: ["other"], metrics: [{ verdict: "better" }] });
    expect(renderComparison(lacking, { colour: false })).toContain("B may be worse in: other.");
    expect(pairsOf([time, other], [faster])("time")).toMatchObject({ outcome: "nothingWorse", untold: [] });
    expect(pairsOf([time], [faster, other])()).toMatchObject({ outcome: "nothingWorse", untold: [] });
  });

  test("of a figure that was zero and is not; that it became zero is no worse", () => {
    const [none, some] = [0, 500].map((bytes) => measured("allocated", [bytes]));
    expect(pairsOf([time, none!], [faster, some!])()).toMatchObject({ outcome: "cannotTell", untold: ["allocated"] });
    expect(pairsOf([time, some!], [faster, none!])()).toMatchObject({ outcome: "nothingWorse", untold: [] });
    expect(pairsOf([time, none!], [faster, none!])()).toMatchObject({ outcome: "nothingWorse", untold: [] });
  });

  test("by a figure that must not be used, of either", () => {
    const doubted = { ...faster, doubt: "other work kept 2 cores busy" };
    for (const [a, b] of [
      [time, doubted],
      [doubted, time],
    ]) {
      const result = pairsOf([a!], [b!])();
      expect(result).toMatchObject({
        outcome: "cannotTell",
        metrics: [{ verdict: "cannotTell", doubt: doubted.doubt }],
      });
      expect(renderComparison(result, { colour: false })).toContain("doubtful: time: other work kept 2 cores busy");
      const other = measured("other", [1]);
      expect(pairsOf([a!, other], [b!, other])("other")).toMatchObject({ outcome: "nothingWorse", notes: [] });
    }
  });
});

const lag = (us: number) => ({ ...measured("lag p99", [us]), diagnostic: true });

test("a figure that is no aim is judged only where it is named", () => {
  const judged = pairsOf([measured("time p99", [100]), lag(10)], [measured("time p99", [100]), lag(20)]);
  expect(judged()).toMatchObject({ outcome: "nothingWorse", metrics: [{ name: "time p99" }] });
  expect(judged("lag")).toMatchObject({ outcome: "regression", metrics: [{ name: "lag p99" }] });
});
