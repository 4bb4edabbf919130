import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createProgress, runProgress } from "../../src/cli/progress.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { armsOf } from "../../src/study/variants/arms.ts";

test("the runs of a command are one share, which only grows, and is whole when the last one ends", () => {
  const arms = armsOf(loadScenario("smoke"), true).map(({ words }) => words);
  const shown: [share: number, words: string][] = [];
  const run = runProgress({ update: (...given) => void shown.push(given), stop: () => {} }, 100, arms);
  for (const arm of [null, ...arms]) {
    run.startArm(arm);
    for (const ticks of [0, 50, 100, 130]) run.update(ticks, ticks * 10);
  }
  const shares = shown.map(([share]) => share);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares[0]).toBe(0);
  expect(shares[3]).toBeLessThan(0.6);
  expect(shares.at(-1)).toBeCloseTo(1, 12);
  expect(shown[1]![1]).toBe("day 3 of 5, 500 events");
  expect(shown.at(-1)![1]).toBe(`${arms.at(-1)!}, day 5 of 5, 3,900 events`);
});

describe("a terminal", () => {
  test("shows a bar with the time left, and has its line and its cursor back at the end", () => {
    const shown = written("xterm");
    expect(shown).toMatch(/█{12}░{12} {2}day 1 of 2 {2}\d+:\d\d left/);
    expect(shown.endsWith("\u001b[2K")).toBe(true);
    expect(shown).toContain("\u001b[?25h");
    expect(written("xterm", true, { hasEnd: false })).toContain("  day 1 of 2");
  });

  test("that is dumb, or none, gets no bar", () => {
    expect(written("dumb")).toBe("");
    expect(written("xterm", false)).toBe("");
  });

  test("that is none gets plain lines of a verb that asks for them, also where nothing gets on, until it is over", () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const { stream, text } = streamOf(false);
    const progress = createProgress(stream, { lead: "repeating" });
    vi.advanceTimersByTime(4000);
    expect(text()).toBe("");
    progress.update(0.256, "8,000 events");
    vi.advanceTimersByTime(7000);
    progress.stop();
    vi.advanceTimersByTime(60_000);
    expect(text()).toBe("repeating: 25 %, 8,000 events\nrepeating: 25 %, 8,000 events\n");
  });
});

function streamOf(isTTY: boolean) {
  let text = "";
  const write = (chunk: string): boolean => ((text += chunk), true);
  return { stream: { isTTY, columns: 80, write } as unknown as NodeJS.WriteStream, text: () => text };
}

/** All that a bar writes to a terminal that calls itself so. */
function written(env: string, isTTY = true, options: Parameters<typeof createProgress>[1] = {}): string {
  vi.stubEnv("TERM", env);
  const { stream, text } = streamOf(isTTY);
  const progress = createProgress(stream, options);
  progress.update(0.5, "day 1 of 2");
  progress.stop();
  vi.unstubAllEnvs();
  return text();
}
