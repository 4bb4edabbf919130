import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CallerMap } from "../../../bench/micro/caller-map.ts";
import { EventBatch, KIND_CALL, KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { forAll } from "../../for-all.ts";

const event = fc.record({
  caller: fc.integer({ min: 13e9, max: 13e9 + 3 }),
  callee: fc.integer({ min: 15e9, max: 15e9 + 3 }),
  isCall: fc.boolean(),
  answered: fc.boolean(),
  durationS: fc.nat(600),
});

test("a map of callers knows what each did in all batches together", () => {
  forAll([fc.array(fc.array(event, { maxLength: 20 }), { maxLength: 4 })], 100, (batches) => {
    const callers = new CallerMap();
    for (const batch of batches) callers.observe(batchOf(batch));
    for (let caller = 13e9; caller < 13e9 + 4; caller++) {
      const own = batches.flat().filter((one) => one.caller === caller);
      const calls = own.filter(({ isCall }) => isCall);
      const answered = calls.filter((call) => call.answered);
      const talkedS = answered.reduce((sum, { durationS }) => sum + durationS, 0);
      expect(callers.read(caller)).toEqual({
        fanOut: new Set(own.map(({ callee }) => callee)).size,
        calls: calls.length,
        answered: answered.length,
        meanDurationS: answered.length === 0 ? 0 : talkedS / answered.length,
      });
    }
  });
});

function batchOf(rows: readonly (typeof event extends fc.Arbitrary<infer T> ? T : never)[]): EventBatch {
  const events = EventBatch.allocate(Math.max(1, rows.length));
  events.count = rows.length;
  for (const [row, { caller, callee, isCall, answered, durationS }] of rows.entries()) {
    events.caller[row] = caller;
    events.callee[row] = callee;
    events.kind[row] = isCall ? KIND_CALL : KIND_MESSAGE;
    events.answered[row] = Number(answered);
    events.durationS[row] = durationS;
  }
  return events;
}
