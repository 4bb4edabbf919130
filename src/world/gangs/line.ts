/** Lines and senders of gangs: how each comes into use, what it looks like, and when it is given up. */
import { HOURS_PER_DAY } from "../../core/time.ts";
import { buildAliasTable, type AliasTable, drawAlias, exponential } from "../../core/distributions.ts";
import { RandomStream, below } from "../../core/random.ts";
import { sumOf } from "../../core/sum.ts";
import {
  ROUTE_ENTERPRISE,
  ROUTE_FIXED,
  ROUTE_INTERNATIONAL,
  ROUTE_MOBILE,
  ROUTE_VIRTUAL,
} from "../../event/event-batch.ts";
import type { Identity } from "../../event/identity.ts";
import { TECHNOLOGIES, type Technology } from "../../event/taxonomy.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { type GangPolicy, TECHNOLOGY_FACTORS, USUAL_POLICY, levelIn } from "./gang-policy.ts";
import { type Origin, OriginMaker } from "./origin.ts";
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
} from "../number-plan.ts";

export const LINE_USES = ["call", "message"] as const;
export type LineUse = (typeof LINE_USES)[number];

/**
 * Relative weights among the lines that gangs call from. Fraud calls by origin (2016): landline 56.0, 400/800 27.1,
 * mobile 15.4, abroad 1.2 %. Shifted to what is seen since: assumed. None of them changes a headline figure; of senders
 * the scenario has the weights.
 */
const CALL_WEIGHTS: Readonly<Record<Technology, number>> = {
  mobile: 0.24,
  virtual: 0.16,
  landline: 0.18,
  enterprise: 0.12,
  abroad: 0.12,
  "spoofed-hotline": 0.06,
  "sim-box": 0.12,
};

/** Mean life of one card of a SIM box. Assumed; changes no headline figure. */
const SIM_BOX_LIFE_HOURS = 36;

export interface Line {
  readonly serial: number;
  readonly identity: Identity;
  readonly technology: number;
  readonly route: number;
  readonly openedTick: number;
  readonly retiresTick: number;
  readonly noticed: boolean;
  /** Null where no operator of this country has it on record. */
  readonly origin: Origin | null;
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

/** There is a card behind its number, which goes to somebody else once the number is given up. */
export function isMobile(technology: number): boolean {
  const name = TECHNOLOGIES[technology]!;
  return name === "mobile" || name === "virtual" || name === "sim-box";
}

/** From within the country: operators here have it on record. */
export function isDomestic(technology: number): boolean {
  const name = TECHNOLOGIES[technology]!;
  return name !== "abroad" && name !== "spoofed-hotline";
}

/** A spoofed hotline cannot be listed: the number is somebody else's. */
export function isListable(technology: number): boolean {
  return TECHNOLOGIES[technology] !== "spoofed-hotline";
}

export class LineMaker {
  readonly #draws: RandomStream;
  readonly #technologies: Readonly<Record<LineUse, readonly AliasTable[]>>;
  readonly #lifeHours: Readonly<Record<LineUse, number>>;
  readonly #origins: OriginMaker;

  constructor(scenario: Scenario, seed: number) {
    const { gangs } = scenario;
    this.#draws = new RandomStream(seed, "line");
    this.#origins = new OriginMaker(seed);
    this.#technologies = { call: tablesOf(CALL_WEIGHTS), message: tablesOf(gangs.messageTechnologies) };
    this.#lifeHours = { call: gangs.lineLifeDays * HOURS_PER_DAY, message: gangs.senderLifeDays * HOURS_PER_DAY };
  }

  /** The gang's `serial`-th line, opened at `tick`, or before if it is `aged`: then part of its life is over. */
  open(gang: number, serial: number, use: LineUse, tick: number, aged: boolean, policy = USUAL_POLICY): Line {
    const words = this.#draws.draw(gang, serial, 0);
    const technology = drawAlias(this.#technologies[use][policy.technology]!, words[0]!, words[1]!);
    return this.#openOf(technology, gang, serial, use, tick, aged, policy);
  }

  openAbroad(gang: number, serial: number, use: LineUse, tick: number, policy = USUAL_POLICY): Line {
    return this.#openOf(TECHNOLOGIES.indexOf("abroad"), gang, serial, use, tick, false, policy);
  }

  #openOf(
    technology: number,
    gang: number,
    serial: number,
    use: LineUse,
    tick: number,
    aged: boolean,
    policy: GangPolicy,
  ): Line {
    const words = this.#draws.draw(gang, serial, 0);
    const name = TECHNOLOGIES[technology]!;
    const mean = levelIn(policy, "lineLife") ?? (name === "sim-box" ? SIM_BOX_LIFE_HOURS : this.#lifeHours[use]);
    // An exponential life has no memory: what is left of an aged line has the same distribution as a whole one.
    const lifeHours = exponential(words[2]!, mean);
    const age = aged ? exponential(words[3]!, mean) : 0;
    const look = this.#draws.draw(gang, serial, 1);
    const openedTick = tick - Math.floor(age);
    return {
      serial,
      identity: identityOf(name, use, gang, serial, look),
      technology,
      route: ROUTE_OF[name],
      openedTick,
      retiresTick: tick + Math.max(1, Math.ceil(lifeHours)),
      noticed: false,
      origin: this.#origins.ofLine(gang, serial, name, openedTick, policy),
    };
  }
}

/** By setting of the knob `technology`. A gang that would be left without any keeps its usual mix. */
function tablesOf(weights: Readonly<Record<Technology, number>>): AliasTable[] {
  return TECHNOLOGY_FACTORS.map((factors) => {
    const turned = TECHNOLOGIES.map((name) => weights[name] * (factors[name] ?? 1));
    return buildAliasTable(sumOf(turned) > 0 ? turned : TECHNOLOGIES.map((name) => weights[name]));
  });
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
