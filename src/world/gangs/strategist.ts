/** Asks the strategy of gangs once a day, for each gang, and turns its knobs. */
import { RandomStream, unit } from "../../core/random.ts";
import { HOURS_PER_DAY } from "../../core/time.ts";
import { DEFAULT_STRATEGY, gangStrategies, type GangStrategy, knobsOf } from "../../scenario/gang-strategy.ts";
import { type Knob, KNOB_NAMES, SETTINGS } from "../../scenario/knobs.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { MoneyLedger } from "./economy/money-ledger.ts";
import type { GangPolicies, Turn } from "./gang-policy.ts";
import { callPair, messagePair, sumPairs } from "./reaction.ts";

interface Means {
  readonly ledger: MoneyLedger;
  readonly policies: GangPolicies;
  /** The going price of a set; null where no cards are traded. */
  readonly setYuan: () => number | null;
}

export class Strategist {
  /** Null if gangs only follow the schedule. */
  readonly #strategy: GangStrategy | null;
  readonly #means: Means;
  readonly #draws: RandomStream;
  readonly #books: { contacts: number; blocked: number; incomeYuan: number; spentYuan: number; memory: object }[];

  constructor({ adversary, gangs }: Scenario, seed: number, means: Means) {
    this.#strategy = adversary.strategy === DEFAULT_STRATEGY ? null : gangStrategies.of(adversary.strategy);
    this.#means = means;
    this.#draws = new RandomStream(seed, "gang-strategy");
    this.#books = Array.from({ length: gangs.count }, () => ({
      contacts: 0,
      blocked: 0,
      incomeYuan: 0,
      spentYuan: 0,
      memory: {},
    }));
  }

  /** After `tick`, with its contacts. Returns what was turned. */
  follow(tick: number, counts: Uint32Array): Turn[] {
    const strategy = this.#strategy;
    if (strategy === null) return [];
    for (const [gang, book] of this.#books.entries()) {
      for (const pairs of [callPair(gang, 0), messagePair(gang, 0)]) {
        book.contacts += sumPairs(counts, pairs);
        book.blocked += sumPairs(counts, pairs + 1);
      }
    }
    return (tick + 1) % HOURS_PER_DAY === 0
      ? this.#books.flatMap((_, gang) => this.#ask(strategy, gang, (tick + 1) / HOURS_PER_DAY))
      : [];
  }

  #ask(strategy: GangStrategy, gang: number, day: number): Turn[] {
    const { ledger, policies, setYuan } = this.#means;
    const book = this.#books[gang]!;
    const [incomeYuan, spentYuan] = [ledger.incomeYuan(gang), ledger.spentYuan(gang)];
    const own = policies.of(gang);
    let draws = 0;
    const knobs = knobsOf(strategy, {
      day,
      gang,
      contacts: book.contacts,
      blocked: book.blocked,
      incomeYuan: incomeYuan - book.incomeYuan,
      spentYuan: spentYuan - book.spentYuan,
      heldYuan: ledger.heldYuan(gang),
      setYuan: setYuan(),
      policy: Object.fromEntries(KNOB_NAMES.map((knob) => [knob, SETTINGS[knob][own[knob]]!])) as Record<Knob, string>,
      memory: book.memory as Record<string, unknown>,
      random: () => unit(this.#draws.draw(gang, day, draws++)[0]!),
    });
    Object.assign(book, { contacts: 0, blocked: 0, incomeYuan, spentYuan });
    const turned = knobs.filter(([knob, setting]) => own[knob] !== setting);
    for (const [knob, setting] of turned) policies.turn(gang, knob, setting);
    return turned.map(([knob]) => ({ gang, knob }));
  }
}
