import { normal, poisson } from "../../core/distributions.ts";
import { RandomStream, below, unit } from "../../core/random.ts";
import { HOURS_PER_WEEK, HOUR_MS } from "../../core/time.ts";
import { normalCdf } from "../../metrics/quantiles.ts";
import type { TransferRequest } from "../../record/bank.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { drawAccount } from "../gangs/accounts.ts";

export class Payers {
  readonly #scenario: Scenario;
  readonly #counts: RandomStream;
  readonly #innocent: RandomStream;
  readonly #accounts: RandomStream;
  readonly #victims: RandomStream;
  readonly #wronglyNamed: RandomStream;

  constructor(scenario: Scenario, seed: number) {
    this.#scenario = scenario;
    this.#counts = new RandomStream(seed, "innocent-transfers");
    this.#innocent = new RandomStream(seed, "innocent-transfer");
    this.#accounts = new RandomStream(seed, "innocent-account");
    this.#victims = new RandomStream(seed, "transfer-oddness");
    this.#wronglyNamed = new RandomStream(seed, "account-wrongly-named");
  }

  /** Transfers of the innocent in an hour, to each other, in no order. Some 20 bytes of garbage each. */
  *ofHour(hour: number): Generator<TransferRequest> {
    const { banks, population } = this.#scenario;
    const perHour = (banks.innocentTransfers * population.subscribers) / HOURS_PER_WEEK;
    const count = poisson(this.#counts, hour, 0, perHour);
    for (let at = 0; at < count; at++) {
      const [payer, payee, oddness, when] = this.#innocent.draw(hour, at);
      yield {
        subscriber: below(payer!, population.subscribers),
        account: this.#accountOf(below(payee!, population.subscribers)),
        timeMs: (hour + unit(when!)) * HOUR_MS,
        // Any innocent transfer's oddness: the score is measured against these.
        oddness: unit(oddness!),
      };
    }
  }

  /** `part`: the index of the transfer within the episode. */
  oddness(gang: number, target: number, part: number): number {
    const words = this.#victims.draw(gang, target, part);
    return 1 - normalCdf(this.#scenario.banks.separation + normal(words[0]!, words[1]!));
  }

  wronglyListedBeside(account: number): number | null {
    const words = this.#wronglyNamed.drawByKey(account);
    if (unit(words[0]!) >= this.#scenario.banks.listMistakes) return null;
    return this.#accountOf(below(words[1]!, this.#scenario.population.subscribers));
  }

  #accountOf(subscriber: number): number {
    return drawAccount(this.#accounts.draw(subscriber, 0), 0).number;
  }
}
