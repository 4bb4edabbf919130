/**
 * People who never sold a card but whom a register names: same name as a holder, or a misused name. Penalised, they
 * lose lines beyond one an operator and all payments but at a counter, until the term ends or an appeal is granted.
 * Nobody in the world knows that they are innocent.
 */
import { poisson } from "../../../core/distributions.ts";
import { RandomStream, below, unit } from "../../../core/random.ts";
import { sumOf } from "../../../core/sum.ts";
import { HOURS_PER_DAY } from "../../../core/time.ts";
import { BENIGN_CLASSES } from "../../../event/taxonomy.ts";
import type { InnocentCosts } from "../../../record/cards.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import { BENIGN_CALLS } from "../../traffic/benign-calls.ts";
import { OwnLines } from "./own-lines.ts";

interface Stretch {
  readonly person: number;
  readonly fromTick: number;
  untilTick: number;
}

export class Namesakes {
  readonly #scenario: Scenario;
  readonly #holders: number;
  readonly #ownLines: OwnLines;
  readonly #callsADay: number;
  readonly #names: RandomStream;
  readonly #calls: RandomStream;
  readonly #payments: RandomStream;
  readonly #stretches: Stretch[] = [];
  readonly #last = new Map<number, Stretch>();
  #appeals: number[] = [];

  constructor(scenario: Scenario, seed: number, holders: number) {
    const { benign } = scenario;
    this.#scenario = scenario;
    this.#holders = holders;
    this.#ownLines = new OwnLines(scenario, seed);
    this.#callsADay = sumOf(BENIGN_CLASSES.map((name) => benign[name].perDay * (1 - BENIGN_CALLS[name].messageShare)));
    this.#names = new RandomStream(seed, "namesake");
    this.#calls = new RandomStream(seed, "namesake-calls");
    this.#payments = new RandomStream(seed, "namesake-payments");
  }

  personFor(holder: number): number {
    const words = this.#names.draw(holder, 0);
    return unit(words[0]!) < this.#scenario.crackdown.mistakes
      ? this.#holders + below(words[1]!, this.#scenario.population.subscribers)
      : holder;
  }

  isOne(person: number): boolean {
    return person >= this.#holders;
  }

  penalise(person: number, tick: number, untilTick: number): void {
    const stretch = { person, fromTick: tick, untilTick };
    this.#stretches.push(stretch);
    this.#last.set(person, stretch);
    this.#appeals.push(person);
  }

  restore(person: number, tick: number): void {
    const stretch = this.#last.get(person)!;
    stretch.untilTick = Math.min(stretch.untilTick, tick);
  }

  takeAppeals(): readonly number[] {
    const appeals = this.#appeals;
    this.#appeals = [];
    return appeals;
  }

  /** Costs before `endTick`. Calls are missed on cut lines as on the others. */
  costs(endTick: number): InnocentCosts {
    const costs = { penalised: this.#last.size, linesCut: 0, missedCalls: 0, missedPayments: 0 };
    for (const [at, { person, fromTick, untilTick }] of this.#stretches.entries()) {
      const days = Math.max(0, Math.min(endTick, untilTick) - fromTick) / HOURS_PER_DAY;
      const lines = this.#ownLines.at(person);
      const cut = sumOf(lines.map((count) => Math.max(0, count - 1)));
      costs.linesCut += cut;
      costs.missedCalls += poisson(this.#calls, person, at, days * this.#callsADay * (cut / sumOf(lines)));
      costs.missedPayments += poisson(this.#payments, person, at, days * this.#scenario.cards.payments);
    }
    return costs;
  }
}
