/** The mobile lines that people have in use themselves, by operator. Most have one, and some a second or third. */
import { poisson } from "../../../core/distributions.ts";
import { RandomStream, unit } from "../../../core/random.ts";
import type { Scenario } from "../../../scenario/schema.ts";

/** Three operators, named by size: what holders of cards find there says nothing about a real company. */
export const OPERATORS = ["largest", "second", "third"] as const;

/** By operator, weight among customers: 942, 351 and 306 M mobile subscribers at the end of 2020 (annual reports). */
const OPERATOR_CUSTOMERS: Readonly<Record<(typeof OPERATORS)[number], number>> = {
  largest: 0.59,
  second: 0.22,
  third: 0.19,
};

export class OwnLines {
  readonly #more: number;
  readonly #operatorBelow: readonly number[];
  readonly #counts: RandomStream;
  readonly #operators: RandomStream;

  constructor({ cards }: Scenario, seed: number) {
    const total = OPERATORS.reduce((sum, name) => sum + OPERATOR_CUSTOMERS[name], 0);
    let below = 0;
    this.#operatorBelow = OPERATORS.map((name) => (below += OPERATOR_CUSTOMERS[name] / total));
    this.#more = cards.ownLines - 1;
    this.#counts = new RandomStream(seed, "own-lines");
    this.#operators = new RandomStream(seed, "own-line-operator");
  }

  at(person: number): readonly number[] {
    const lines = OPERATORS.map(() => 0);
    const count = 1 + poisson(this.#counts, person, 0, this.#more);
    for (let line = 0; line < count; line++) {
      const drawn = unit(this.#operators.draw(person, line)[0]!);
      const operator = this.#operatorBelow.findIndex((below) => drawn < below);
      lines[operator < 0 ? OPERATORS.length - 1 : operator]!++;
    }
    return lines;
  }
}
