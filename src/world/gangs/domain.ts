/** Domains of gangs: how each comes into use, what it looks like, and when it is given up. */
import { exponential } from "../../core/distributions.ts";
import { RandomStream, below, unit } from "../../core/random.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { KNOBS } from "../../scenario/knobs.ts";
import { type GangPolicy, USUAL_POLICY, levelIn } from "./gang-policy.ts";
import { type Origin, OriginMaker } from "./origin.ts";

export interface Domain {
  readonly ordinal: number;
  readonly host: string;
  readonly serial: number;
  readonly openedTick: number;
  readonly retiresTick: number;
  readonly noticed: boolean;
  readonly origin: Origin;
}

/** Mean life of a domain or app that is not blocked: 30 days. Assumed; changes no headline figure. */
export const DOMAIN_LIFE_HOURS = 720;

/** Mean time from noticing to giving up a blocked domain or app. Assumed; changes no headline figure. */
export const GIVEN_UP_HOURS = 60;

/**
 * Serial numbers of a gang's domains: three times what it uses if each is noticed at once; then they repeat. It is a
 * multiple of the domains in use, so two domains in use never share a number.
 */
export function domainsPerGang({ adversary, gangs, hours }: Scenario): number {
  const shortest = Math.min(DOMAIN_LIFE_HOURS, ...(adversary.schedule.length === 0 ? [] : KNOBS.domains));
  const perHour = 1 / shortest + 1 / GIVEN_UP_HOURS;
  return gangs.domains * (Math.ceil(3 * hours * perHour) + 4);
}

/** Drawn alike; com and cn are as common among them as in benign messages. */
const ENDINGS = "com com com cn cn cn net top xyz vip cc club icu shop online".split(" ");
const LURES = "vip pay safe bank card user service help gov login auth mobile".split(" ");
const CONSONANTS = "bcdfghjklmnpqrstvwxz";
const VOWELS = "aeiou";
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  o: "0",
  l: "1",
  i: "1",
  e: "3",
  s: "5",
  m: "rn",
  b: "6",
  g: "9",
};

/** Share of domains that imitate a protected one, as usual. Assumed; changes no headline figure. */
const LOOKALIKE_SHARE = 0.05;

export class DomainMaker {
  readonly #draws: RandomStream;
  readonly #protectedLabels: readonly string[];
  readonly #perGang: number;
  readonly #origins: OriginMaker;

  constructor(scenario: Scenario, seed: number, protectedLabels: readonly string[]) {
    this.#draws = new RandomStream(seed, "domain");
    this.#protectedLabels = protectedLabels;
    this.#perGang = domainsPerGang(scenario);
    this.#origins = new OriginMaker(seed);
  }

  /** The gang's `ordinal`-th domain, opened at `tick`; an `aged` one was opened before. */
  open(gang: number, ordinal: number, tick: number, aged: boolean, policy: GangPolicy = USUAL_POLICY): Domain {
    const words = [...this.#draws.draw(gang, ordinal, 0), ...this.#draws.draw(gang, ordinal, 1)];
    const lifeHours = levelIn(policy, "domains") ?? DOMAIN_LIFE_HOURS;
    const age = aged ? exponential(words[1]!, lifeHours) : 0;
    const share = this.#protectedLabels.length > 0 ? (levelIn(policy, "lookalikes") ?? LOOKALIKE_SHARE) : 0;
    const label = unit(words[2]!) < share ? this.#imitation(words) : nonsense(words);
    const openedTick = tick - Math.floor(age);
    return {
      ordinal,
      host: `${label}.${ENDINGS[below(words[3]!, ENDINGS.length)]!}`,
      serial: gang * this.#perGang + (ordinal % this.#perGang),
      openedTick,
      retiresTick: tick + Math.max(1, Math.ceil(exponential(words[0]!, lifeHours))),
      noticed: false,
      origin: this.#origins.ofDomain(gang, ordinal, openedTick, policy),
    };
  }

  #imitation(words: readonly number[]): string {
    const label = this.#protectedLabels[below(words[4]!, this.#protectedLabels.length)]!;
    const lure = LURES[below(words[5]!, LURES.length)]!;
    const way = below(words[6]!, 3);
    if (way === 0) return `${label}-${lure}`;
    if (way === 1) return `${lure}-${label}${below(words[7]!, 90) + 10}`;
    const at = below(words[7]!, label.length);
    return label.slice(0, at) + (LOOKS_LIKE[label[at]!] ?? label[at]! + label[at]!) + label.slice(at + 1);
  }
}

/** A name that means nothing, from the words 4 to 7. */
export function nonsense(words: readonly number[]): string {
  let label = "";
  for (let i = 0; i < 3; i++) {
    label += CONSONANTS[below((words[4]! << (i * 5)) >>> 0, CONSONANTS.length)]!;
    label += VOWELS[(words[5]! >>> (i * 3)) % VOWELS.length]!;
  }
  const tail = (words[6]! % 9000) + 1000;
  return words[7]! % 3 === 0 ? `${LURES[words[7]! % LURES.length]!}${label}` : `${label}${tail}`;
}
