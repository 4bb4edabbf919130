import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { type Findings, runBench } from "../../../bench/harness/bench.ts";
import { benchResultSchema } from "../../../bench/harness/result.ts";
import { type Position, UNSURE_FACTOR, rankPoints } from "../../../bench/pareto/frontier.ts";
import type { LabelledEvents } from "../../../bench/pareto/labelled-events.ts";
import { type ParetoOptions, measureOn, measurePareto } from "../../../bench/pareto/pareto.ts";
import {
  MIN_FLAGGED,
  chooseThreshold,
  exclusionOf,
  recallAtFloor,
  splitEvents,
} from "../../../bench/pareto/recall-at-floor.ts";
import { type ParetoDetails } from "../../../bench/pareto/points.ts";
import { takeScenarioEvents } from "../../../bench/pareto/scenario-events.ts";
import { settingsFor } from "../../../bench/pareto/setting.ts";
import { drawTimedEvents } from "../../../bench/pareto/trial.ts";
import { callerHashOf } from "../../../src/detect/behaviour/caller-hash.ts";
import { ActivityMemory } from "../../../src/detect/behaviour/activity-memory.ts";
import { FINDERS } from "../../../src/detect/finders.ts";
import { loadModel } from "../../../src/detect/learned/models.ts";
import { SLOT_BYTES } from "../../../src/detect/behaviour/sketch-layout.ts";
import { EventBatch } from "../../../src/event/event-batch.ts";
import { newFolder } from "../../new-folder.ts";

const SAMPLE = fileURLToPath(import.meta.resolve("#datasets/messages/sample.csv"));
const sample = { file: SAMPLE, columns: {}, scripts: [] };
const unlabelled = join(newFolder("pareto"), "unlabelled.csv");
beforeAll(() => writeFileSync(unlabelled, "text,label\nhello,\n"));
const base = { size: "smoke", seed: 1, workers: 1, precisionFloor: 0.9, onProgress: () => {} } as const;

async function resultOf(measure: (options: ParetoOptions) => Promise<Findings>, options: Partial<ParetoOptions> = {}) {
  const measured = await runBench("pareto", measure, { ...base, ...options }, "ringfence bench pareto");
  expect(benchResultSchema.parse(measured.result)).toEqual(measured.result);
  return measured;
}

async function run(options: Partial<ParetoOptions>): Promise<ParetoDetails> {
  return (await resultOf(measurePareto, options)).result.details as unknown as ParetoDetails;
}

describe("the pareto bench", () => {
  const scenario = { scenario: "smoke", seed: 1, hours: 5, keptHours: 1 };
  let events: LabelledEvents;

  beforeAll(async () => {
    events = await takeScenarioEvents({ ...scenario, workers: 1 });
  });

  test("puts settings of a scenario beside rows that know nothing and everything", async () => {
    const { result, parts } = await resultOf(async (options) => measureOn(events, options));
    const details = result.details as unknown as ParetoDetails;
    expect(details.points.map(({ name }) => name)).toEqual([
      "default",
      "similarity from 0.9",
      "matcher scan",
      "blocklist exact",
      "no text match",
      "null (flags nothing)",
      "random",
      "oracle",
    ]);
    const [byDefault, , scan, , , nothing, random, oracle] = details.points;
    expect(scan!.recall).toEqual(byDefault!.recall);
    expect(byDefault!.recall!.value).toBeGreaterThan(0.2);
    expect(nothing).toMatchObject({ recall: { value: 0 }, precision: null, eventsPerSecond: null });
    expect(random!.recall).toBeNull();
    expect(random!.place).toBeOneOf(["below floor", "too few"]);
    expect(oracle).toMatchObject({ recall: { value: 1 }, precision: { value: 1 } });
    expect(result.measurements).toHaveLength(5);
    expect(new Set(result.measurements.map(({ n }) => n))).toEqual(new Set([result.settings["timedEvents"]]));
    expect(parts[0]!.notes![0]).toContain("smoke, hour 4");
  });

  test("takes the same events, and the same knowledge of them, for any number of workers", async () => {
    const others = await takeScenarioEvents({ ...scenario, workers: 2 });
    expect(others.fraud).toEqual(events.fraud);
    expect(others.batches.map(({ idLow }) => idLow)).toEqual(events.batches.map(({ idLow }) => idLow));
    const [known, other] = [events.knowledge, others.knowledge];
    expect(new Set(other.blocklist)).toEqual(new Set(known.blocklist));
    expect(other.templates).toEqual(known.templates);
    // Millions of words: a matcher of the test runner would take seconds.
    const [a, b] = [known.activity!, other.activity!].map(({ memory, slot }) =>
      Buffer.from(memory.buffer, slot * SLOT_BYTES, SLOT_BYTES),
    );
    expect(a!.equals(b!)).toBe(true);
  });

  test("reads a labelled file, and says where the floor is out of reach", async () => {
    const file = { ...sample, positive: "fraud,spam,smishing,FR:*" };
    const details = await run({ file, precisionFloor: 1 });
    expect(details.testEvents + details.tuningEvents).toBeGreaterThan(100);
    const outOfReach = details.points.filter(({ place }) => place === "below floor" || place === "too few");
    expect(outOfReach.length).toBeGreaterThan(0);
    for (const { place, tuningFlagged, ...point } of outOfReach) {
      expect(point).toMatchObject({ recall: null, precision: null, scoreThreshold: null });
      expect(tuningFlagged! > 0 && tuningFlagged! < MIN_FLAGGED).toBe(place === "too few");
    }
    const placed = details.points.filter((point) => !outOfReach.includes(point));
    expect(placed.every(({ recall }) => recall !== null)).toBe(true);
    expect(outOfReach.map(({ name }) => name)).toContain("random");
    expect(details.points.map(({ name }) => name)).not.toContain("blocklist exact");
  });

  test.each<[Partial<ParetoOptions>, object]>([
    [{ hours: 1 }, { code: "usage", message: expect.stringContaining("--hours: expected at least 2, got 1") }],
    [{ scenario: "nosuch" }, { code: "usage" }],
    [{ file: { ...sample, positive: "fraud" }, hours: 5 }, { code: "usage" }],
    [{ file: { ...sample, positive: "no such label" } }, { code: "noData" }],
    [{ file: { ...sample, file: unlabelled, positive: "fraud" } }, { code: "noData" }],
    [{ file: { ...sample, file: join(SAMPLE, "none"), positive: "fraud" } }, { code: "io" }],
  ])("refuses %j", async (options, error) => {
    const onProgress = vi.fn<(what: string) => void>();
    await expect(run({ ...options, onProgress })).rejects.toMatchObject(error);
    expect(onProgress).not.toHaveBeenCalled();
  });
});

function all(count: number): number[] {
  return Array.from({ length: count }, (_, row) => row);
}

function batchOf(ids: readonly number[]): EventBatch {
  const batch = EventBatch.allocate(ids.length);
  for (const [row, id] of ids.entries()) batch.idLow[row] = id;
  batch.count = ids.length;
  return batch;
}

/** Identities of the events that are timed, in their order. */
function timed(parts: readonly (readonly number[])[], most: number, seed = 1): number[] {
  const { idLow, count } = drawTimedEvents(parts.map(batchOf), seed, most);
  return [...idLow.subarray(0, count)];
}

function position(eventsPerSecond: number, recall: number | null, error: number | null = null): Position {
  const [low, high] = error === null ? [null, null] : [eventsPerSecond - error, eventsPerSecond + error];
  const exclusion = recall === null ? "below floor" : null;
  return { eventsPerSecond, eventsPerSecondLow: low, eventsPerSecondHigh: high, recall, exclusion };
}

describe("the frontier", () => {
  test("holds what nothing beats in one respect without being worse in the other", () => {
    const points: [eventsPerSecond: number, recall: number | null, place: string][] = [
      [100, 0.5, "frontier"],
      [50, 0.7, "frontier"],
      [50, 0.6, "dominated"],
      [40, 0.7, "dominated"],
      [10, 0.9, "frontier"],
      [10, 0.9, "frontier"],
      [5, 0.1, "dominated"],
      [1000, null, "below floor"],
    ];
    const positions = points.map(([eventsPerSecond, recall]) => position(eventsPerSecond, recall, 0));
    expect(rankPoints(positions)).toEqual(points.map(([, , place]) => place));
  });

  test("is not for those that miss the floor, and they take nobody's place", () => {
    const missing: Position = { ...position(100, 0.9), exclusion: "floor missed" };
    expect(rankPoints([missing, position(50, 0.5)])).toEqual(["floor missed", "frontier"]);
    expect(rankPoints([position(100, 0.9, 0), position(50, 0.5, 0)])).toEqual(["frontier", "dominated"]);
  });

  test("takes speeds whose error bars overlap for equal", () => {
    const faster = position(104, 0.5, 5);
    expect(rankPoints([position(100, 0.5, 5), faster])).toEqual(["frontier", "frontier"]);
    expect(rankPoints([position(100, 0.5, 1), faster])).toEqual(["frontier", "frontier"]);
    expect(rankPoints([position(98, 0.5, 0.5), faster])).toEqual(["dominated", "frontier"]);
    const atMost = position(100 * UNSURE_FACTOR, 0.5);
    expect(rankPoints([position(100, 0.5), atMost])).toEqual(["frontier", "frontier"]);
    expect(rankPoints([position(100, 0.5, 1), atMost])).toEqual(["frontier", "frontier"]);
    expect(rankPoints([position(99, 0.5), atMost])).toEqual(["dominated", "frontier"]);
    // Slightly slower, if at all, and better. What is dominated itself takes nobody's place.
    expect(rankPoints([position(100, 0.6, 5), faster])).toEqual(["frontier", "dominated"]);
    const chain = [position(100, 0.5, 20), position(70, 0.6, 20), position(40, 0.7, 20)];
    expect(rankPoints(chain)).toEqual(["frontier", "dominated", "frontier"]);
  });
});

describe("recall at a precision floor", () => {
  test("is at a floor that is reached exactly", () => {
    // 0.55 * 100 is 55.00000000000001 in doubles.
    const exactly = all(100).map((row) => (row < 55 ? 1 : 0));
    expect(chooseThreshold(all(100).fill(1), exactly, all(100), 0.55)).toEqual({ threshold: 1, flagged: 100 });
  });

  test("says that the floor is out of reach, and does not take a lucky few for a threshold", () => {
    const scores = all(40).map((row) => -row);
    const luckyFew = all(40).map((row) => (row < MIN_FLAGGED - 1 ? 1 : 0));
    const none = { threshold: null, flagged: MIN_FLAGGED - 1 };
    expect(chooseThreshold(scores, luckyFew, all(40), 0.95)).toEqual(none);
    const split = { tuning: all(40), test: all(40) };
    const few = recallAtFloor(scores, luckyFew, split, 0.95);
    expect(few).toEqual({ ...none, recall: null, precision: null });
    expect(exclusionOf(few, 0.95)).toBe("too few");
    const unreached = recallAtFloor(scores, luckyFew.toReversed(), split, 0.95);
    expect(unreached).toMatchObject({ threshold: null, flagged: 0 });
    expect(exclusionOf(unreached, 0.95)).toBe("below floor");
  });

  test("is missed where the interval of precision on the test half lies below it, not where it may be reached", () => {
    // Chosen on 20 frauds of 20; on the other half one in two is fraud: 10 of 20, at most 0.70.
    const fraud = all(40).map((row) => (row < 20 || row % 2 === 0 ? 1 : 0));
    const halves = { tuning: all(20), test: all(40).slice(20) };
    const found = recallAtFloor(all(40).fill(1), fraud, halves, 0.75);
    expect(found.precision!.value).toBe(0.5);
    expect(exclusionOf(found, 0.75)).toBe("floor missed");
    expect(exclusionOf(found, 0.65)).toBeNull();
  });

  test("takes the lowest score that reaches the floor, as trying every one does, whatever the order of rows", () => {
    const row = fc.record({ score: fc.integer({ min: -3, max: 3 }), fraud: fc.integer({ min: 0, max: 1 }) });
    const rows = fc.array(row, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.constantFrom(0.3, 0.5, 0.75, 1), (events, floor) => {
        const flaggedFrom = (from: number) => events.filter(({ score }) => score >= from);
        const reaches = (from: number): boolean => {
          const flagged = flaggedFrom(from);
          const tp = flagged.filter(({ fraud }) => fraud === 1).length;
          return flagged.length >= MIN_FLAGGED && tp / flagged.length >= floor;
        };
        const lowest = [...new Set(events.map(({ score }) => score))].sort((a, b) => a - b).find(reaches) ?? null;
        const [scores, fraud] = [events.map(({ score }) => score), events.map(({ fraud: is }) => is)];
        const found = chooseThreshold(scores, fraud, all(events.length), floor);
        expect(found.threshold).toBe(lowest);
        expect(lowest === null || found.flagged === flaggedFrom(lowest).length).toBe(true);
        expect(chooseThreshold(scores, fraud, all(events.length).toReversed(), floor)).toEqual(found);
      }),
      { numRuns: 100 },
    );
  });
});

describe("events are drawn by identity and seed, whatever their order and batches", () => {
  const ids = all(300).map((id) => 7 * id);
  const mixed = [ids.slice(200), ids.slice(0, 41), ids.slice(41, 200).toReversed()];

  test("into halves that share no row, leave none out, and are about as large", () => {
    const tuningIds = (parts: readonly (readonly number[])[], seed = 1): Set<number> =>
      new Set(splitEvents(parts.map(batchOf), seed).tuning.map((row) => parts.flat()[row]!));
    const { tuning, test: judged } = splitEvents([batchOf(ids)], 1);
    expect([...tuning, ...judged].sort((a, b) => a - b)).toEqual([...ids.keys()]);
    expect(Math.abs(tuning.length - judged.length)).toBeLessThan(60);
    expect(tuningIds(mixed)).toEqual(tuningIds([ids]));
    expect(tuningIds([ids], 2)).not.toEqual(tuningIds([ids]));
  });

  test("to be timed, from the whole set, and all of it where that is small", () => {
    const byThird = [0, 0, 0];
    const found = timed([ids], 90);
    for (const id of found) byThird[Math.floor(id / 700)]!++;
    expect(Math.min(...byThird)).toBeGreaterThan(15);
    expect(new Set(found).size).toBe(90);
    expect(timed(mixed, 90)).toEqual(found);
    expect(timed([ids], 90, 2)).not.toEqual(found);
    expect(new Set(timed([ids], 1000))).toEqual(new Set(ids));
  });
});

test("settings that make no difference are left out: of a file without listings, callers' past or a model", () => {
  const names = settingsFor({ blocklist: [], activity: null, learned: null }).map(({ name }) => name);
  expect(names).toContain("no text match");
  expect(names.filter((name) => /blocklist|filter|behaviour|learned/.test(name))).toEqual([]);
  const activity = new ActivityMemory(callerHashOf(1)).seal(0);
  const whole = settingsFor({ blocklist: [1], activity, learned: loadModel("starter") });
  expect(new Set(whole.map(({ name }) => name)).size).toBe(whole.length);
  expect(whole.length).toBeGreaterThan(names.length);
  const switched = FINDERS.filter(({ isAlwaysOn }) => !isAlwaysOn);
  expect(whole.flatMap(({ name, off }) => (name.startsWith("no ") ? off : []))).toEqual(
    switched.map(({ name }) => name),
  );
});
