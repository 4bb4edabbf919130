import { expect, test } from "vitest";
import { ALLOW } from "../../src/event/findings.ts";
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
