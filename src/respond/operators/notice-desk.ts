/**
 * The notice desk: the platform tells every operator of each number and site that it lists, and the stores of each app.
 * Each enacts the notice after its own delay, or never. A key that expired and is listed again is a new notice with the
 * same outcome: a key that a recipient refused once, it refuses again.
 */
import { KeyIndex } from "../../core/key-index.ts";
import { quantile } from "../../core/quantile.ts";
import { sideOf } from "../../core/side.ts";
import { ENACTED, type NoticeCounts, OPERATORS, RECIPIENTS, STORES } from "../../record/operator.ts";
import { findLapse } from "./lapse.ts";
import { RecentListings, type RecentListingsHandle } from "./recent-listings.ts";
import { NEVER, Recipients, enactsAtOnce } from "./recipients.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** No run is so long. */
const MOST_TICKS = 2 ** 30;

const TOLD_OPERATORS: readonly number[] = [...OPERATORS.keys()];
const TOLD_STORES: readonly number[] = [STORES];

export class NoticeDesk {
  readonly #recipients: Recipients;
  /** By key that somebody enacts later: the tick of the listing, and of the last enactment. */
  readonly #listedAt = new KeyIndex();
  readonly #lastDue = new KeyIndex();
  /** One for each side: workers still read the tick before. */
  readonly #tables: readonly [RecentListings, RecentListings] = [RecentListings.create(), RecentListings.create()];
  /** By recipient, for notices that are ever enacted: the tick, and the hours since the listing. */
  readonly #due: readonly number[][] = RECIPIENTS.map(() => []);
  readonly #delays: readonly number[][] = RECIPIENTS.map(() => []);
  readonly #notices = RECIPIENTS.map(() => 0);
  readonly #passed = RECIPIENTS.map(() => 0);

  constructor(recipients: Recipients) {
    this.#recipients = recipients;
  }

  /** Null where every notice is enacted at once by all. */
  static of(settings: Scenario["operators"], seed: number): NoticeDesk | null {
    return enactsAtOnce(settings) ? null : new NoticeDesk(new Recipients(settings, seed));
  }

  /** Sends notices of the keys listed at `tick`. `isApp`: whether a key is an app's. Ticks rise. */
  send(keys: Float64Array, tick: number, isApp: (key: number) => boolean): void {
    for (const key of keys) {
      let lastDue = tick;
      for (const recipient of isApp(key) ? TOLD_STORES : TOLD_OPERATORS) {
        this.#notices[recipient]!++;
        const delay = this.#recipients.delayOf(key, recipient);
        if (delay === NEVER) continue;
        const due = Math.min(MOST_TICKS, tick + delay);
        this.#due[recipient]!.push(due);
        this.#delays[recipient]!.push(delay);
        lastDue = Math.max(lastDue, due);
      }
      if (lastDue === tick) continue;
      this.#listedAt.set(key, tick);
      this.#lastDue.set(key, lastDue);
    }
    this.#forgetBefore(tick);
  }

  /** Forgets what all had enacted before `tick`. `blocksHost` still asks about the tick before. */
  #forgetBefore(tick: number): void {
    const over: number[] = [];
    this.#lastDue.forEach((key, due) => {
      if (due < tick) over.push(key);
    });
    for (const key of over) {
      this.#listedAt.delete(key);
      this.#lastDue.delete(key);
    }
  }

  /** The recent listings of `tick`, which stay as they are until tick + 2 is sealed. After the notices of the tick. */
  seal(tick: number): RecentListingsHandle {
    const table = this.#tables[sideOf(tick)];
    const keys: number[] = [];
    this.#listedAt.forEach((key) => keys.push(key));
    table.hold(Float64Array.from(keys), (key) => this.#listedAt.get(key));
    return table.handle;
  }

  /**
   * Whether the recipient who would block a listed site or app for a subscriber had enacted the notice by `tick`.
   * Counts the cases where not.
   */
  blocksHost(key: number, isApp: boolean, subscriber: number, tick: number): boolean {
    const recipient = isApp ? STORES : this.#recipients.operatorOf(subscriber);
    const listedAt = this.#listedAt.get(key);
    if (findLapse(this.#recipients, key, recipient, listedAt, tick) === ENACTED) return true;
    this.#passed[recipient]!++;
    return false;
  }

  /** As of `tick`. */
  counts(tick: number): NoticeCounts[] {
    return RECIPIENTS.map((recipient, index) => ({
      recipient,
      notices: this.#notices[index]!,
      enacted: this.#due[index]!.filter((due) => due <= tick).length,
      medianDelayHours: quantile(Float64Array.from(this.#delays[index]!).sort(), 0.5),
      passed: this.#passed[index]!,
    }));
  }
}
