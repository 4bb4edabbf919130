import { expect, test } from "vitest";
import { allowedDrawer } from "../../src/engine/allowed-messages.ts";
import { EventBatch, KIND_CALL, KIND_MESSAGE } from "../../src/event/event-batch.ts";
import { ALLOW, BLOCK, Findings, FLAG } from "../../src/event/findings.ts";

test("only messages that were allowed may be taken for benign: no flagged ones, and no calls", () => {
  const [events, findings] = [EventBatch.allocate(5), Findings.allocate(5)];
  events.kind.set([KIND_MESSAGE, KIND_MESSAGE, KIND_MESSAGE, KIND_CALL, KIND_MESSAGE]);
  events.idLow.set([1, 2, 3, 4, 5]);
  findings.outcome.decision.set([ALLOW, FLAG, BLOCK, ALLOW, ALLOW]);
  const drawn = (below: number): number[] => {
    const isDrawn = allowedDrawer(events, findings, { seed: 1, below });
    return [0, 1, 2, 3, 4].filter(isDrawn);
  };
  expect(drawn(2 ** 32)).toEqual([0, 4]);
  expect(drawn(0)).toEqual([]);
});
