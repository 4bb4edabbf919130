/**
 * The nearest template among those that the engine `banded` proposes, by bounded edit distance: the best so far is the
 * bound.
 */
import { boundedDistance, createPattern, setPattern } from "./distance.ts";
import type { MatchLimits } from "./match-limits.ts";
import { NO_TEMPLATE, compareDistances } from "./matcher.ts";
import type { TemplateTable } from "./template-table.ts";

/** The nearest template seen so far, by the rule of all engines: greatest similarity, then lowest number. */
export class Nearest {
  /** The nearest so far: its number or NO_TEMPLATE, its distance and the greater of both lengths. */
  number = NO_TEMPLATE;
  distance = 0;
  length = 0;
  readonly #pattern = createPattern();
  #units = 0;

  /** Forgets the message before. */
  clear(): void {
    this.number = NO_TEMPLATE;
    this.distance = 0;
    this.length = 0;
  }

  setMessage(message: Uint16Array, units: number): void {
    setPattern(this.#pattern, message, units);
    this.#units = units;
  }

  /** Compares the template of a row, if it can still be as near as the nearest. */
  propose(templates: TemplateTable, limits: MatchLimits, row: number): void {
    const templateUnits = templates.length[row]!;
    const longer = Math.max(this.#units, templateUnits);
    let bound = limits.edits[longer]!;
    if (this.length > 0) bound = Math.min(bound, Math.floor((this.distance * longer) / this.length));
    const distance = boundedDistance(this.#pattern, templates.text, templates.start[row]!, templateUnits, bound);
    if (distance > bound) return;
    const order = this.length === 0 ? -1 : compareDistances(distance, longer, this.distance, this.length);
    if (order > 0 || (order === 0 && templates.number[row]! > this.number)) return;
    this.number = templates.number[row]!;
    this.distance = distance;
    this.length = longer;
  }
}
