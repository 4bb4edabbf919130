import { describe, expect, test } from "vitest";
import { timelineSection } from "../../../src/report/sections/time/timeline.ts";
import { traceWarnings } from "../../../src/metrics/traced-warning.ts";
import { emptyLoop, sampleLoop } from "../sample-loop.ts";
import { sampleReport } from "../sample-report.ts";

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Hour and value of what is not 0. */
function told(values: readonly number[]): [number, number][] {
  return [...values.entries()].filter(([, value]) => value !== 0);
}

describe("the hours of a loop", () => {
  const input = sampleLoop();
  const timeline = timelineSection(input, traceWarnings(input));

  test("hold each warning, episode and loss once, in its hour", () => {
    expect(timeline.hours).toBe(60);
    expect(told(timeline.warnings)).toEqual([
      [2, 1],
      [3, 2],
      [5, 1],
      [20, 1],
      [30, 1],
      [51, 1],
    ]);
    expect(sum(timeline.onTarget)).toBe(5);
    expect(told(timeline.engaged)).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
      [3, 1],
      [50, 1],
    ]);
    expect(told(timeline.lossYuan.withDefences)).toEqual([
      [8, 3000],
      [30, 7000],
    ]);
    expect(timeline.queues).toEqual({ telephone: [0, 3, 1, 0], visit: [] });
  });

  test("come to the losses of the report, arm by arm", () => {
    const { lossYuan } = sampleReport();
    const { withDefences, interceptionOnly, withoutDefences } = timeline.lossYuan;
    expect(sum(withDefences)).toBe(lossYuan.withDefences);
    expect(sum(withoutDefences!)).toBe(lossYuan.withoutDefences);
    expect(sum(withoutDefences!) - sum(interceptionOnly!)).toBe(lossYuan.byMechanism!.interception);
  });

  test("go on for an arm that ran longer", () => {
    const late = { ...input.episodes[1]!, endMs: 70.5 * 3_600_000 };
    const longer = { ...input, noDefences: { episodes: [late] } };
    const { withoutDefences, withDefences } = timelineSection(longer, []).lossYuan;
    expect([withoutDefences!.length, withoutDefences![70], withDefences.length]).toEqual([71, 7000, 60]);
  });

  test("of nothing are zeros, and null for runs that were left out", () => {
    const nothing = timelineSection(emptyLoop(), []);
    expect(sum([...nothing.warnings, ...nothing.engaged, ...nothing.lossYuan.withDefences])).toBe(0);
    expect(nothing.lossYuan.withoutDefences).toBeNull();
    expect(nothing.queues).toEqual({ telephone: [], visit: [] });
  });
});

describe("interception by typology and level", () => {
  test("adds up to interception by typology and by level", () => {
    const { typology, obfuscation, typologyByLevel } = sampleReport().interception;
    for (const [index, { calls, messages }] of typologyByLevel!.entries()) {
      const cells = [calls, ...messages];
      expect(sum(cells.map(({ contacts }) => contacts))).toBe(typology[index]!.contacts);
      expect(sum(cells.map(({ intercepted }) => intercepted))).toBe(typology[index]!.intercepted);
    }
    for (const [level, row] of obfuscation.entries()) {
      expect(sum(typologyByLevel!.map(({ messages }) => messages[level]!.contacts))).toBe(row.contacts);
    }
  });
});
