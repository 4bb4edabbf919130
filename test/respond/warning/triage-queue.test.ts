import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Errand, TriageQueue } from "../../../src/respond/warning/team.ts";
import { forAll } from "../../for-all.ts";

test("the triage queue gives the most urgent first and the lowest id among equals, as a sorted list would", () => {
  const id = fc.integer({ min: 0, max: 9 });
  const command = fc.oneof(
    fc.record({ do: fc.constant("put" as const), id, priority: fc.integer({ min: 0, max: 4 }) }),
    fc.record({ do: fc.constant("withdraw" as const), id }),
    fc.record({ do: fc.constant("take" as const) }),
  );
  forAll([fc.array(command, { maxLength: 60 })], 100, (commands) => {
    const queue = new TriageQueue();
    const items = Array.from({ length: 10 }, (_, i) => new Errand(i, 0, false));
    const waiting = new Map<number, number>();
    const taken: unknown[] = [];
    const expected: unknown[] = [];
    for (const each of commands) {
      if (each.do === "put") {
        const item = items[each.id]!;
        if (item.isWaiting) queue.setPriority(item, each.priority);
        else queue.put(Object.assign(item, { priority: each.priority }));
        waiting.set(each.id, each.priority);
      } else if (each.do === "withdraw") {
        queue.withdraw(items[each.id]!);
        waiting.delete(each.id);
      } else {
        const first = [...waiting].toSorted(([a, p], [b, q]) => q - p || a - b)[0]?.[0];
        taken.push(queue.take()?.id);
        expected.push(first);
        if (first !== undefined) waiting.delete(first);
      }
      taken.push(queue.size);
      expected.push(waiting.size);
    }
    expect(taken).toEqual(expected);
  });
});
