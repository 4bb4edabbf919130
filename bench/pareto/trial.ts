/** One setting tried on labelled events: the score of every event, and how fast the scores come, in one thread. */
import { addRecordToDigest, type DigestWords } from "../../src/report/digest.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { VerdictBatch } from "../../src/event/verdict-batch.ts";
import { type ScreeningTables, screen } from "../../src/screening.ts";
import { type LabelledEvents, cutIntoBatches } from "./labelled-events.ts";
import { type Setting, tablesOf } from "./setting.ts";

/** A setting that screens fewer events a second than this is timed on the first so many of them alone. */
const SLOW_EVENTS_PER_SECOND = 50_000;
const SLOW_EVENTS = 512;

export class Trial {
  readonly setting: Setting;
  /** Of the classifier, by event: log-odds of fraud in hundredths of a nat. */
  readonly scores: Int32Array;
  /** Events a second of processor time, a sample a round. */
  readonly samples: number[] = [];
  /** Events behind each sample, at least. */
  readonly timedEvents: number;
  readonly #tables: ScreeningTables;
  readonly #timedBatches: readonly EventBatch[];
  readonly #verdicts: VerdictBatch;

  /** Builds the tables, screens everything once for the scores, and so warms up. */
  constructor(setting: Setting, { batches, fraud, knowledge }: LabelledEvents) {
    this.setting = setting;
    this.#tables = tablesOf(setting, knowledge);
    this.#verdicts = VerdictBatch.allocate(Math.max(...batches.map(({ count }) => count)));
    this.scores = new Int32Array(fraud.length);
    this.#score(batches);
    this.#timedBatches = this.#isSlow(batches) ? firstOf(batches, SLOW_EVENTS) : batches;
    this.timedEvents = countEvents(this.#timedBatches);
  }

  get isTimedInPart(): boolean {
    return this.timedEvents < this.scores.length;
  }

  /** Times passes over the events, as many as take `leastSeconds`. */
  measureRound(leastSeconds: number): void {
    let seconds = 0;
    let passes = 0;
    for (; seconds < leastSeconds; passes++) seconds += this.#secondsOfPass(this.#timedBatches);
    this.samples.push((passes * this.timedEvents) / seconds);
  }

  addTo(digest: DigestWords, trial: number): void {
    for (const [event, score] of this.scores.entries()) addRecordToDigest(digest, trial, [event, score]);
  }

  /** Asked once the code is warm. */
  #isSlow(batches: readonly EventBatch[]): boolean {
    if (this.scores.length <= SLOW_EVENTS) return false;
    const few = firstOf(batches, SLOW_EVENTS);
    return countEvents(few) / this.#secondsOfPass(few) < SLOW_EVENTS_PER_SECOND;
  }

  /** Processor time: the bench shares the machine. */
  #secondsOfPass(batches: readonly EventBatch[]): number {
    const before = process.cpuUsage();
    for (const batch of batches) screen(batch, this.#verdicts, this.#tables);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  }

  #score(batches: readonly EventBatch[]): void {
    let from = 0;
    for (const batch of batches) {
      screen(batch, this.#verdicts, this.#tables);
      this.scores.set(this.#verdicts.outcome.score.subarray(0, batch.count), from);
      from += batch.count;
    }
  }
}

function countEvents(batches: readonly EventBatch[]): number {
  return batches.reduce((sum, { count }) => sum + count, 0);
}

function firstOf(batches: readonly EventBatch[], count: number): EventBatch[] {
  return cutIntoBatches(
    batches[0]!,
    Array.from({ length: Math.min(count, batches[0]!.count) }, (_, row) => row),
  );
}
