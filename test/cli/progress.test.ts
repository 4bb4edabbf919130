import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createProgress, formatProgress, nameRun, type ProgressState, secondsLeft } from "../../src/cli/progress.ts";
import { SENSITIVITY_PARAMETERS } from "../../src/sensitivity.ts";

const state = (ticks: number, updatedS: number, rest: Partial<ProgressState> = {}): ProgressState => ({
  name: "",
  ticks,
  totalTicks: 240,
  events: 1_234_567,
  updatedS,
  nowS: updatedS,
  ...rest,
});

describe("the progress bar", () => {
  it("estimates nothing before two seconds have passed and two per cent are done", () => {
    expect(secondsLeft(state(0, 60))).toBeNull();
    expect(secondsLeft(state(4, 60))).toBeNull();
    expect(secondsLeft(state(120, 1.9))).toBeNull();
    expect(secondsLeft(state(5, 2))).toBe(94);
    expect(formatProgress(state(4, 60), 80)).not.toContain("left");
  });

  it("counts down between updates, and never to nothing while something is left", () => {
    expect(secondsLeft(state(120, 60, { nowS: 70 }))).toBe(50);
    expect(secondsLeft(state(120, 60, { nowS: 500 }))).toBe(1);
  });

  it("writes minutes and seconds that carry", () => {
    expect([2, 59.4, 60, 239.6, 3599.5, 7384].map(halfDoneAfter)).toEqual([
      "0:02 left",
      "1:00 left",
      "1:00 left",
      "4:00 left",
      "1:00:00 left",
      "2:03:04 left",
    ]);
  });

  it("stands full only when all is done, and then says that it is finishing", () => {
    expect(formatProgress(state(239, 60), 80)).toMatch(/░ .* 0:01 left$/);
    expect(formatProgress(state(240, 60), 80)).toMatch(/^ {2}█{24} {2}day 10 of 10 .* finishing$/);
  });

  it("drops parts rather than wrap, whatever the width, and keeps the time left longest", () => {
    expect(formatProgress(state(120, 100), 80)).toBe(
      `  ${"█".repeat(12)}${"░".repeat(12)}  day 5 of 10  1,234,567 events  12 k/s  1:40 left`,
    );
    expect(formatProgress(state(120, 100), 60)).toBe("  ██████░░░░░░  day 5 of 10  1,234,567 events  1:40 left");
    expect(formatProgress(state(120, 100), 20)).toBe("  1:40 left");
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(240), fc.nat(1e6), fc.nat(200), (events, ticks, seconds, columns) => {
        const line = formatProgress(state(ticks, seconds, { events }), columns);
        expect(line.length).toBeLessThanOrEqual(Math.max(0, columns - 1));
        expect(line).not.toMatch(/NaN|Infinity/);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("names a run of the sensitivity and says how many there are, in 80 columns even with the longest name", () => {
    for (const parameter of SENSITIVITY_PARAMETERS) {
      const name = nameRun({ parameter, change: "doubled", run: 48, runs: 48 });
      const line = formatProgress(state(120, 3600, { name }), 80);
      expect(line).toContain(`  ${parameter} doubled, 48 of 48  `);
      expect(line).toMatch(/1:00:00 left$/);
    }
  });

  it("says one event, and nothing at all where there is no terminal", () => {
    expect(formatProgress(state(1, 1, { events: 1 }), 80)).toContain(" 1 event  ");
    expect(() => createProgress(24, null).stop()).not.toThrow();
  });
});

/** What is left when half is done after so many seconds. */
function halfDoneAfter(seconds: number): string {
  return /[\d:]+ left/.exec(formatProgress(state(120, seconds), 80))![0];
}
