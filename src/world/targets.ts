/**
 * Who a gang's target is. A target is a number that the gang counts on, and who it is follows from (seed, gang, target)
 * in whatever tick and step: somebody new, or somebody whom the gang called in vain lately, or a lead that it bought.
 */
import { drawAlias } from "../core/distributions.ts";
import { RandomStream, below, unit } from "../core/random.ts";
import { USUAL } from "../event/knobs.ts";
import { TYPOLOGIES, type Typology } from "../event/taxonomy.ts";
import { LIST_SHARE } from "./adversary/effects.ts";
import { isLead, subscriberOfLead } from "./lead.ts";
import type { WorldHandle } from "./world.ts";

/**
 * How a typology chooses among age bands, relative to the band it likes most. Assumed, after the mean age of victims in
 * 2023 (37).
 */
const AGE_APPEAL: Readonly<Record<Typology, readonly [number, number, number, number, number]>> = {
  brushing: [1, 1, 0.6, 0.3, 0.1],
  investment: [0.3, 0.8, 1, 0.9, 0.5],
  loan: [0.8, 1, 0.6, 0.2, 0.1],
  "customer-service": [0.9, 1, 0.8, 0.5, 0.3],
  police: [0.7, 0.8, 0.8, 1, 1],
  "credit-repair": [0.8, 1, 0.7, 0.3, 0.1],
  shopping: [1, 1, 0.7, 0.4, 0.3],
  acquaintance: [0.3, 0.7, 1, 0.8, 0.6],
  romance: [0.6, 1, 0.8, 0.5, 0.3],
  "game-trading": [1, 0.6, 0.2, 0.1, 0.05],
  "account-theft": [0.8, 1, 0.9, 0.7, 0.5],
  other: [0.6, 0.7, 0.9, 1, 1],
};

const AGE_BANDS = 5;
/** The same as one column: by typology, then by age band. */
const APPEAL = Float64Array.from(TYPOLOGIES.flatMap((name) => AGE_APPEAL[name]));

/** The block of a contact's draws that holds, in its third word, whether a call is answered. */
export const BLOCK_CHOICES = 0;
const BLOCK_LISTED = 1;

/** Calls that a gang goes through for one that was in vain. */
const LOOKED_THROUGH = 8;

/** One instance a worker. */
export class Targets {
  readonly #subscribers: WorldHandle["subscribers"];
  readonly #answered: number;
  readonly #redialShare: number;
  /** By setting of the knob `targets`. */
  readonly #listShares: Float64Array;
  /** Targets that a gang comes by in a day. */
  readonly #dayOfTargets: number;
  readonly #draws: RandomStream;
  readonly #contacts: RandomStream;

  /** `contacts`: the draws of contacts, which say whether a call was answered. */
  constructor({ seed, scenario, subscribers }: WorldHandle, contacts: RandomStream) {
    const { answered, redialShare, listShare, callsPerDay } = scenario.gangs;
    this.#subscribers = subscribers;
    this.#answered = answered;
    this.#redialShare = redialShare;
    this.#listShares = Float64Array.from(LIST_SHARE, (share) => share ?? listShare);
    this.#dayOfTargets = Math.max(1, Math.round(callsPerDay));
    this.#draws = new RandomStream(seed, "target");
    this.#contacts = contacts;
  }

  /**
   * Of a gang that opens with a call: the target that was this person first. That is the target itself, unless the gang
   * calls somebody again who did not answer within the last day. A gang takes a blocked call for one that nobody
   * answered, but a worker cannot know what was blocked: only calls that nobody would have answered are made again.
   */
  originOf(gang: number, target: number): number {
    if (isLead(target)) return target;
    let at = target;
    for (;;) {
      const uniform = unit(this.#draws.draw(gang, at)[0]!);
      if (uniform >= this.#redialShare) return at;
      const before = this.#unanswered(gang, at - 1 - Math.floor((uniform / this.#redialShare) * this.#dayOfTargets));
      if (before < 0) return at;
      at = before;
    }
  }

  /** The last target up to `from` that did not answer; -1 where there is none within reach. */
  #unanswered(gang: number, from: number): number {
    for (let at = from; at >= 0 && at > from - LOOKED_THROUGH; at--) {
      if (unit(this.#contacts.draw(gang, at, 0, BLOCK_CHOICES)[2]!) >= this.#answered) return at;
    }
    return -1;
  }

  /**
   * `origin`: as `originOf` has it. Two tries to please the typology's taste in ages, then whoever comes. `choice`: a
   * setting of the knob `targets`.
   */
  subscriberOf(gang: number, origin: number, typology: number, choice: number = USUAL): number {
    if (isLead(origin)) return subscriberOfLead(origin);
    const { count, ageBand, byExposure } = this.#subscribers;
    const words = this.#draws.draw(gang, origin);
    const first = words[1]!;
    const second = words[2]!;
    const taste = unit(words[3]!);
    const appealAt = typology * AGE_BANDS;
    if (restOf(unit(words[0]!), this.#redialShare) >= this.#listShares[choice]!) {
      const candidate = below(first, count);
      return taste < APPEAL[appealAt + ageBand[candidate]!]! ? candidate : below(second, count);
    }
    const listed = this.#draws.draw(gang, origin, 0, BLOCK_LISTED);
    const candidate = drawAlias(byExposure, first, listed[0]!);
    return taste < APPEAL[appealAt + ageBand[candidate]!]! ? candidate : drawAlias(byExposure, second, listed[1]!);
  }
}

/** What is left of a uniform number once it has said whether it is below `share`: uniform again. */
function restOf(uniform: number, share: number): number {
  return uniform < share ? uniform / share : (uniform - share) / (1 - share);
}
