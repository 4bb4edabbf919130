import { expect, test } from "vitest";
import { Patience } from "../../../src/engine/pool/patience.ts";

/** Seconds for which a thread may be silent, after answers that took so many looks. */
function secondsAfter(...answers: readonly number[]): number {
  const patience = new Patience();
  for (const looks of answers) patience.noteAnswer(looks);
  return patience.seconds;
}

test("a thread may be silent for half a minute, and for many times what the slowest took of late", () => {
  expect(secondsAfter()).toBe(30);
  expect(secondsAfter(0, 1, 2)).toBe(30);
  expect(secondsAfter(20)).toBe(200);
  expect(secondsAfter(20, ...Array.from({ length: 5000 }, () => 0))).toBe(30);
});

test("where none answers, the machine may be at fault: the next have longer, until one answers", () => {
  const patience = new Patience();
  const seconds = [0, 1, 2, 3].map(() => {
    patience.noteLoss();
    return patience.seconds;
  });
  expect(seconds).toEqual([60, 120, 120, 120]);
  patience.noteAnswer(0);
  expect(patience.seconds).toBe(30);
});

test("a deadline that is given is kept whatever happens", () => {
  const patience = new Patience(12);
  patience.noteAnswer(1000);
  patience.noteLoss();
  expect(patience.seconds).toBe(12);
});

test("who waits for the end has two seconds, or some times what the slowest took, and no more than a given deadline", () => {
  expect(hurriedSeconds(new Patience())).toBe(2);
  expect(hurriedSeconds(new Patience(1))).toBe(1);
  expect(hurriedSeconds(new Patience(60))).toBe(6);
  const slow = new Patience();
  slow.noteAnswer(5);
  expect(hurriedSeconds(slow)).toBe(15);
});

function hurriedSeconds(patience: Patience): number {
  patience.isHurried = true;
  return patience.seconds;
}
