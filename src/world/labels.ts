/**
 * The truth of a batch as those handle it who only pass it on, from the world that writes it to the report that reads it:
 * they allot it and hand it over, and never look inside.
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
