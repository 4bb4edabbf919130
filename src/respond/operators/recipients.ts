/**
 * The recipients of notices: whose customer a subscriber is, and what a recipient makes of a notice. Pure draws by
 * (subscriber) and by (key, recipient), so that every thread comes to the same.
 */
import { lognormal } from "../../core/distributions.ts";
import { RandomStream, thresholdOf, unit } from "../../core/random.ts";
import { OPERATORS, RECIPIENTS } from "../../record/operator.ts";
import type { NoticeSettings } from "./settings.ts";

/** What `delayOf` answers where the notice is never enacted. */
export const NEVER = -1;

export class Recipients {
  /** By operator: what a subscriber's draw stays below. */
  readonly #customersBelow: readonly number[];
  /** By recipient. */
  readonly #compliesBelow: readonly number[];
  readonly #enactHours: readonly number[];
  readonly #delaySigma: number;
  readonly #customers: RandomStream;
  readonly #notices: RandomStream;

  constructor(settings: NoticeSettings, seed: number) {
    const total = OPERATORS.reduce((sum, name) => sum + settings[name].share, 0);
    let below = 0;
    this.#customersBelow = OPERATORS.map((name) => (below += settings[name].share / total));
    this.#compliesBelow = RECIPIENTS.map((name) => thresholdOf(settings[name].compliance));
    this.#enactHours = RECIPIENTS.map((name) => settings[name].enactHours);
    this.#delaySigma = settings.delaySigma;
    this.#customers = new RandomStream(seed, "operator-customer");
    this.#notices = new RandomStream(seed, "operator-notice");
  }

  /** Null where every notice is enacted at once by all: then nobody needs to ask. */
  static of(settings: NoticeSettings, seed: number): Recipients | null {
    const isPrompt = RECIPIENTS.every((name) => settings[name].enactHours === 0 && settings[name].compliance === 1);
    return isPrompt ? null : new Recipients(settings, seed);
  }

  /** The operator whose customer a subscriber is, whatever number he or she has: numbers move between networks. */
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
