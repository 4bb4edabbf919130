/** Reports after an episode: the last number and domain, the app, and the account paid. */
import { lognormal } from "../../core/distributions.ts";
import { RandomStream, unit } from "../../core/random.ts";
import { HOUR_MS } from "../../core/time.ts";
import type { Complaint } from "../../record/complaint.ts";
import type { EpisodeOutcome } from "../../record/episode.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Episode } from "./episode.ts";

/** Spread of the time until a report: standard deviation of its logarithm. Assumed; changes no headline figure. */
export const REPORT_DELAY_SIGMA = 1;

/** Share of people who saw through it unaided and report. Assumed; changes no headline figure. */
const SAW_THROUGH_SHARE = 0.3;

/** Of people whom the gang lost, or who were refused its site or app. Assumed; moves no headline figure. */
const LOST_CONTACT_SHARE = 0.02;
const SITE_BLOCKED_SHARE = 0.2;

export class VictimReports {
  readonly #settings: Scenario["complaints"];
  readonly #shares: Readonly<Record<EpisodeOutcome, number>>;
  readonly #draws: RandomStream;

  constructor({ complaints }: Scenario, seed: number) {
    this.#settings = complaints;
    this.#shares = {
      lost: complaints.lostShare,
      heeded: complaints.heededShare,
      sawThrough: SAW_THROUGH_SHARE,
      lostContact: LOST_CONTACT_SHARE,
      siteBlocked: SITE_BLOCKED_SHARE,
      noAccount: LOST_CONTACT_SHARE,
    };
    this.#draws = new RandomStream(seed, "episode-report");
  }

  report(episode: Episode, endMs: number, outcome: EpisodeOutcome): Complaint | null {
    const { delayHours, victimWeight: weight } = this.#settings;
    const words = this.#draws.draw(episode.gang, episode.target);
    if (unit(words[0]!) >= this.#shares[outcome]) return null;
    const timeMs = endMs + delayHours * HOUR_MS * lognormal(words[1]!, words[2]!, 1, REPORT_DELAY_SIGMA);
    const { subscriber, lastIdentity: identity, lastHost: host, lastAccount: account, app } = episode;
    return { subscriber, timeMs, identity, host, app, account, text: null, called: 0, scriptKnown: false, weight };
  }
}
