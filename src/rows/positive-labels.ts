/** The values of a label column that mean fraud. */
import { RingfenceError } from "../core/errors.ts";

/** Values of common data sets, and the fraud classes of the fake-base-station corpus. */
export const DEFAULT_POSITIVE_LABELS = "fraud,spam,smishing,FR:*";

export class PositiveLabels {
  /** As written. */
  readonly written: string[];
  /** Reads a list separated by commas. A trailing `*` makes a prefix. Throws "usage" for an empty list. */
  constructor(list = DEFAULT_POSITIVE_LABELS) {
    this.written = list
      .split(",")
      .map((value) => value.trim())
      .filter((value) => value !== "");
    if (this.written.length === 0) {
      throw new RingfenceError("usage", `--positive needs at least one label value, as in --positive fraud,spam`);
    }
  }

  /** True if a label means fraud. Case does not matter. */
  matches(label: string): boolean {
    const folded = label.trim().toLowerCase();
    return this.written.some((value) => {
      const known = value.toLowerCase();
      return known.endsWith("*") ? folded.startsWith(known.slice(0, -1)) : folded === known;
    });
  }
}
