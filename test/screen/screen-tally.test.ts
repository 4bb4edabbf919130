import { expect, test } from "vitest";
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
