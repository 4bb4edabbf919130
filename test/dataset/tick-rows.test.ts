import { expect, test } from "vitest";
import { TickRows } from "../../src/dataset/tick-rows.ts";
import { allocateBatch } from "../../src/engine/worker-output.ts";

test("rows of a tick come by time, and of one time by their identities, whatever order they came in", () => {
  const batch = allocateBatch(4);
  batch.events.timeMs.set([5, 5, 3, 5]);
  batch.events.idHigh.set([2, 1, 9, 1]);
  batch.events.idLow.set([0, 8, 0, 7]);
  batch.events.count = 4;
  for (const order of [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [1, 3, 0, 2],
  ]) {
    const rows = new TickRows();
    for (const row of order) rows.add(batch, row);
    const { timeMs, idHigh, idLow } = rows.view.events;
    const found = Array.from(rows.inOrder(), (row) => `${timeMs[row]} ${idHigh[row]} ${idLow[row]}`);
    expect(found).toEqual(["3 9 0", "5 1 7", "5 1 8", "5 2 0"]);
  }
});
