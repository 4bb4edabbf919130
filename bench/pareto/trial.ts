/** One setting tried on labelled events: the score of every event, and how fast the scores come, in one thread. */
import { addRecordToDigest, type DigestWords } from "../../src/report/digest.ts";
import type { EventBatch } from "../../src/event/event-batch.ts";
import { VerdictBatch } from "../../src/event/verdict-batch.ts";
import { type ScreeningTables, screen } from "../../src/screening.ts";
import type { LabelledEvents } from "./labelled-events.ts";
import { type Setting, tablesOf } from "./setting.ts";

export class Trial {
  readonly setting: Setting;
  /** Of the classifier, by event: log-odds of fraud in hundredths of a nat. */
  readonly scores: Int32Array;
  /** Events a second of processor time, a sample a round. */
  readonly samples: number[] = [];
  readonly #tables: ScreeningTables;
  readonly #timed: EventBatch;
  readonly #verdicts: VerdictBatch;

  /** Builds the tables, screens everything once for the scores, and so warms up. `timed`: the same for all trials. */
  constructor(setting: Setting, { batches, fraud, knowledge }: LabelledEvents, timed: EventBatch) {
    this.setting = setting;
    this.#tables = tablesOf(setting, knowledge);
    this.#timed = timed;
    this.#verdicts = VerdictBatch.allocate(Math.max(timed.count, ...batches.map(({ count }) => count)));
    this.scores = new Int32Array(fraud.length);
    this.#score(batches);
  }

  /** Times passes over the events that are timed, as many as take `leastSeconds`. */
  measureRound(leastSeconds: number): void {
    let seconds = 0;
    let passes = 0;
    for (; seconds < leastSeconds; passes++) seconds += this.#secondsOfPass();
    this.samples.push((passes * this.#timed.count) / seconds);
  }

  addTo(digest: DigestWords, trial: number): void {
    for (const [event, score] of this.scores.entries()) addRecordToDigest(digest, trial, [event, score]);
  }

  /** Processor time: the bench shares the machine. */
  #secondsOfPass(): number {
    const before = process.cpuUsage();
    screen(this.#timed, this.#verdicts, this.#tables);
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
