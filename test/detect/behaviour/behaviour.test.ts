import { describe, expect, test } from "vitest";
import {
  ActivityMemory,
  OBSERVATION_LAG_TICKS,
  SPAN_TICKS,
  copyActivity,
} from "../../../src/detect/behaviour/activity-memory.ts";
import { type ActivityHandle, attachActivity } from "../../../src/detect/behaviour/recall-behaviour.ts";
import { allocateObservations, observe } from "../../../src/detect/behaviour/observation-batch.ts";
import { OBSERVATION_WORDS } from "../../../src/detect/behaviour/sketch-layout.ts";
import { Sketches, allocateSketches } from "../../../src/detect/behaviour/sketches.ts";
import { EventBatch, KIND_CALL, KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { BLOCK, Findings } from "../../../src/event/findings.ts";
import type { Reading } from "./plain-sketches.ts";
import { CALLER_HASH, cellsOf, readCallers } from "./read-callers.ts";

interface Seen {
  readonly caller: number;
  readonly callee: number;
  readonly call: boolean;
  readonly answered?: boolean;
  readonly durationS?: number;
  readonly blocked?: boolean;
}

/** The observations of some events, as a worker would write them. */
function observed(seen: readonly Seen[]): Uint32Array {
  const events = EventBatch.allocate(Math.max(1, seen.length));
  const findings = Findings.allocate(Math.max(1, seen.length));
  seen.forEach((event, row) => {
    events.caller[row] = event.caller;
    events.callee[row] = event.callee;
    events.kind[row] = event.call ? KIND_CALL : KIND_MESSAGE;
    events.answered[row] = event.answered ? 1 : 0;
    events.durationS[row] = event.durationS ?? 0;
    if (event.blocked) findings.outcome.decision[row] = BLOCK;
  });
  events.count = seen.length;
  const words = new Uint32Array(allocateObservations(Math.max(1, seen.length)));
  observe(events, findings, CALLER_HASH, words, 0);
  return words;
}

function read(sketches: Sketches, caller: number, slot: 0 | 1 = 0): Reading {
  return readCallers(sketches, slot, [cellsOf(caller)])[0]!;
}

describe("a sketch of callers", () => {
  test("counts one caller exactly when it is alone", () => {
    const sketches = Sketches.attach(allocateSketches());
    const seen = observed([
      { caller: 7, callee: 1, call: true, answered: true, durationS: 10 },
      { caller: 7, callee: 2, call: true, answered: true, durationS: 21 },
      { caller: 7, callee: 2, call: true },
      { caller: 7, callee: 3, call: false },
    ]);
    sketches.add(0, 0, seen, 4);
    expect(read(sketches, 7)).toEqual({ attempts: 4, fanOut: 3, calls: 3, answered: 2, meanDurationS: 15 });
    expect(read(sketches, 8).attempts).toBe(0);
  });
});

test("a blocked call counts as tried, not as answered", () => {
  const sketches = Sketches.attach(allocateSketches());
  sketches.add(0, 0, observed([{ caller: 7, callee: 1, call: true, answered: true, durationS: 50, blocked: true }]), 1);
  expect(read(sketches, 7)).toEqual({ attempts: 1, fanOut: 1, calls: 1, answered: 0, meanDurationS: 0 });
});

test("+86 and 0086 before a mobile number are the same caller", () => {
  const sketches = Sketches.attach(allocateSketches());
  const mobile = 13_800_138_000;
  const plus = 3e15 + 86e11 + mobile;
  const zeros = 2e15 + 86e11 + mobile;
  sketches.add(0, 0, observed([mobile, plus, zeros].map((caller) => ({ caller, callee: 1, call: false }))), 3);
  expect(read(sketches, mobile).attempts).toBe(3);
});

/** Has the memory observe these words in a tick, as workers would. */
function record(memory: ActivityMemory, tick: number, words: Uint32Array): void {
  new Uint32Array(memory.open(tick, words.length / OBSERVATION_WORDS)).set(words);
}

function attemptsOf(handle: ActivityHandle): number {
  const { sketches, slot, upkeep } = attachActivity(structuredClone(handle));
  upkeep?.wait();
  return read(sketches, 7, slot).attempts;
}

function attemptsAt(memory: ActivityMemory, tick: number): number {
  return attemptsOf(memory.seal(tick));
}

describe("the memory of callers", () => {
  const once = observed([{ caller: 7, callee: 1, call: false }]);

  test("shows a tick what happened up to two ticks before, and nothing later", () => {
    const memory = new ActivityMemory(CALLER_HASH);
    const attempts = [];
    for (let tick = 0; tick < 6; tick++) {
      attempts.push(attemptsAt(memory, tick));
      record(memory, tick, once);
    }
    expect(OBSERVATION_LAG_TICKS).toBe(2);
    expect(attempts).toEqual([0, 0, 1, 2, 3, 4]);
  });

  test("leaves a sealed table alone while the next tick is prepared", () => {
    const memory = new ActivityMemory(CALLER_HASH);
    record(memory, 0, once);
    memory.seal(0);
    memory.seal(1);
    const sealed = memory.seal(2);
    record(memory, 1, once);
    memory.seal(3);
    expect(attemptsOf(sealed)).toBe(1);
  });

  test("leaves a copy alone for good", () => {
    const memory = new ActivityMemory(CALLER_HASH);
    for (let tick = 0; tick < 3; tick++) {
      memory.seal(tick);
      record(memory, tick, once);
    }
    const sealed = memory.seal(3);
    const copy = copyActivity(sealed);
    memory.seal(4);
    expect(attemptsAt(memory, 5)).toBe(3);
    expect(attemptsOf(sealed)).toBe(3);
    expect(attemptsOf(copy)).toBe(2);
  });

  test("forgets after two spans", () => {
    const memory = new ActivityMemory(CALLER_HASH);
    record(memory, 0, once);
    let last = 0;
    for (let tick = 0; tick < 3 * SPAN_TICKS; tick++) if (attemptsAt(memory, tick) > 0) last = tick;
    expect(last).toBe(2 * SPAN_TICKS - 1 + OBSERVATION_LAG_TICKS);
  });
});
