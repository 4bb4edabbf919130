/** A day of a network in replay: ten million events of a million callers. What is kept must not grow with them. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { HOUR_MS } from "../../src/core/time.ts";
import { createScreener } from "../../src/screen/screener.ts";
import type { ScreenEvent } from "../../src/screen/screened-event.ts";

const EVENTS = 10_000_000;
const CALLERS = 1_000_000;
const A_LIST = 1000;
const SAVES = 5;
const START_MS = Date.UTC(2026, 2, 1);
const MIB = 1024 * 1024;

/** Calls spread over callers and the day; one in ten is a message. */
function listFrom(first: number): ScreenEvent[] {
  return Array.from({ length: A_LIST }, (_, at) => {
    const number = first + at;
    return {
      caller: 13_800_000_000 + ((number * 7919) % CALLERS),
      callee: 13_600_000_000 + ((number * 104_729) % 50_000_000),
      time: START_MS + Math.floor((number * 24 * HOUR_MS) / EVENTS),
      ...(number % 10 === 0
        ? { text: "see you tonight at eight" }
        : { duration: number % 120, answered: number % 3 > 0 }),
    };
  });
}

test("a day of ten million events takes no more memory at its end than after a fifth", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringfence-day-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "history.bin");
  const screener = await createScreener({ model: "none" });
  const [sizes, memory]: [number[], number[]] = [[], []];
  for (let first = 0; first < EVENTS; first += A_LIST) {
    screener.screen(listFrom(first));
    if ((first + A_LIST) % (EVENTS / SAVES) > 0) continue;
    await screener.save(path);
    sizes.push(statSync(path).size / MIB);
    memory.push(process.memoryUsage.rss() / MIB);
  }
  expect(Math.max(...sizes)).toBeLessThan(100);
  // The collector leaves some tens of megabytes for later, now and then.
  expect(memory.at(-1)! - memory[0]!).toBeLessThan(150);

  // What was saved at the end is all that the next verdicts depend on.
  const next = listFrom(EVENTS);
  const restored = await createScreener({ model: "none" });
  await restored.restore(path);
  const scores = screener.screen(next).map(({ score, stages }) => [score, stages.behaviour]);
  expect(restored.screen(next).map(({ score, stages }) => [score, stages.behaviour])).toEqual(scores);
  expect(scores.some(([, behaviour]) => (behaviour as { attempts: number }).attempts > 0)).toBe(true);
});
