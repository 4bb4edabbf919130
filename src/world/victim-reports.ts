/** What those who were in an episode report once it is over: number and domain that they saw last, whom they paid. */
import { lognormal } from "../core/distributions.ts";
import { RandomStream, unit } from "../core/random.ts";
import { HOUR_MS } from "../core/time.ts";
import type { Complaint } from "../event/complaint.ts";
import type { EpisodeOutcome } from "../event/episode.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Episode } from "./episode.ts";

/** Who reports, by how it ended. Assumed. */
const REPORTS: Readonly<Record<EpisodeOutcome, number>> = { lost: 0.7, heeded: 0.5, sawThrough: 0, lostContact: 0 };
/** In ordinary complaints: somebody who dealt with a gang knows more than somebody who was texted. Assumed. */
const WEIGHT = 3;

export class VictimReports {
  readonly #settings: Scenario["complaints"];
  readonly #draws: RandomStream;

  constructor({ complaints }: Scenario, seed: number) {
    this.#settings = complaints;
    this.#draws = new RandomStream(seed, "episode-report");
  }

  /** The complaint, some time after `endMs`; null if there is none. `account`: whom the person paid last, or null. */
  report(episode: Episode, endMs: number, outcome: EpisodeOutcome, account: number | null): Complaint | null {
    const { delayHours, delaySigma } = this.#settings;
    const words = this.#draws.draw(episode.gang, episode.target);
    if (unit(words[0]!) >= REPORTS[outcome]) return null;
    const timeMs = endMs + delayHours * HOUR_MS * lognormal(words[1]!, words[2]!, 1, delaySigma);
    const { subscriber, lastIdentity: identity, lastHost: host } = episode;
    return { subscriber, timeMs, identity, host, account, text: null, scriptKnown: false, weight: WEIGHT };
  }
}
