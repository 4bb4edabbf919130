import { activityFound } from "../../../src/detect/behaviour/found.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recallBehaviour } from "../../../src/detect/behaviour/recall-behaviour.ts";
import {
  ANSWERED_BIT,
  CALL_BIT,
  BUFFERS,
  BUFFER_OWNERS_AT,
  BUFFER_ROWS,
} from "../../../src/detect/behaviour/sketch-layout.ts";
import { Sketches, allocateSketches } from "../../../src/detect/behaviour/sketches.ts";
import { EventBatch } from "../../../src/event/event-batch.ts";
import { Findings } from "../../../src/event/findings.ts";
import { type Observation, PlainSketches, type Reading } from "./plain-sketches.ts";
import { CALLER_HASH, cellsOf, readCallers } from "./read-callers.ts";
import { forAll } from "../../for-all.ts";

function wordsOf(observations: readonly Observation[]): Uint32Array {
  return Uint32Array.from(observations.flatMap(({ hash, packed }) => [hash, packed]));
}

/**
 * Callers that share a cell with others in one row: by their upper halves in the first, by their lower ones in the
 * second.
 */
const hash = fc.oneof(
  fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffff0000, 0xffffffff),
  fc.nat({ max: 3 }).map((low) => 0xabcd0000 + low),
  fc.nat({ max: 3 }).map((high) => (high * 65_536 + 0x1234) >>> 0),
  fc.nat({ max: 0xffffffff }),
);
const observation = fc.record({ hash, packed: fc.nat({ max: 0xffffff }) });
const side = fc.constantFrom<0 | 1>(0, 1);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ span: side, observations: fc.array(observation, { maxLength: 300 }) }) },
  { weight: 1, arbitrary: fc.record({ span: side, observations: fc.constant(null) }) },
);

describe("sketches in WebAssembly", () => {
  test("say what plain ones say, whatever is added, emptied and asked", () => {
    const sketches = Sketches.attach(allocateSketches());
    forAll(
      [side, fc.array(step, { maxLength: 6 }), fc.array(hash, { maxLength: 10 })],
      100,
      (slot, steps, strangers) => {
        const plain = new PlainSketches();
        for (const span of [0, 1] as const) sketches.clear(slot, span);
        const hashes = [...strangers];
        for (const { span, observations } of steps) {
          if (observations === null) {
            sketches.clear(slot, span);
            plain.clear(span);
          } else {
            sketches.add(slot, span, wordsOf(observations), observations.length);
            plain.add(span, observations);
            hashes.push(...observations.slice(0, 20).map((seen) => seen.hash));
          }
        }
        expect(readCallers(sketches, slot, hashes)).toEqual(hashes.map((asked) => plain.read(asked)));
      },
    );
  });

  test.each([0, 1, 127, 128, 129, BUFFER_ROWS - 1, BUFFER_ROWS, BUFFER_ROWS + 1, 2 * BUFFER_ROWS + 5])(
    "add the first %i observations and no other",
    (count) => {
      const sketches = Sketches.attach(allocateSketches());
      // Each has a cell of its own in the first row.
      const seen = Array.from({ length: count + 10 }, (_, i) => ({ hash: i * 65_536, packed: CALL_BIT }));
      sketches.add(1, 0, wordsOf(seen), count);
      const readings = readCallers(
        sketches,
        1,
        seen.map((one) => one.hash),
      );
      expect(readings.map(({ calls }) => calls)).toEqual(seen.map((_, i) => (i < count ? 1 : 0)));
      expect(readCallers(sketches, 0, [seen[0]!.hash])[0]!.calls).toBe(0);
    },
  );

  test("saturate, and divide before they do", () => {
    const sketches = Sketches.attach(allocateSketches());
    const many = Array.from({ length: 40_000 }, () => ({ hash: 7, packed: CALL_BIT | ANSWERED_BIT | 20_000 }));
    const expected = { calls: 40_000, answered: 40_000, attempts: 40_000, meanDurationS: 20_000, fanOut: 1 };
    sketches.add(0, 0, wordsOf(many), 40_000);
    expect(readCallers(sketches, 0, [7])).toEqual([expected]);
    sketches.add(0, 1, wordsOf(many), 40_000);
    expect(readCallers(sketches, 0, [7])).toEqual([{ ...expected, calls: 65_535, answered: 65_535, attempts: 65_535 }]);
  });

  test("take one buffer a thread, however often the thread attaches, and give nobody else's away", () => {
    const memory = allocateSketches();
    const owners = new Int32Array(memory.buffer, BUFFER_OWNERS_AT, BUFFERS);
    owners[0] = -1;
    for (let i = 0; i < 5; i++) Sketches.attach(structuredClone(memory));
    expect(owners[0]).toBe(-1);
    expect([...owners].filter((owner) => owner > 0)).toHaveLength(1);
    owners.fill(-1);
    expect(() => Sketches.attach(memory)).toThrow("more threads attached than there are buffers");
  });
});

test.each([1, BUFFER_ROWS, BUFFER_ROWS + 1, 2 * BUFFER_ROWS + 5])(
  "the behaviour stage writes of %i events, and of no other",
  (count) => {
    const sketches = Sketches.attach(allocateSketches());
    const events = EventBatch.allocate(count + 10);
    const findings = Findings.allocate(count + 10);
    const callers = Array.from({ length: count }, (_, row) => 13_000_000_000 + row);
    const hashes = callers.map(cellsOf);
    const packed = CALL_BIT | ANSWERED_BIT | 30;
    sketches.add(0, 1, wordsOf(hashes.map((of, i) => ({ hash: of, packed: packed + (i % 5) }))), count);
    events.caller.set(callers);
    events.count = count;
    const { attempts, fanOut, calls, answered, meanDurationS } = activityFound(findings);
    const columns = { attempts, fanOut, calls, answered, meanDurationS };
    for (const column of Object.values(columns)) column.fill(9);
    recallBehaviour(events, findings, { sketches, callerHash: CALLER_HASH, slot: 0, upkeep: null });
    const expected = readCallers(sketches, 0, hashes);
    for (const [name, column] of Object.entries(columns)) {
      const readings = expected.map((reading) => reading[name as keyof Reading]);
      expect([...column]).toEqual([...readings, ...Array.from({ length: 10 }, () => 9)]);
    }
  },
);
