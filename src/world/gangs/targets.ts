/**
 * Who a gang's target is. A gang counts its targets; (seed, gang, target) alone decides who each is, in any tick and
 * step: a new person, or a person called in vain lately.
 */
import { drawAlias } from "../../core/distributions.ts";
import { RandomStream, below, unit } from "../../core/random.ts";
import { SETTINGS, levelOf } from "../../scenario/knobs.ts";
import { TYPOLOGY_TRAITS } from "../typologies.ts";
import type { WorldHandle } from "../world.ts";

const AGE_BANDS = 5;
const APPEAL = Float64Array.from(TYPOLOGY_TRAITS.flatMap(({ ages }) => ages));

/** First calls to somebody who did not answer within the last day. Assumed; changes no headline figure. */
const REDIAL_SHARE = 0.25;
/** Other first contacts whose target is from lists that gangs trade. Assumed; changes no headline figure. */
const LIST_SHARE = 0.6;

/** The block of a contact's draws that holds, in its third word, whether a call is answered. */
export const BLOCK_CHOICES = 0;
const BLOCK_LISTED = 1;

/** Calls that a gang goes through for one that was in vain. */
const LOOKED_THROUGH = 8;

export const TARGETS_A_RUN = 512;

// Of each target of a run, from one loop to the next: as in traffic-columns.ts, the reads of a loop without draws do
// not wait for each other. Module scope: a thread makes one run at a time.
const first = new Uint32Array(TARGETS_A_RUN);
const second = new Uint32Array(TARGETS_A_RUN);
const taste = new Uint32Array(TARGETS_A_RUN);
const isListed = new Uint8Array(TARGETS_A_RUN);
const firstListed = new Uint32Array(TARGETS_A_RUN);
const secondListed = new Uint32Array(TARGETS_A_RUN);

export interface Choice {
  readonly typology: number;
  readonly opensByCall: boolean;
  readonly setting: number;
}

export class Targets {
  readonly #subscribers: WorldHandle["subscribers"];
  readonly #answered: number;
  readonly #listShares: Float64Array;
  readonly #dayOfTargets: number;
  readonly #draws: RandomStream;
  readonly #contacts: RandomStream;
  /** The last run: who each target is, and the target that was this person first (originOf). */
  readonly subscribers = new Uint32Array(TARGETS_A_RUN);
  readonly origins = new Uint32Array(TARGETS_A_RUN);

  /** `contacts`: the draws of contacts, which say whether a call was answered. */
  constructor({ seed, scenario, subscribers }: WorldHandle, contacts: RandomStream) {
    const { answered, callsPerDay } = scenario.gangs;
    this.#subscribers = subscribers;
    this.#answered = answered;
    this.#listShares = Float64Array.from(SETTINGS.targets, (_, setting) => levelOf("targets", setting) ?? LIST_SHARE);
    this.#dayOfTargets = Math.max(1, Math.round(callsPerDay));
    this.#draws = new RandomStream(seed, "target");
    this.#contacts = contacts;
  }

  /**
   * Of a gang that opens with a call: the target that was this person first. It calls again people who did not answer
   * within the last day. A blocked call is one, but a worker cannot know it: only calls that nobody would have answered
   * are repeated.
   */
  originOf(gang: number, target: number): number {
    let at = target;
    for (;;) {
      const uniform = unit(this.#draws.draw(gang, at)[0]!);
      if (uniform >= REDIAL_SHARE) return at;
      const before = this.#unanswered(gang, at - 1 - Math.floor((uniform / REDIAL_SHARE) * this.#dayOfTargets));
      if (before < 0) return at;
      at = before;
    }
  }

  #unanswered(gang: number, from: number): number {
    for (let at = from; at >= 0 && at > from - LOOKED_THROUGH; at--) {
      if (unit(this.#contacts.draw(gang, at, 0, BLOCK_CHOICES)[2]!) >= this.#answered) return at;
    }
    return -1;
  }

  /** Chooses targets from `target` on. Two tries to match the typology's preferred ages, then any person. */
  choose(gang: number, target: number, count: number, { typology, opensByCall, setting }: Choice): void {
    const { origins, subscribers } = this;
    const listShare = this.#listShares[setting]!;
    for (let i = 0; i < count; i++) {
      origins[i] = opensByCall ? this.originOf(gang, target + i) : target + i;
      this.#drawFor(gang, origins[i]!, i, listShare);
    }
    const { count: people, ageBand, byExposure } = this.#subscribers;
    for (let i = 0; i < count; i++) {
      subscribers[i] = isListed[i] === 1 ? drawAlias(byExposure, first[i]!, firstListed[i]!) : below(first[i]!, people);
    }
    for (let i = 0; i < count; i++) {
      if (unit(taste[i]!) < APPEAL[typology * AGE_BANDS + ageBand[subscribers[i]!]!]!) continue;
      subscribers[i] =
        isListed[i] === 1 ? drawAlias(byExposure, second[i]!, secondListed[i]!) : below(second[i]!, people);
    }
  }

  #drawFor(gang: number, origin: number, i: number, listShare: number): void {
    const words = this.#draws.draw(gang, origin);
    first[i] = words[1]!;
    second[i] = words[2]!;
    taste[i] = words[3]!;
    isListed[i] = restOf(unit(words[0]!), REDIAL_SHARE) < listShare ? 1 : 0;
    if (isListed[i] === 0) return;
    const listed = this.#draws.draw(gang, origin, 0, BLOCK_LISTED);
    firstListed[i] = listed[0]!;
    secondListed[i] = listed[1]!;
  }
}

/** What is left of a uniform number once it has said whether it is below `share`: uniform again. */
function restOf(uniform: number, share: number): number {
  return uniform < share ? uniform / share : (uniform - share) / (1 - share);
}
