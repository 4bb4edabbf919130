/** The values of a label column that mean fraud. */
import { RingfenceError } from "../core/errors.ts";

/** Values of common data sets, and the fraud classes of the fake-base-station corpus. */
export const DEFAULT_POSITIVE_LABELS = "fraud,spam,smishing,FR:*";

export class PositiveLabels {
  /** As written. */
  readonly written: string[];
  readonly #exact = new Set<string>();
  readonly #prefixes: string[] = [];

  /** Reads a list separated by commas. A trailing `*` makes a prefix. Throws "usage" for an empty list. */
  constructor(list: string) {
    this.written = list
      .split(",")
      .map((value) => value.trim())
      .filter((value) => value !== "");
    if (this.written.length === 0) {
      throw new RingfenceError("usage", `--positive needs at least one label value, as in --positive fraud,spam`);
    }
    for (const value of this.written) {
      const folded = value.toLowerCase();
      if (folded.endsWith("*")) this.#prefixes.push(folded.slice(0, -1));
      else this.#exact.add(folded);
    }
  }

  /** True if a label means fraud. Case does not matter. */
  matches(label: string): boolean {
    const folded = label.trim().toLowerCase();
    return this.#exact.has(folded) || this.#prefixes.some((prefix) => folded.startsWith(prefix));
  }
}
