/** Labels for code that only passes them on: it allots them and hands them over, and never looks inside. */
import type { Labels, LabelsHandle } from "../../event/labels.ts";
import { TruthBatch, truthOf } from "../../event/truth.ts";

const COLUMNS = Object.keys(TruthBatch.allocate(1)).filter((name) => name !== "handle") as Exclude<
  keyof TruthBatch,
  "handle"
>[];

export function allocateLabels(capacity: number): LabelsHandle {
  return TruthBatch.allocate(capacity).handle;
}

export function attachLabels(handle: LabelsHandle): Labels {
  return TruthBatch.attach(handle);
}

export function copyLabels(source: Labels, row: number, target: Labels, at: number): void {
  const [from, to] = [truthOf(source), truthOf(target)];
  for (const name of COLUMNS) to[name][at] = from[name][row]!;
}

/** Who is called, by row. The platform gets this part of the truth alone: an operator knows whom it connects. */
export function subscribersOf(labels: Labels): Uint32Array {
  return truthOf(labels).subscriber;
}
