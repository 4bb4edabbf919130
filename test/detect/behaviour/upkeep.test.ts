import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ActivityMemory, SPAN_TICKS } from "../../../src/detect/behaviour/activity-memory.ts";
import { CALL_BIT, SLOT_BYTES } from "../../../src/detect/behaviour/sketch-layout.ts";
import { Sketches } from "../../../src/detect/behaviour/sketches.ts";
import { Upkeep, type UpkeepHandle } from "../../../src/detect/behaviour/upkeep.ts";
import type { SharedWasmMemory } from "../../../src/core/web-assembly.ts";
import { PlainSketches } from "./plain-sketches.ts";
import { CALLER_HASH, readCallers } from "./read-callers.ts";
import { forAll } from "../../for-all.ts";

const [FIRST, SECOND] = [5, 6];
const PATIENCE_MS = 20;
const HASHES = [0, 1, 0xffff_0000, 0x8000_0001];

/** Of each tick: one call of each of some callers. */
function observe(memory: ActivityMemory, tick: number, hashes: readonly number[]): void {
  const words = hashes.flatMap((hash) => [hash, CALL_BIT]);
  new Uint32Array(memory.open(tick, hashes.length)).set(words);
}

/** Two ticks on: the handle of a tick that has something to be added to both rows. */
function sealed(): { memory: SharedWasmMemory; slot: 0 | 1; upkeep: UpkeepHandle; sketches: Sketches } {
  const activity = new ActivityMemory(CALLER_HASH);
  activity.seal(0);
  observe(activity, 0, [7]);
  activity.seal(1);
  const { memory, slot, upkeep } = activity.seal(2);
  return { memory, slot, upkeep: upkeep!, sketches: Sketches.attach(memory) };
}

function attemptsOf(sketches: Sketches, slot: 0 | 1, hash: number): number {
  return readCallers(sketches, slot, [hash])[0]!.attempts;
}

describe("the upkeep of a slot", () => {
  test("is done once, whoever and however many come", () => {
    const { upkeep, sketches, slot } = sealed();
    for (const claimant of [FIRST, SECOND, FIRST]) {
      const mine = new Upkeep(structuredClone(upkeep), sketches, PATIENCE_MS);
      mine.help(claimant);
      mine.wait();
    }
    expect(attemptsOf(sketches, slot, 7)).toBe(1);
  });

  test("leaves to others what they have taken, and waits for it, but not for ever", () => {
    const { upkeep, sketches, slot } = sealed();
    new Int32Array(upkeep.claims)[1] = FIRST;
    const mine = new Upkeep(upkeep, sketches, PATIENCE_MS);
    mine.help(SECOND);
    expect(() => mine.wait()).toThrow("not brought up to date in 0.02 s");
    new Upkeep(upkeep, sketches, PATIENCE_MS).help(FIRST);
    mine.wait();
    expect(attemptsOf(sketches, slot, 7)).toBe(1);
  });

  test("of the next tick is not begun before that of a thread that died is done: it is restored from there", () => {
    const activity = new ActivityMemory(CALLER_HASH);
    for (const tick of [0, 1]) {
      activity.seal(tick);
      observe(activity, tick, [7]);
    }
    const [dead, next] = [activity.seal(2), activity.seal(3)];
    const sketches = Sketches.attach(dead.memory);
    for (const row of [0, 1] as const) dieOver(dead.upkeep!, dead.memory, row);
    expect(() => new Upkeep(next.upkeep!, sketches, PATIENCE_MS).help(SECOND)).toThrow("not brought up to date");
    new Upkeep(dead.upkeep!, sketches, PATIENCE_MS).help(FIRST);
    expect(attemptsOf(sketches, dead.slot, 7)).toBe(1);
    new Upkeep(next.upkeep!, sketches, PATIENCE_MS).help(SECOND);
    expect(attemptsOf(sketches, next.slot, 7)).toBe(2);
  });

  test("is waited for where it adds nothing, while somebody is at what the slot lacked before", () => {
    const activity = new ActivityMemory(CALLER_HASH);
    for (const tick of [0, 1, 2]) {
      activity.seal(tick);
      if (tick === 1) observe(activity, tick, [7]);
    }
    // Nobody screens anything in tick 3, so a thread of tick 4 sees to it, and dies.
    const skipped = activity.seal(3);
    const attended = activity.seal(4);
    const sketches = Sketches.attach(skipped.memory);
    for (const row of [0, 1] as const) dieOver(skipped.upkeep!, skipped.memory, row);
    const nothing = activity.seal(5);
    const mine = new Upkeep(nothing.upkeep!, sketches, PATIENCE_MS);
    expect(() => mine.wait()).toThrow("not brought up to date");
    new Upkeep(attended.upkeep!, sketches, PATIENCE_MS).help(FIRST);
    mine.help(SECOND);
    mine.wait();
    expect(attemptsOf(sketches, nothing.slot, 7)).toBe(1);
  });

  test("comes to what a plain memory does, though threads die over it, and though nobody attends to some ticks", () => {
    const hashes = fc.array(fc.constantFrom(...HASHES), { maxLength: 6 });
    const tick = fc.record({
      hashes,
      /** Of both rows, whether a thread dies over it; whether it has begun to add, and has emptied the span. */
      dies: fc.tuple(fc.boolean(), fc.boolean()),
      isSkipped: fc.boolean(),
    });
    forAll([fc.array(tick, { minLength: 30, maxLength: 3 * SPAN_TICKS })], 6, (ticks) => {
      const activity = new ActivityMemory(CALLER_HASH);
      const seen: (readonly number[])[] = [];
      const read: [unknown, unknown][] = [];
      for (const [now, { hashes: observed, dies, isSkipped }] of ticks.entries()) {
        const { memory, slot, upkeep } = activity.seal(now);
        const sketches = Sketches.attach(memory);
        if (!isSkipped) {
          for (const row of [0, 1] as const) if (dies[row]) dieOver(upkeep!, memory, row);
          const again = new Upkeep(upkeep!, sketches, PATIENCE_MS);
          again.help(FIRST);
          again.wait();
          read.push([readCallers(sketches, slot, HASHES), plainReadings(seen, now)]);
        }
        observe(activity, now, observed);
        seen.push(observed);
      }
      for (const [ours, plain] of read) expect(ours).toEqual(plain);
    });
  });
});

/** As a thread leaves a row that died in the midst of adding: anything may lie there. */
function dieOver({ slot, claims, progress }: UpkeepHandle, memory: SharedWasmMemory, row: 0 | 1): void {
  if (new Int32Array(progress)[row] !== 0) return;
  new Int32Array(claims)[row] = FIRST;
  new Int32Array(progress)[row] = 1;
  new Uint8Array(memory.buffer, slot * SLOT_BYTES + row * (SLOT_BYTES / 2), SLOT_BYTES / 2).fill(0x11);
}

/** Everything up to two ticks before, of the half-day of that tick and the one before it. */
function plainReadings(seen: readonly (readonly number[])[], now: number) {
  const plain = new PlainSketches();
  const last = now - 2;
  const current = Math.floor(last / SPAN_TICKS);
  for (let tick = 0; tick <= last; tick++) {
    const span = Math.floor(tick / SPAN_TICKS);
    if (span < current - 1) continue;
    plain.add(
      span % 2 === 0 ? 0 : 1,
      seen[tick]!.map((hash) => ({ hash, packed: CALL_BIT })),
    );
  }
  return HASHES.map((hash) => plain.read(hash));
}
