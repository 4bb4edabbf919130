/**
 * What was noted in one window, of all its batches: columns of plain numbers, copied out of batches whose memory is used again.
 * An object for each would be garbage by the next window, and there are millions in a run.
 */
import type { EventBatch } from "../event/event-batch.ts";
import type { Identity } from "../event/identity.ts";
import { FLAG, type VerdictBatch } from "../event/verdict-batch.ts";
import { type FoundSightings, type WatchSettings, isLongCall } from "./sighting.ts";

export class Sightings {
  readonly #longCallS: number;
  /** Keys of callers and hosts of which something was blocked. */
  readonly blocked = new Set<number>();
  /** The rest is of events that were let through, in no particular order. No truth in it. */
  readonly timeMs: number[] = [];
  readonly caller: Identity[] = [];
  readonly callee: Identity[] = [];
  readonly isFlagged: boolean[] = [];
  readonly isLong: boolean[] = [];
  /** The first host that a flagged text names. */
  readonly host: (string | null)[] = [];
  readonly #idHigh: number[] = [];
  readonly #idLow: number[] = [];

  constructor({ longCallS }: Pick<WatchSettings, "longCallS">) {
    this.#longCallS = longCallS;
  }

  /** Adds what was found in a batch. */
  add(events: EventBatch, verdicts: VerdictBatch, { passed, blocked }: FoundSightings): void {
    for (const key of blocked) this.blocked.add(key);
    for (const row of passed) {
      const isFlagged = verdicts.outcome.decision[row] === FLAG;
      this.timeMs.push(events.timeMs[row]!);
      this.caller.push(events.caller[row]!);
      this.callee.push(events.callee[row]!);
      this.isFlagged.push(isFlagged);
      this.isLong.push(isLongCall(events, row, this.#longCallS));
      this.host.push(isFlagged ? firstHost(verdicts, row) : null);
      this.#idHigh.push(events.idHigh[row]!);
      this.#idLow.push(events.idLow[row]!);
    }
  }

  /** The rows in order of time, and then of the events' identities: however they were cut into batches. */
  inOrder(): Uint32Array {
    const { timeMs } = this;
    const [idHigh, idLow] = [this.#idHigh, this.#idLow];
    return Uint32Array.from(timeMs.keys()).sort(
      (a, b) => timeMs[a]! - timeMs[b]! || idHigh[a]! - idHigh[b]! || idLow[a]! - idLow[b]!,
    );
  }
}

function firstHost({ links }: VerdictBatch, row: number): string | null {
  const link = links.first[row]!;
  if (link === links.first[row + 1]) return null;
  return String.fromCharCode(...links.host.subarray(links.hostStart[link]!, links.hostStart[link + 1]!));
}
