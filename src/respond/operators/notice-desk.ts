/**
 * The notice desk: the platform tells every operator of each number and site that it lists, and the stores of each app.
 * Each enacts the notice after a delay of its own, or never. A key that was dropped and is listed again is a new
 * notice, and fares as the one before: whom a recipient does not block, it never blocks.
 */
import { KeyIndex } from "../../core/key-index.ts";
import { sideOf } from "../../core/side.ts";
import { ENACTED, type NoticeCounts, OPERATORS, RECIPIENTS, STORES } from "../../record/operator.ts";
import { lapseOf } from "./lapse.ts";
import { RecentListings, type RecentListingsHandle } from "./recent-listings.ts";
import { NEVER, type Recipients } from "./recipients.ts";

/** Due as late as this is never: no run is so long. */
const MOST_TICKS = 2 ** 30;

const TOLD_OPERATORS: readonly number[] = [...OPERATORS.keys()];
const TOLD_STORES: readonly number[] = [STORES];

export class NoticeDesk {
  readonly #recipients: Recipients;
  /** Of keys of which somebody enacts the notice later: the tick of the listing, and of the last enactment. */
  readonly #listedAt = new KeyIndex();
  readonly #lastDue = new KeyIndex();
  /** A table for each side, as workers read that of the tick before. */
  readonly #tables: readonly [RecentListings, RecentListings] = [RecentListings.create(), RecentListings.create()];
  /** By recipient, of the notices that are ever enacted: when, and how long after the listing. */
  readonly #due: readonly number[][] = RECIPIENTS.map(() => []);
  readonly #delays: readonly number[][] = RECIPIENTS.map(() => []);
  readonly #notices = RECIPIENTS.map(() => 0);
  readonly #passed = RECIPIENTS.map(() => 0);

  constructor(recipients: Recipients) {
    this.#recipients = recipients;
  }

  /** Sends notices of the keys listed at `tick`. `isApp`: whether a key is that of an app. Ticks rise. */
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

  /** Forgets what all had enacted before `tick`: of the tick before, the network is still asked (`blocksHost`). */
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
   * Whether whoever would block a listed site or app for a subscriber had enacted the notice by `tick`; where not, that
   * is counted.
   */
  blocksHost(key: number, isApp: boolean, subscriber: number, tick: number): boolean {
    const recipient = isApp ? STORES : this.#recipients.operatorOf(subscriber);
    const listedAt = this.#listedAt.get(key);
    if (lapseOf(this.#recipients, key, recipient, listedAt, tick) === ENACTED) return true;
    this.#passed[recipient]!++;
    return false;
  }

  /** When the run has come to `tick`. */
  counts(tick: number): NoticeCounts[] {
    return RECIPIENTS.map((recipient, index) => ({
      recipient,
      notices: this.#notices[index]!,
      enacted: this.#due[index]!.filter((due) => due <= tick).length,
      medianDelayHours: medianOf(this.#delays[index]!),
      passed: this.#passed[index]!,
    }));
  }
}

function medianOf(values: readonly number[]): number | null {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
