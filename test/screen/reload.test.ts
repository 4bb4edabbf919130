/** A screener that runs on: its list changes between calls, and what callers did outlives it. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OBSERVATION_LAG_TICKS, SPAN_TICKS } from "../../src/detect/behaviour/activity-memory.ts";
import { callerHashOf } from "../../src/detect/behaviour/caller-hash.ts";
import { OBSERVATION_WORDS } from "../../src/detect/behaviour/sketch-layout.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { Findings } from "../../src/event/findings.ts";
import { screen } from "../../src/detect/screening.ts";
import { CallerMemory } from "../../src/screen/caller-memory.ts";
import { createScreener, type Screener } from "../../src/screen/screener.ts";
import type { ScreenedEvent, ScreenEvent } from "../../src/screen/screened-event.ts";
import { newFolder } from "../new-folder.ts";
import { callsOfADay } from "./calls-of-a-day.ts";

const folder = newFolder("reload");
/** Model and shipped scripts take most of the time to load. */
const QUICK = { model: "none", templates: ["Your parcel is held"] };

const events = callsOfADay();
const half = events.length / 2;
const newScreener = (more: object = {}) => createScreener({ ...QUICK, ...more });

test("a screener continues from another, with its own lists and what the other remembers of callers", async () => {
  const listing = { blocklist: ["95599"] };
  const expected = (await newScreener(listing)).screen(events).slice(half);
  const [first, second] = [await newScreener(), await newScreener(listing)];
  first.screen(events.slice(0, half));
  second.continueFrom(first);
  expect(second.screen(events.slice(half))).toEqual(expected);
  const before = { caller: "13900000001", callee: "13900000002", time: "1999-01-01" };
  expect(() => second.screen(before)).toThrow("expected rows sorted by time");
});

describe("a list that is changed", () => {
  const numbers = Array.from({ length: 24 }, (_, at) => String(13_800_138_000 + (at >> 3) * 1000 + at));
  const evil = ["evil.example", "a.evil.example", "b.a.evil.example"];
  const hosts = [...evil, "other.example", "xn--bcher-kva.example", "203.0.113.9"];
  const entries = [...numbers, "95588", "0075512345678", "ICBC", ...hosts];
  const asked: ScreenEvent[] = [
    ...entries.slice(0, 27).map((caller) => ({ caller })),
    { caller: "13800138999" },
    { caller: "+8613800138001" },
    ...[...hosts, "c.b.a.evil.example", "example", "evil.example.org"].map((host) => ({
      caller: "13900000000",
      text: `see https://${host}/x and http://other.example.`,
    })),
  ];
  const decided = (screener: Screener): unknown => screener.screen(asked);
  const few = fc.uniqueArray(fc.constantFrom(...entries), { maxLength: 8 });
  const change = fc.record({ add: few, remove: few });

  test("decides and explains as one that is loaded whole, by every engine", async () => {
    const engines = ["packed-bloom", "exact", "bloom-filters"];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...engines),
        fc.subarray(entries),
        fc.array(change, { maxLength: 6 }),
        async (blocklistEngine, first, changes) => {
          const options = { blocklistEngine, set: "screening.stages.behaviour=false" };
          const screener = await newScreener({ ...options, blocklist: first });
          const listed = new Set(first);
          for (const one of changes) {
            screener.changeList(one);
            for (const entry of one.add) listed.add(entry);
            for (const entry of one.remove) listed.delete(entry);
            const whole = await newScreener({ ...options, blocklist: [...listed] });
            expect(decided(screener)).toEqual(decided(whole));
            expect(screener.listed).toBe(whole.listed);
          }
        },
      ),
      { numRuns: 5 },
    );
  });
});

describe("save and restore", () => {
  test("go on as if the screener had never stopped", async () => {
    const expected = (await newScreener()).screen(events);
    expect(new Set(expected.flatMap(({ evidence }) => evidence))).toContain("fanOutHigh");
    const path = join(folder, "history");
    const out: ScreenedEvent[] = [];
    let screener = await newScreener();
    for (const [from, to] of [
      [0, 97],
      [97, half],
      [half, events.length],
    ] as const) {
      if (from > 0) {
        await screener.save(path);
        screener = await newScreener();
        // What it remembers until then is replaced.
        screener.screen(events.slice(0, 50));
        await screener.restore(path);
      }
      out.push(...screener.screen(events.slice(from, to)));
    }
    expect(out).toEqual(expected);
    // Without the history it is another day.
    expect((await newScreener()).screen(events.slice(half))).not.toEqual(expected.slice(half));
  });

  test("refuse by name what is damaged, of another version, or no history", async () => {
    const path = join(folder, "good");
    const screener = await newScreener();
    const few = events.slice(0, 200);
    screener.screen(few);
    await screener.save(path);
    const good = readFileSync(path);
    const bad = join(folder, "bad");
    const refused = async (bytes: Uint8Array, message: string): Promise<void> => {
      writeFileSync(bad, bytes);
      await expect(fresh.restore(bad)).rejects.toMatchObject({
        code: "config",
        message: expect.stringContaining(message),
      });
    };
    const fresh = await newScreener();
    await refused(good.subarray(0, good.length - 5), "found a damaged one");
    await refused(Buffer.from("hello"), "found something else");
    await refused(Buffer.alloc(0), "found something else");
    good[good.length >> 1]! ^= 1;
    await refused(good, "found a damaged one");
    good.write("1", "ringfence history ".length);
    await refused(good, "found one of another version");
    await expect(fresh.restore(join(folder, "nowhere"))).rejects.toMatchObject({ code: "io" });
    await expect(fresh.save(join(folder, "no", "folder"))).rejects.toMatchObject({ code: "io" });
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    // All stayed as it was.
    expect(fresh.screen(few)).toEqual((await newScreener()).screen(few));
    const forgetful = await newScreener({ set: "screening.stages.behaviour=false" });
    await expect(forgetful.save(path)).rejects.toThrow("the stage behaviour is off");
  });
});

test("what callers did is forgotten after two spans, however long the screener runs", () => {
  const memory = new CallerMemory(callerHashOf(1));
  const kept = Array.from({ length: 8 * SPAN_TICKS }, (_, tick) => {
    memory.note(tick, new Uint32Array(OBSERVATION_WORDS));
    memory.seal(tick);
    return memory.remembered.noted.length;
  });
  expect(Math.max(...kept)).toBeLessThanOrEqual(2 * SPAN_TICKS + OBSERVATION_LAG_TICKS + 1);
});

test("columns are not screened without a table for each stage", async () => {
  const { tables } = await newScreener();
  const [batch, findings] = [EventBatch.allocate(1), Findings.allocate(1)];
  expect(() => screen(batch, findings, {} as never)).toThrow(/expected a table for the stage \w+, or null/);
  const { match: _, ...others } = tables;
  expect(() => screen(batch, findings, others as never)).toThrow("for the stage match");
  expect(() => screen(batch, findings, { ...tables, match: null })).not.toThrow();
});
