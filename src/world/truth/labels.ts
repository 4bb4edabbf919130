/** Labels for code that only passes them on: it allots them and hands them over, and never looks inside. */
import type { Labels, LabelsHandle } from "../../event/labels.ts";
import { TruthBatch, truthOf } from "../../event/truth.ts";

export function allocateLabels(capacity: number): LabelsHandle {
  return TruthBatch.allocate(capacity).handle;
}

export function attachLabels(handle: LabelsHandle): Labels {
  return TruthBatch.attach(handle);
}

/** Copies the labels of event `row` of `from` to row `at` of `to`. */
export function copyLabels(source: Labels, row: number, target: Labels, at: number): void {
  const [from, to] = [truthOf(source), truthOf(target)];
  to.fraud[at] = from.fraud[row]!;
  to.benignClass[at] = from.benignClass[row]!;
  to.subscriber[at] = from.subscriber[row]!;
  to.wording[at] = from.wording[row]!;
  to.gang[at] = from.gang[row]!;
  to.typology[at] = from.typology[row]!;
  to.campaign[at] = from.campaign[row]!;
  to.target[at] = from.target[row]!;
  to.step[at] = from.step[row]!;
  to.attempt[at] = from.attempt[row]!;
  to.line[at] = from.line[row]!;
  to.technology[at] = from.technology[row]!;
  to.obfuscation[at] = from.obfuscation[row]!;
  to.domain[at] = from.domain[row]!;
  to.domainSlot[at] = from.domainSlot[row]!;
}

/** Who is called, by row. The platform gets this part of the truth alone: an operator knows whom it connects. */
export function subscribersOf(labels: Labels): Uint32Array {
  return truthOf(labels).subscriber;
}
