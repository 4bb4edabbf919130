/** The newest labelled texts of each class, so many: what a model is trained on. */
import type { Example } from "./examples.ts";

export class KeptTexts {
  readonly #rowsOfClass: number;
  /** By text, the oldest first. */
  readonly #fraud = new Map<string, Example>();
  readonly #benign = new Map<string, Example>();

  constructor(rowsOfClass: number) {
    this.#rowsOfClass = rowsOfClass;
  }

  /** A text that comes again counts once, under its last label. */
  add(example: Example): void {
    const { text, isFraud } = example;
    const own = isFraud ? this.#fraud : this.#benign;
    const other = isFraud ? this.#benign : this.#fraud;
    other.delete(text);
    own.delete(text);
    own.set(text, example);
    if (own.size > this.#rowsOfClass) own.delete(own.keys().next().value!);
  }

  get fraud(): number {
    return this.#fraud.size;
  }

  get benign(): number {
    return this.#benign.size;
  }

  get examples(): Example[] {
    return [...this.#fraud.values(), ...this.#benign.values()];
  }
}
