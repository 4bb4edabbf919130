/**
 * What of each keyed request a front has published. It lies with the events, so a front that starts again knows what of
 * a request that is repeated has arrived, and publishes the rest alone.
 */
import { LatestByName } from "../latest-by-name.ts";
import { RECEIPTS_MS } from "./event-pack.ts";
import type { Lane } from "./lane.ts";

/** Events of a request in a pack. */
interface Receipt {
  readonly partition: number;
  /** The line of the first event of the request, wherever that was published. */
  readonly first: number;
  /** The last line of the pack. */
  readonly through: number;
}

/** As many as answers are kept. */
const MOST_KEPT = 10_000;

export class Receipts {
  readonly #byKey = new LatestByName<readonly Receipt[]>(MOST_KEPT, Number.POSITIVE_INFINITY);

  add(key: string, receipt: Receipt): void {
    this.#byKey.add(key, [...(this.#byKey.get(key) ?? []), receipt]);
  }

  /** The line by which event `at` of the request, which belongs to a partition, was published; null: it was not. */
  lineOf(key: string, partition: number, at: number): number | null {
    const found = this.#byKey.get(key)?.find((one) => one.partition === partition && one.first + at <= one.through);
    return found === undefined ? null : found.first + at;
  }

  /** Of packs that are there, as of the last minute before the last. */
  async readFrom(lane: Lane): Promise<void> {
    const found: (readonly [key: string, receipt: Receipt])[] = [];
    for await (const { receipts = [], lastLine } of lane.past(RECEIPTS_MS)) {
      for (const [key, first] of receipts) {
        found.push([key, { partition: lane.partition, first, through: lastLine }]);
      }
    }
    for (const [key, receipt] of found.toReversed()) this.add(key, receipt);
  }
}
