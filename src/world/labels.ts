/**
 * The truth of a batch as those handle it who only pass it on, from the world that writes it to the report that reads
 * it: they allot it and hand it over, and never look inside.
 */
import { TruthBatch, type TruthHandle } from "../event/truth.ts";

/** The labels of a batch. */
export type Labels = TruthBatch;
export type LabelsHandle = TruthHandle;

export function allocateLabels(capacity: number): LabelsHandle {
  return TruthBatch.allocate(capacity).handle;
}

export function attachLabels(handle: LabelsHandle): Labels {
  return TruthBatch.attach(handle);
}

/** Copies the labels of event `row` of `from` to row `at` of `to`. */
export function copyLabels(from: Labels, row: number, to: Labels, at: number): void {
  to.fraud[at] = from.fraud[row]!;
  to.benignClass[at] = from.benignClass[row]!;
  to.subscriber[at] = from.subscriber[row]!;
  to.gang[at] = from.gang[row]!;
  to.typology[at] = from.typology[row]!;
  to.campaign[at] = from.campaign[row]!;
  to.target[at] = from.target[row]!;
  to.stage[at] = from.stage[row]!;
  to.attempt[at] = from.attempt[row]!;
  to.line[at] = from.line[row]!;
  to.technology[at] = from.technology[row]!;
  to.obfuscation[at] = from.obfuscation[row]!;
  to.domain[at] = from.domain[row]!;
  to.domainSlot[at] = from.domainSlot[row]!;
}
