/**
 * The closed loop of a run under way. After the run it equals the report, but for money that police send back later.
 */
import type { EpisodeRecord } from "../record/episode.ts";
import type { Delivery, EarlyWarning } from "../record/warning.ts";
import { lastMoment } from "./traced-warning.ts";

/** All lists hold everything since the run began, in order. */
interface LoopSoFar {
  readonly endedEpisodes: readonly EpisodeRecord[];
  readonly warnings: readonly EarlyWarning[];
  readonly deliveries: readonly Delivery[];
  readonly episodesUnderWay: () => Iterable<{ readonly subscriber: number; readonly engagedMs: number }>;
}

export class RunningLoop {
  ended = 0;
  lost = 0;
  lostYuan = 0;
  readonly #losers = new Set<number>();
  /** As in funnel.ts: `pushed` counts all warnings; the rest those for an episode that has ended. */
  pushed = 0;
  onTarget = 0;
  effective = 0;
  kept = 0;
  /** Episodes that have ended, and were warned of while they were open. */
  covered = 0;
  /** Warnings to people who were in no episode then, also none still under way. */
  falseAlarms = 0;
  #delivered = 0;
  readonly #firstDeliveryMs = new Map<number, number>();
  /** By subscriber, in the order of pushing: warnings that an episode under way may still explain. */
  readonly #warningsTo = new Map<number, EarlyWarning[]>();

  /** People who lost money, each counted once; `lost` counts episodes. */
  get losers(): number {
    return this.#losers.size;
  }

  /** Takes in what is new: a microsecond for each warning, delivery and episode, those under way among them. */
  update({ endedEpisodes, warnings, deliveries, episodesUnderWay }: LoopSoFar): void {
    for (; this.pushed < warnings.length; this.pushed++) this.#push(warnings[this.pushed]!);
    for (; this.#delivered < deliveries.length; this.#delivered++) {
      const { warning, timeMs } = deliveries[this.#delivered]!;
      if (!this.#firstDeliveryMs.has(warning)) this.#firstDeliveryMs.set(warning, timeMs);
    }
    for (; this.ended < endedEpisodes.length; this.ended++) this.#end(endedEpisodes[this.ended]!);
    if (this.pushed === 0) return;
    this.falseAlarms = this.pushed - this.onTarget;
    for (const { subscriber, engagedMs } of episodesUnderWay())
      this.falseAlarms -= this.#countSince(subscriber, engagedMs);
  }

  #countSince(subscriber: number, sinceMs: number): number {
    return (this.#warningsTo.get(subscriber) ?? []).filter(({ pushedMs }) => pushedMs >= sinceMs).length;
  }

  #push(warning: EarlyWarning): void {
    const earlier = this.#warningsTo.get(warning.subscriber);
    if (earlier) earlier.push(warning);
    else this.#warningsTo.set(warning.subscriber, [warning]);
  }

  #end(episode: EpisodeRecord): void {
    const { subscriber, engagedMs, endMs, outcome, lossYuan } = episode;
    this.lostYuan += lossYuan;
    if (outcome === "lost") {
      this.lost++;
      this.#losers.add(subscriber);
    }
    const warnings = this.#warningsTo.get(subscriber) ?? [];
    const forIt = warnings.filter(({ pushedMs }) => engagedMs <= pushedMs && pushedMs < endMs);
    this.onTarget += forIt.length;
    const [first] = forIt;
    // Another warning for the same episode is a repeat, and counts no further.
    if (first === undefined) return;
    this.covered++;
    const deliveredMs = this.#firstDeliveryMs.get(first.id) ?? Number.POSITIVE_INFINITY;
    if (deliveredMs > lastMoment(episode)) return;
    this.effective++;
    if (outcome !== "lost") this.kept++;
  }
}
