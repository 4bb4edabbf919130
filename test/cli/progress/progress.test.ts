import * as fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  createProgress,
  formatProgress,
  PlannedWork,
  type ProgressState,
  secondsLeft,
} from "../../../src/cli/progress/progress.ts";
import { loadScenario } from "../../../src/scenario/file.ts";
import { armsOf } from "../../../src/study/variants/arms.ts";

const state = (ticks: number, updatedS: number, rest: Partial<ProgressState> = {}): ProgressState => ({
  name: "",
  ticks,
  totalTicks: 240,
  share: ticks / 240,
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

  it("stands full only when all is done, and then says that it is finishing", () => {
    expect(formatProgress(state(239, 60), 80)).toMatch(/░ .* 0:01 left$/);
    expect(formatProgress(state(240, 60), 80)).toMatch(/^ {2}█{12} {2}day 10 of 10 .* finishing$/);
    expect(formatProgress(state(240, 60, { share: 0.5 }), 80)).toMatch(/░ {2}day 10 of 10 .* 1:00 left$/);
  });

  it("drops parts rather than wrap, whatever the width, and keeps rate and time left longest", () => {
    expect(formatProgress(state(120, 100), 100)).toBe(
      `  ${"█".repeat(12)}${"░".repeat(12)}  day 5 of 10  1,234,567 events  12,346 events/s  1:40 left`,
    );
    expect(formatProgress(state(120, 100), 80)).toBe(
      "  ██████░░░░░░  day 5 of 10  1,234,567 events  12,346 events/s  1:40 left",
    );
    expect(formatProgress(state(120, 100), 60)).toBe("  ██████░░░░░░  day 5 of 10  12,346 events/s  1:40 left");
    expect(formatProgress(state(120, 100), 20)).toBe("  1:40 left");
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(240), fc.nat(1e6), fc.nat(200), (events, ticks, seconds, columns) => {
        const line = formatProgress(state(ticks, seconds, { events }), columns);
        expect(line.length).toBeLessThanOrEqual(Math.max(0, columns - 1));
        expect(line).not.toMatch(/NaN|Infinity/);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the work of a command", () => {
  const arms = armsOf(loadScenario("smoke"), true);
  const whole = { ticks: 100, arms };

  it("is one bar over all arms, which only grows, and is full when the last one ends", () => {
    const work = new PlannedWork(whole);
    const shares: number[] = [];
    expect(arms.map(({ name }) => name)).toEqual(["interceptionOnly", "noDefences"]);
    for (const arm of [null, ...arms]) {
      work.startArm(arm);
      for (const ticks of [0, 50, 100, 130]) {
        work.update(ticks, ticks * 10);
        shares.push(work.state.share);
      }
    }
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[0]).toBe(0);
    expect(shares[3]).toBeLessThan(0.6);
    expect(shares.at(-1)).toBeCloseTo(1, 12);
    expect(work.state.events).toBe(3 * 1300);
  });
});

describe("a terminal", () => {
  it("shows the bar, and has its line and its cursor back at the end", () => {
    expect(written("xterm")).toContain("day 1 of 1");
    expect(written("xterm").endsWith("\u001b[2K")).toBe(true);
    expect(written("xterm")).toContain("\u001b[?25h");
  });

  it("that is dumb, or none, gets no bar", () => {
    expect(written("dumb")).toBe("");
    expect(written("xterm", false)).toBe("");
  });

  it("that is dumb, or none, gets plain lines of a verb that asks for them, and none in the first seconds", () => {
    expect(written("xterm", true, "repeating")).not.toContain("repeating");
    expect(written("dumb", true, "repeating")).toBe("");
    vi.useFakeTimers({ toFake: ["performance", "setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    let text = "";
    const stream = { isTTY: false, write: (line: string): boolean => ((text += line), true) };
    const progress = createProgress({ ticks: 240 }, stream as unknown as NodeJS.WriteStream, "repeating");
    for (let second = 1; second <= 12; second++) {
      vi.advanceTimersByTime(1000);
      progress.update(second * 10, second * 2000);
    }
    progress.stop();
    expect(text).toBe(
      "repeating: day 2 of 10, 8,000 events, 2,000 events/s, 0:20 left\n" +
        "repeating: day 4 of 10, 18,000 events, 2,000 events/s, 0:14 left\n",
    );
    // Also where nothing gets on, and never once it is over.
    text = "";
    const slow = createProgress({ ticks: 240 }, stream as unknown as NodeJS.WriteStream, "running", 60_000);
    vi.advanceTimersByTime(60_000);
    expect(text).toMatch(/^running: .*\n$/);
    slow.stop();
    vi.advanceTimersByTime(600_000);
    expect(text.match(/running/g)).toHaveLength(1);
  });
});

/** All that a bar writes to a terminal that calls itself so. */
function written(env: string, isTTY = true, lead: string | null = null): string {
  vi.stubEnv("TERM", env);
  let text = "";
  const write = (chunk: string): boolean => ((text += chunk), true);
  const stream = { isTTY, columns: 80, write } as unknown as NodeJS.WriteStream;
  const progress = createProgress({ ticks: 24 }, stream, lead);
  progress.update(24, 1000);
  progress.stop();
  vi.unstubAllEnvs();
  return text;
}
