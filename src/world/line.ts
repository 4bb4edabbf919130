/** Lines, senders and domains of gangs: how each comes into use, what it looks like, and when it is given up. */
import { HOURS_PER_DAY } from "../core/time.ts";
import { buildAliasTable, type AliasTable, drawAlias, exponential } from "../core/distributions.ts";
import { RandomStream, below, unit } from "../core/random.ts";
import {
  ROUTE_ENTERPRISE,
  ROUTE_FIXED,
  ROUTE_INTERNATIONAL,
  ROUTE_MOBILE,
  ROUTE_VIRTUAL,
} from "../event/event-batch.ts";
import type { Identity } from "../event/identity.ts";
import { TECHNOLOGIES, type Technology } from "../event/taxonomy.ts";
import type { Scenario } from "../scenario/schema.ts";
import {
  AREA_CODES,
  INDEX_RANGES,
  NUMBERS_PER_GANG,
  enterpriseNumber,
  foreignNumber,
  gatewayPort,
  landlineNumber,
  mobileNumber,
  spoofedHotline,
  virtualNumber,
} from "./number-plan.ts";

export const LINE_USES = ["call", "text"] as const;
export type LineUse = (typeof LINE_USES)[number];

/** One number of a gang, for as long as it lasts. */
export interface Line {
  /** Serial number within the gang. */
  readonly serial: number;
  readonly identity: Identity;
  readonly technology: number;
  readonly route: number;
  readonly openedTick: number;
  readonly retiresTick: number;
  /** Whether the gang has noticed that it does not get through. */
  readonly noticed: boolean;
}

const ROUTE_OF: Readonly<Record<Technology, number>> = {
  mobile: ROUTE_MOBILE,
  virtual: ROUTE_VIRTUAL,
  landline: ROUTE_FIXED,
  enterprise: ROUTE_ENTERPRISE,
  abroad: ROUTE_INTERNATIONAL,
  "spoofed-hotline": ROUTE_INTERNATIONAL,
  "sim-box": ROUTE_MOBILE,
};

/** Technologies whose numbers go to somebody else once given up. */
export function isRecyclable(technology: number): boolean {
  const name = TECHNOLOGIES[technology]!;
  return name === "mobile" || name === "virtual" || name === "sim-box";
}

/** A spoofed hotline cannot be listed: the number is somebody else's. */
export function isListable(technology: number): boolean {
  return TECHNOLOGIES[technology] !== "spoofed-hotline";
}

/** Opens lines for gangs. A line is a function of (seed, gang, serial number of the line within the gang). */
export class LineMaker {
  readonly #draws: RandomStream;
  readonly #technologies: Readonly<Record<LineUse, AliasTable>>;
  readonly #lifeHours: number;
  readonly #simBoxLifeHours: number;

  constructor(scenario: Scenario, seed: number) {
    const { gangs } = scenario;
    this.#draws = new RandomStream(seed, "line");
    this.#technologies = {
      call: buildAliasTable(TECHNOLOGIES.map((name) => gangs.callTechnologies[name])),
      text: buildAliasTable(TECHNOLOGIES.map((name) => gangs.textTechnologies[name])),
    };
    this.#lifeHours = gangs.lineLifeDays * HOURS_PER_DAY;
    this.#simBoxLifeHours = gangs.simBoxLifeDays * HOURS_PER_DAY;
  }

  /**
   * The gang's `serial`-th line, opened at `tick`; `aged` lines were opened before and are part way through their life.
   */
  open(gang: number, serial: number, use: LineUse, tick: number, aged: boolean): Line {
    const words = this.#draws.draw(gang, serial, 0);
    const technology = drawAlias(this.#technologies[use], words[0]!, words[1]!);
    const name = TECHNOLOGIES[technology]!;
    const mean = name === "sim-box" ? this.#simBoxLifeHours : this.#lifeHours;
    // An exponential life has no memory: what is left of an aged line has the same distribution as a whole one.
    const lifeHours = exponential(words[2]!, mean);
    const age = aged ? exponential(words[3]!, mean) : 0;
    const look = this.#draws.draw(gang, serial, 1);
    return {
      serial,
      identity: identityOf(name, use, gang, serial, look),
      technology,
      route: ROUTE_OF[name],
      openedTick: tick - Math.floor(age),
      retiresTick: tick + Math.max(1, Math.ceil(lifeHours)),
      noticed: false,
    };
  }
}

function identityOf(name: Technology, use: LineUse, gang: number, serial: number, words: Uint32Array): Identity {
  const index = INDEX_RANGES.gangs + gang * NUMBERS_PER_GANG + (serial % NUMBERS_PER_GANG);
  switch (name) {
    case "mobile":
    case "sim-box":
      return mobileNumber(index, words[0]!);
    case "virtual":
      return virtualNumber(index, words[0]!);
    case "landline":
      return landlineNumber(index, below(words[0]!, AREA_CODES.length));
    case "enterprise":
      return use === "call" ? enterpriseNumber(index) : gatewayPort(index, words[0]!);
    case "abroad":
      return foreignNumber(index, words[0]!, words[1]!);
    case "spoofed-hotline":
      return spoofedHotline(words[0]!, words[1]!);
  }
}

/** A domain of a gang. */
export interface Domain {
  /** Number within the gang. */
  readonly ordinal: number;
  readonly host: string;
  /** Serial number over all gangs, for counting distinct domains. */
  readonly serial: number;
  readonly openedTick: number;
  readonly retiresTick: number;
  /** Whether the gang has noticed that texts which name it are blocked. */
  readonly noticed: boolean;
}

/**
 * Serial numbers set aside for a gang's domains: three times what it uses up if each is noticed at once. Then they
 * repeat; a multiple of the domains in use, so that no two of them ever share one.
 */
export function domainsPerGang({ gangs, reaction, hours }: Scenario): number {
  const perHour = 1 / (gangs.domainLifeDays * HOURS_PER_DAY) + 1 / reaction.domainHours;
  return gangs.domains * (Math.ceil(3 * hours * perHour) + 4);
}

/** Drawn alike; com and cn are as common among them as in honest texts. */
const ENDINGS = [
  "com",
  "com",
  "com",
  "cn",
  "cn",
  "cn",
  "net",
  "top",
  "xyz",
  "vip",
  "cc",
  "club",
  "icu",
  "shop",
  "online",
] as const;
const LURES = [
  "vip",
  "pay",
  "safe",
  "bank",
  "card",
  "user",
  "service",
  "help",
  "gov",
  "login",
  "auth",
  "mobile",
] as const;
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

/** Registers domains for gangs: some imitate a protected label, some are nonsense, some are a lure with digits. */
export class DomainMaker {
  readonly #draws: RandomStream;
  readonly #lifeHours: number;
  readonly #lookalikeShare: number;
  readonly #protectedLabels: readonly string[];
  readonly #perGang: number;

  constructor(scenario: Scenario, seed: number, protectedLabels: readonly string[]) {
    this.#draws = new RandomStream(seed, "domain");
    this.#lifeHours = scenario.gangs.domainLifeDays * HOURS_PER_DAY;
    this.#lookalikeShare = protectedLabels.length > 0 ? scenario.gangs.lookalikeDomainShare : 0;
    this.#protectedLabels = protectedLabels;
    this.#perGang = domainsPerGang(scenario);
  }

  /** The gang's `ordinal`-th domain, opened at `tick`; an `aged` one was opened before. */
  open(gang: number, ordinal: number, tick: number, aged: boolean): Domain {
    const words = [...this.#draws.draw(gang, ordinal, 0), ...this.#draws.draw(gang, ordinal, 1)];
    const age = aged ? exponential(words[1]!, this.#lifeHours) : 0;
    const label = unit(words[2]!) < this.#lookalikeShare ? this.#imitation(words) : nonsense(words);
    return {
      ordinal,
      host: `${label}.${ENDINGS[below(words[3]!, ENDINGS.length)]!}`,
      serial: gang * this.#perGang + (ordinal % this.#perGang),
      openedTick: tick - Math.floor(age),
      retiresTick: tick + Math.max(1, Math.ceil(exponential(words[0]!, this.#lifeHours))),
      noticed: false,
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

function nonsense(words: readonly number[]): string {
  let label = "";
  for (let i = 0; i < 3; i++) {
    label += CONSONANTS[below((words[4]! << (i * 5)) >>> 0, CONSONANTS.length)]!;
    label += VOWELS[(words[5]! >>> (i * 3)) % VOWELS.length]!;
  }
  const tail = (words[6]! % 9000) + 1000;
  return words[7]! % 3 === 0 ? `${LURES[words[7]! % LURES.length]!}${label}` : `${label}${tail}`;
}
