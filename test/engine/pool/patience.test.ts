import { expect, test } from "vitest";
import { Patience } from "../../../src/engine/pool/patience.ts";

test("a thread may be at a task for ten minutes, however long the steps of others took", () => {
  const patience = new Patience();
  expect(patience.seconds).toBe(600);
  patience.noteTask(40);
  expect(patience.seconds).toBe(600);
});

test("a deadline that is given is kept, and looked at often enough", () => {
  for (const [seconds, pollMs] of [
    [1, 100],
    [12, 1000],
    [86_400, 1000],
  ] as const) {
    const patience = new Patience(seconds);
    patience.noteTask(1000);
    expect([patience.seconds, patience.pollMs]).toEqual([seconds, pollMs]);
  }
});

test("who waits for the end has two seconds, or some times what the slowest took, and no more than a given deadline", () => {
  expect(hurriedSeconds(new Patience())).toBe(2);
  expect(hurriedSeconds(new Patience(1))).toBe(1);
  const slow = new Patience();
  slow.noteTask(5);
  expect(hurriedSeconds(slow)).toBe(15);
  slow.noteTask(250);
  expect(hurriedSeconds(slow)).toBe(600);
});

function hurriedSeconds(patience: Patience): number {
  patience.isHurried = true;
  return patience.seconds;
}
