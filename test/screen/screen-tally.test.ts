import { expect, test } from "vitest";
import { EventBatch } from "../../src/event/event-batch.ts";
import { Findings } from "../../src/event/findings.ts";
import { PositiveLabels } from "../../src/rows/positive-labels.ts";
import type { Row } from "../../src/rows/row.ts";
import { OTHER_LABELS, ScreenTally } from "../../src/screen/screen-tally.ts";

test("two labels that are the same as far as they are shown, of which one means fraud, are counted apart", () => {
  const long = "x".repeat(100);
  const labels = [`${long} ham`, `${long} fraud`, `${long} ham`];
  const tally = new ScreenTally(new PositiveLabels(`${long} fraud`));
  const events = EventBatch.allocate(labels.length);
  events.count = labels.length;
  tally.addScreened(
    labels.map((label) => ({ label }) as Row),
    0,
    events,
    Findings.allocate(labels.length),
  );
  expect(tally.labels).toMatchObject([
    { label: "x".repeat(80), positive: false, allow: 2 },
    { label: OTHER_LABELS, positive: true, allow: 1 },
  ]);
});
