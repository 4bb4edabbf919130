/** The template nearest to a message, by fastest-levenshtein: the plain form of the rule that all engines follow. */
import { distance as levenshtein } from "fastest-levenshtein";
import { NO_TEMPLATE, type Template, compareDistances, greatestDistance } from "./matcher.ts";

/** Keeps the nearest of the proposed templates within the threshold. Each costs one edit distance. */
export class Nearest {
  /** The nearest so far, its distance and the greater of both lengths. */
  template: Template | null = null;
  distance = 0;
  length = 0;
  readonly #thresholdPermille: number;
  #message = "";

  constructor(thresholdPermille: number) {
    this.#thresholdPermille = thresholdPermille;
  }

  get number(): number {
    return this.template?.number ?? NO_TEMPLATE;
  }

  begin(message = ""): void {
    this.#message = message;
    this.template = null;
    this.distance = 0;
    this.length = 0;
  }

  /** Keeps it if it is similar enough and the most similar so far; of equals the lower number. */
  propose(template: Template): void {
    const longer = Math.max(template.text.length, this.#message.length);
    const edits = levenshtein(this.#message, template.text);
    if (edits > greatestDistance(longer, this.#thresholdPermille)) return;
    if (this.template !== null) {
      const order = compareDistances(edits, longer, this.distance, this.length);
      if (order > 0 || (order === 0 && template.number > this.template.number)) return;
    }
    this.template = template;
    this.distance = edits;
    this.length = longer;
  }
}
