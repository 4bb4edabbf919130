/**
 * The recipients of notices: which operator a subscriber has, and when a recipient enacts a notice. Pure draws by
 * (subscriber) and by (key, recipient), so that every thread has the same answer.
 */
import { lognormal } from "../../core/distributions.ts";
import { RandomStream, thresholdOf, unit } from "../../core/random.ts";
import { type Operator, OPERATOR_CUSTOMERS, OPERATORS, RECIPIENTS } from "../../record/operator.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** What is the same in every scenario. */
interface Market {
  /** Weights of the operators among subscribers. */
  readonly customers: Readonly<Record<Operator, number>>;
  /** Spread of all delays: standard deviation of the logarithm. */
  readonly delaySigma: number;
}

/** Take-down times are lognormal (Moore and Clayton); how widely spread is assumed, and no headline figure feels it. */
const MARKET: Market = { customers: OPERATOR_CUSTOMERS, delaySigma: 0.8 };

/** The answer of `delayOf` for a notice that is never enacted. */
export const NEVER = -1;

/** Whether every notice is enacted at once by all: then nobody needs to ask. */
export function enactsAtOnce(settings: Scenario["operators"]): boolean {
  return RECIPIENTS.every((name) => settings[name].enactHours === 0 && settings[name].compliance === 1);
}

export class Recipients {
  /** By operator: what a subscriber's draw stays below. */
  readonly #customersBelow: readonly number[];
  /** By recipient. */
  readonly #compliesBelow: readonly number[];
  readonly #enactHours: readonly number[];
  readonly #delaySigma: number;
  readonly #customers: RandomStream;
  readonly #notices: RandomStream;

  constructor(settings: Scenario["operators"], seed: number, { customers, delaySigma } = MARKET) {
    const total = OPERATORS.reduce((sum, name) => sum + customers[name], 0);
    let below = 0;
    this.#customersBelow = OPERATORS.map((name) => (below += customers[name] / total));
    this.#compliesBelow = RECIPIENTS.map((name) => thresholdOf(settings[name].compliance));
    this.#enactHours = RECIPIENTS.map((name) => settings[name].enactHours);
    this.#delaySigma = delaySigma;
    this.#customers = new RandomStream(seed, "operator-customer");
    this.#notices = new RandomStream(seed, "operator-notice");
  }

  /** The subscriber's operator, whatever the number: numbers move between networks. */
  operatorOf(subscriber: number): number {
    const drawn = unit(this.#customers.draw(subscriber, 0)[0]!);
    let operator = 0;
    while (operator < OPERATORS.length - 1 && drawn >= this.#customersBelow[operator]!) operator++;
    return operator;
  }

  /** Whole hours from the listing of a key to its enactment, or NEVER. */
  delayOf(key: number, recipient: number): number {
    const words = this.#notices.drawByKey(key, recipient);
    if (words[0]! >= this.#compliesBelow[recipient]!) return NEVER;
    const median = this.#enactHours[recipient]!;
    return median === 0 ? 0 : Math.round(lognormal(words[1]!, words[2]!, median, this.#delaySigma));
  }
}
