import { expect, test } from "vitest";
import { ALLOW, BLOCK, Findings, FLAG } from "../../../src/event/findings.ts";
import { TruthBatch } from "../../../src/event/truth.ts";
import { SAMPLE_KINDS, sampleKind } from "../../../src/report/directory/decision.ts";

test("a sample has a kind for each decision and truth, the graver the higher, and fraud above benign", () => {
  const [findings, truth] = [Findings.allocate(6), TruthBatch.allocate(6)];
  findings.outcome.decision.set([ALLOW, ALLOW, FLAG, FLAG, BLOCK, BLOCK]);
  truth.fraud.set([0, 1, 0, 1, 0, 1]);
  const kinds = Array.from({ length: SAMPLE_KINDS }, (_, row) => sampleKind(findings, truth, row));
  expect(kinds).toEqual([0, 1, 2, 3, 4, 5]);
});
