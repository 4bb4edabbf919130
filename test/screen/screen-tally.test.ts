import { expect, test } from "vitest";
import { EventBatch } from "../../src/event/event-batch.ts";
import { Findings } from "../../src/event/findings.ts";
import { parseIdentity } from "../../src/event/identity.ts";
import { PositiveLabels } from "../../src/rows/positive-labels.ts";
import { OTHER_LABELS, ScreenTally } from "../../src/screen/screen-tally.ts";

test("two labels that are the same as far as they are shown, of which one means fraud, are counted apart", () => {
  const long = "x".repeat(100);
  const labels = [`${long} ham`, `${long} fraud`, `${long} ham`];
  const tally = new ScreenTally(new PositiveLabels(`${long} fraud`));
  for (const label of labels) tally.addLabel(label, [1, 0, 0]);
  expect(tally.labels).toMatchObject([
    { label: "x".repeat(80), positive: false, allow: 2 },
    { label: OTHER_LABELS, positive: true, allow: 1 },
  ]);
});

test("decisions stand against labels from the flag on and from the block on", () => {
  const tally = new ScreenTally(new PositiveLabels("fraud"));
  tally.addLabel("fraud", [1, 3, 2]);
  tally.addLabel("fraud", [0, 0, 3]);
  tally.addLabel("ham", [7, 4, 2]);
  tally.addLabel(null, [1, 1, 1]);
  expect(tally.confusion("flag")).toEqual({ tp: 8, fn: 1, fp: 6, tn: 7 });
  expect(tally.confusion("block")).toEqual({ tp: 5, fn: 4, fp: 2, tn: 11 });
  expect(tally.unlabelled).toBe(3);
});

test.each([
  ["1999999999", 0],
  ["2000000000", 1],
  ["9999999999", 1],
  ["10000000000", 0],
  ["+9999999", 0],
  ["+10000000", 1],
  ["0044123456", 1],
  ["+8613800138000", 0],
  ["02000000000", 0],
  ["ICBC", 0],
])("a caller %s is written as in another country: %i", (written, expected) => {
  const tally = new ScreenTally(new PositiveLabels("fraud"));
  const events = EventBatch.allocate(1);
  events.count = 1;
  events.caller[0] = parseIdentity(written);
  tally.addEvents(events, Findings.allocate(1), null);
  expect(tally.elsewhere).toBe(expected);
});
