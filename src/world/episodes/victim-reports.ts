/**
 * What those who were in an episode report once it is over: the number and domain that they saw last, the
 * app, and whom they paid.
 */
import { lognormal } from "../../core/distributions.ts";
import { RandomStream, unit } from "../../core/random.ts";
import { HOUR_MS } from "../../core/time.ts";
import type { Complaint } from "../../record/complaint.ts";
import type { EpisodeOutcome } from "../../record/episode.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Episode } from "./episode.ts";

export class VictimReports {
  readonly #settings: Scenario["complaints"];
  readonly #shares: Readonly<Record<EpisodeOutcome, number>>;
  readonly #draws: RandomStream;

  constructor({ complaints }: Scenario, seed: number) {
    this.#settings = complaints;
    this.#shares = {
      lost: complaints.lostShare,
      heeded: complaints.heededShare,
      sawThrough: complaints.sawThroughShare,
      lostContact: complaints.lostContactShare,
      siteBlocked: complaints.siteBlockedShare,
      // To the person it is a gang that does not call any more.
      noAccount: complaints.lostContactShare,
    };
    this.#draws = new RandomStream(seed, "episode-report");
  }

  /** The complaint, some time after `endMs`; null if there is none. */
  report(episode: Episode, endMs: number, outcome: EpisodeOutcome): Complaint | null {
    const { delayHours, delaySigma, victimWeight: weight } = this.#settings;
    const words = this.#draws.draw(episode.gang, episode.target);
    if (unit(words[0]!) >= this.#shares[outcome]) return null;
    const timeMs = endMs + delayHours * HOUR_MS * lognormal(words[1]!, words[2]!, 1, delaySigma);
    const { subscriber, lastIdentity: identity, lastHost: host, lastAccount: account, app } = episode;
    return { subscriber, timeMs, identity, host, app, account, text: null, scriptKnown: false, weight };
  }
}
