import { expect, test } from "vitest";
import { ALLOW, BLOCK, FLAG } from "../../src/event/findings.ts";
import { PositiveLabels } from "../../src/rows/positive-labels.ts";
import { OTHER_LABELS, ScreenTally } from "../../src/screen/screen-tally.ts";

test("two labels that are the same as far as they are shown, of which one means fraud, are counted apart", () => {
  const long = "x".repeat(100);
  const labels = [`${long} ham`, `${long} fraud`, `${long} ham`];
  const tally = new ScreenTally(new PositiveLabels(`${long} fraud`));
  for (const label of labels) tally.addLabel(label, ALLOW);
  expect(tally.labels).toMatchObject([
    { label: "x".repeat(80), positive: false, allow: 2 },
    { label: OTHER_LABELS, positive: true, allow: 1 },
  ]);
});

test("decisions stand against labels from the flag on and from the block on, counted at once or in parts", () => {
  const labelled = [
    ["fraud", BLOCK, 5],
    ["fraud", FLAG, 3],
    ["fraud", ALLOW, 1],
    ["ham", BLOCK, 2],
    ["ham", FLAG, 4],
    ["ham", ALLOW, 7],
  ] as const;
  const positive = new PositiveLabels("fraud");
  const whole = new ScreenTally(positive);
  const inParts = new ScreenTally(positive);
  for (const [label, verdict, rows] of labelled) {
    whole.addLabel(label, verdict, rows);
    const part = new ScreenTally(positive, true);
    part.addLabel(label, verdict, rows);
    inParts.addCounts(part.counts);
  }
  for (const tally of [whole, inParts]) {
    expect(tally.confusion("flag")).toEqual({ tp: 8, fn: 1, fp: 6, tn: 7 });
    expect(tally.confusion("block")).toEqual({ tp: 5, fn: 4, fp: 2, tn: 11 });
  }
});
