/** One setting tried on labelled events: the score of every event, and how fast the scores come, in one thread. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { RandomStream } from "../../src/core/random.ts";
import { addRecordToDigest, type DigestWords } from "../../src/metrics/digest.ts";
import { appendEvent } from "../../src/event/copy-row.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { Findings } from "../../src/event/findings.ts";
import { type ScreeningTables, screen } from "../../src/detect/screening.ts";
import { type LabelledEvents, inBatches, rowsOf } from "./labelled-events.ts";
import { type Setting, tablesOf } from "./setting.ts";

/** Events are screened in parts, for a signal is answered between two. A scan does twenty long messages a second. */
const SCORED_AT_ONCE = 16;
/** What is timed is cut no finer than so: a call costs microseconds, and all but slow settings do with one. */
const PART_SECONDS = 0.25;

export class Trial {
  readonly setting: Setting;
  /** Of the classifier, by event: log-odds of fraud in hundredths of a nat. */
  readonly scores: Int32Array;
  /** Events a second of processor time, a sample a round. */
  readonly samples: number[] = [];
  readonly #tables: ScreeningTables;
  readonly #findings: Findings;
  #timed: readonly EventBatch[] = [];

  private constructor(setting: Setting, { fraud, knowledge }: LabelledEvents, most: number) {
    this.setting = setting;
    this.#tables = tablesOf(setting, knowledge);
    this.#findings = Findings.allocate(Math.max(most, SCORED_AT_ONCE));
    this.scores = new Int32Array(fraud.length);
  }

  /**
   * Builds the tables, screens everything once for the scores, and so warms up. `timed`: the same for all trials; it is
   * timed in parts of some `partSeconds`.
   */
  static async prepare(
    setting: Setting,
    events: LabelledEvents,
    timed: EventBatch,
    partSeconds = PART_SECONDS,
  ): Promise<Trial> {
    const trial = new Trial(setting, events, timed.count);
    const startMs = performance.now();
    await trial.#score(events.batches);
    // Both are of the same set, so what an event takes is about the same.
    const secondsOfEvent = (performance.now() - startMs) / 1000 / events.fraud.length;
    const size = Math.max(1, Math.floor(partSeconds / secondsOfEvent));
    trial.#timed = size >= timed.count ? [timed] : inBatches(rowsOf(timed), size);
    return trial;
  }

  /** Times passes over the events that are timed, as many as take `leastSeconds`. */
  async measureRound(leastSeconds: number): Promise<void> {
    let seconds = 0;
    let events = 0;
    while (seconds < leastSeconds) {
      for (const part of this.#timed) {
        seconds += this.#secondsOf(part);
        events += part.count;
        // The clock stands still: whatever else the thread does now is not counted.
        await nextTurn();
      }
    }
    this.samples.push(events / seconds);
  }

  addTo(digest: DigestWords, trial: number): void {
    for (const [event, score] of this.scores.entries()) addRecordToDigest(digest, trial, [event, score]);
  }

  /** Processor time: the bench shares the machine. */
  #secondsOf(part: EventBatch): number {
    const before = process.cpuUsage();
    screen(part, this.#findings, this.#tables);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  }

  async #score(batches: readonly EventBatch[]): Promise<void> {
    const part = EventBatch.allocate(SCORED_AT_ONCE);
    let scored = 0;
    for (const batch of batches) {
      for (let row = 0; row < batch.count; row++) {
        appendEvent(batch, row, part);
        if (part.count < part.capacity && row + 1 < batch.count) continue;
        screen(part, this.#findings, this.#tables);
        this.scores.set(this.#findings.outcome.score.subarray(0, part.count), scored);
        scored += part.count;
        part.count = 0;
        await nextTurn();
      }
    }
  }
}

/** A scan of a thousand scripts gets through twenty long messages a second. */
const MAX_TIMED_EVENTS = 1024;

/**
 * What settings are timed on, the same for all: drawn from the whole set, for what stands at its head may be all of one
 * kind. At most `most` of the events, by a draw keyed by each event's identity, and in the order of the draws: the same
 * events in the same order however the batches hold them.
 */
export function drawTimedEvents(batches: readonly EventBatch[], seed: number, most = MAX_TIMED_EVENTS): EventBatch {
  const draws = new RandomStream(seed, "pareto-timed");
  const drawn = batches.flatMap(rowsOf).map((event) => {
    const [first, second] = draws.draw(event.batch.idLow[event.row]!, event.batch.idHigh[event.row]!);
    return { ...event, first: first!, second: second! };
  });
  drawn.sort((a, b) => a.first - b.first || a.second - b.second);
  return inBatches(drawn.slice(0, most), most)[0]!;
}
