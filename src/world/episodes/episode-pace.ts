/**
 * How fast an episode goes, and what its person does about each step. Draws are keyed by gang, target and step, not by
 * the try that got through: a blocked contact postpones what follows and changes nothing else, so arms stay comparable.
 */
import { lognormal } from "../../core/distributions.ts";
import { RandomStream, unit } from "../../core/random.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/time.ts";
import type { ActKind } from "../../record/act.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Contact } from "../gangs/contact.ts";
import type { ScriptEntry } from "../text/catalogue.ts";
import { typologyFactors } from "../typologies.ts";

/** Spread of the hours between steps: standard deviation of the logarithm. Assumed; moves no headline figure. */
export const STEP_SIGMA = 0.35;
/** Spread of the time to the next try, as the standard deviation of its logarithm. Assumed. */
const RETRY_SIGMA = 0.5;
/** As RETRY_SIGMA, for the time until a person acts. Assumed. */
export const ACT_SIGMA = 1;

/** Median hours from a first, small transfer to the rest. Assumed; changes no headline figure. */
const REST_HOURS = 10;

/** Median minutes from a contact to the person's act. Assumed; changes no headline figure. */
export const ACT_MINUTES = 25;

export interface Reaction {
  readonly kind: Extract<ActKind, "callBack" | "reply" | "lookUp">;
  readonly delayMs: number;
}

type Prompt = Pick<Contact, "gang" | "target" | "step" | "host"> & { readonly channel: "message" | "call" };

export class EpisodePace {
  readonly #settings: Scenario["episodes"];
  readonly #patience: Float64Array;
  readonly #steps: RandomStream;
  readonly #retries: RandomStream;
  readonly #acts: RandomStream;
  readonly #insights: RandomStream;
  readonly #rests: RandomStream;
  readonly #chats: RandomStream;

  constructor({ episodes, gangs }: Scenario, seed: number) {
    this.#settings = episodes;
    this.#patience = typologyFactors("patience", gangs.typologies);
    this.#steps = new RandomStream(seed, "episode-stage");
    this.#retries = new RandomStream(seed, "episode-retry");
    this.#acts = new RandomStream(seed, "episode-act");
    this.#insights = new RandomStream(seed, "episode-insight");
    this.#rests = new RandomStream(seed, "episode-rest");
    this.#chats = new RandomStream(seed, "episode-chat");
  }

  /** Milliseconds from the delivery of a step until the next is due or, after the last, the transfer. */
  followOnMs(gang: number, target: number, script: ScriptEntry, step: number): number {
    const { hoursFactor, transferHours, transferSigma } = this.#settings;
    const words = this.#steps.draw(gang, target, step);
    const next = script.steps[step + 1];
    const hours = next?.afterHours ?? transferHours * this.#patience[script.typology]!;
    return hours * hoursFactor * HOUR_MS * lognormal(words[0]!, words[1]!, 1, next ? STEP_SIGMA : transferSigma);
  }

  restMs(gang: number, target: number): number {
    const { hoursFactor, transferSigma } = this.#settings;
    const words = this.#rests.draw(gang, target);
    return REST_HOURS * hoursFactor * HOUR_MS * lognormal(words[0]!, words[1]!, 1, transferSigma);
  }

  /** Milliseconds from a try that failed to the `attempt`-th (from 1) of the step. */
  retryMs(gang: number, target: number, step: number, attempt: number): number {
    const { retryHours, hoursFactor } = this.#settings;
    const words = this.#retries.draw(gang, target, step, attempt);
    return retryHours * hoursFactor * HOUR_MS * lognormal(words[0]!, words[1]!, 1, RETRY_SIGMA);
  }

  reaction({ gang, target, step, channel, host }: Prompt): Reaction | null {
    const { looksUp, replies, callsBack } = this.#settings;
    const words = this.#acts.draw(gang, target, step);
    const kind = channel === "call" ? "callBack" : host === null ? "reply" : "lookUp";
    const share = { callBack: callsBack, reply: replies, lookUp: looksUp }[kind];
    if (unit(words[0]!) >= share) return null;
    return { kind, delayMs: ACT_MINUTES * MINUTE_MS * lognormal(words[1]!, words[2]!, 1, ACT_SIGMA) };
  }

  /** Whether a person is asked into a chat app, where such a share of them is, and follows. */
  movesToChat(gang: number, target: number, share = this.#settings.movesToChat): boolean {
    if (share === 0) return false;
    const words = this.#chats.draw(gang, target);
    return unit(words[0]!) < share && unit(words[1]!) < this.#settings.followsToChat;
  }

  siteWord(gang: number, target: number, step: number, attempt: number): number {
    return this.#chats.draw(gang, target, step + 1, attempt)[0]!;
  }

  /** When a person sees through it unaided, as a share of the way to the transfer in [0, 1); null if never. */
  insight(gang: number, target: number): number | null {
    const words = this.#insights.draw(gang, target);
    return unit(words[0]!) < this.#settings.sawThrough ? unit(words[1]!) : null;
  }
}
