import { buildNormaliserTable } from "../../../src/detect/normaliser/normaliser-table.ts";
import { attachNormaliser, normaliseText } from "../../../src/detect/normaliser/normaliser.ts";

/** One table for all tests of a file: building it takes a third of a second. */
export const normaliser = attachNormaliser(buildNormaliserTable());

export function normalise(text: string): string {
  return normaliseText(normaliser, text);
}
