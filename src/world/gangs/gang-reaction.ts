/** How a gang reacts to what is blocked: it notices a line or domain once, and gives it up some time later. */
import { exponential } from "../../core/distributions.ts";
import { RandomStream } from "../../core/random.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { type Domain, GIVEN_UP_HOURS } from "./domain.ts";
import type { Line, LineUse } from "./line.ts";

/** Mean time from noticing to giving up a line that calls. Assumed; changes no headline figure. */
const LINE_HOURS = 92;
/** From the decision to give up a domain until another is set up. Assumed; changes no headline figure. */
const READY_HOURS = 12;

const PART_LINE = 0;
const PART_DOMAIN = 1;

export class GangReaction {
  readonly #draws: RandomStream;
  readonly #settings: Scenario["reaction"];

  constructor({ reaction }: Scenario, seed: number) {
    this.#draws = new RandomStream(seed, "reaction");
    this.#settings = reaction;
  }

  isLineAmiss(contacts: number, blocked: number): boolean {
    const { blockedShare, minContacts } = this.#settings;
    return blocked > 0 && contacts >= minContacts && blocked >= blockedShare * contacts;
  }

  isDomainAmiss(named: number, blocked: number): boolean {
    return blocked > 0 && named >= this.#settings.minContacts;
  }

  /** The line after an hour in which it was blocked: unchanged unless the gang notices now. */
  reviewLine(gang: number, use: LineUse, line: Line, tick: number): Line {
    if (line.noticed || line.openedTick > tick) return line;
    const meanHours = use === "call" ? LINE_HOURS : this.#settings.senderHours;
    const word = this.#draws.draw(gang, line.serial, PART_LINE)[0]!;
    return { ...line, noticed: true, retiresTick: Math.min(line.retiresTick, givenUpTick(tick, word, meanHours)) };
  }

  /** The domain after such an hour; it stays in use until another one is ready. */
  reviewDomain(gang: number, domain: Domain, tick: number): Domain {
    if (domain.noticed || domain.openedTick > tick) return domain;
    const word = this.#draws.draw(gang, domain.ordinal, PART_DOMAIN)[0]!;
    return {
      ...domain,
      noticed: true,
      retiresTick: Math.min(domain.retiresTick, givenUpTick(tick, word, GIVEN_UP_HOURS) + READY_HOURS),
    };
  }
}

/** Some time after the end of `tick`; in tick + 2 at the earliest, for tick + 1 is under way when this is known. */
function givenUpTick(tick: number, word: number, meanHours: number): number {
  return tick + 1 + Math.ceil(exponential(word, meanHours));
}
