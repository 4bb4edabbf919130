/** The site or app that a script needs, and what refused people do: they grow wary and give up, or wait. */
import { RandomStream, unit } from "../../core/random.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Episode } from "./episode.ts";

export interface AppsInUse {
  appOf(gang: number): string | null;
  noteRefused(gang: number, app: string, timeMs: number): void;
}

export class SiteAccess {
  readonly #settings: Scenario["episodes"];
  readonly #refuses: (subscriber: number, host: string) => boolean;
  readonly #apps: AppsInUse;
  readonly #pages: RandomStream;
  readonly #installs: RandomStream;
  readonly #ways: RandomStream;

  constructor(
    { episodes }: Scenario,
    seed: number,
    refuses: (subscriber: number, host: string) => boolean,
    apps: AppsInUse,
  ) {
    this.#settings = episodes;
    this.#refuses = refuses;
    this.#apps = apps;
    this.#pages = new RandomStream(seed, "episode-blocked-page");
    this.#installs = new RandomStream(seed, "episode-install");
    this.#ways = new RandomStream(seed, "episode-way");
  }

  /** The app that the person must have before the transfer and has not got yet; null if none is missing. */
  missingApp({ gang, app }: Episode): string | null {
    return app === null ? this.#apps.appOf(gang) : null;
  }

  /** When it is installed the first time: somewhere between the last step and the transfer. */
  installMs({ gang, target, dueMs }: Episode, nowMs: number): number {
    return nowMs + unit(this.#installs.draw(gang, target)[0]!) * Math.max(0, dueMs - nowMs);
  }

  /** True if the network refuses the person a site or app (null: none). The gang hears of its own app. */
  isRefused({ gang, target, subscriber }: Episode, host: string | null, timeMs: number): boolean {
    if (host === null || !this.#refuses(subscriber, host)) return false;
    if (unit(this.#ways.draw(gang, target)[0]!) < this.#settings.bypassesBlock) return false;
    this.#apps.noteRefused(gang, host, timeMs);
    return true;
  }

  /** One more page that says "blocked". True if it is the end: the person is wary, or the gang is out of moves. */
  endsAtPage(episode: Episode): boolean {
    const { gang, target } = episode;
    const isWary = unit(this.#pages.draw(gang, target, episode.refusals)[0]!) < this.#settings.givesUpBlocked;
    episode.refusals++;
    return isWary || episode.refusals > this.#settings.siteMoves;
  }
}
