/** One setting tried on labelled events: the score of every event, and how fast the scores come, in one thread. */
import { RandomStream } from "../../src/core/random.ts";
import { addRecordToDigest, type DigestWords } from "../../src/metrics/digest.ts";
import type { EventBatch } from "../../src/event/event-batch.ts";
import { Findings } from "../../src/event/findings.ts";
import { type ScreeningTables, screen } from "../../src/detect/screening.ts";
import { type LabelledEvents, inBatches, rowsOf } from "./labelled-events.ts";
import { type Setting, tablesOf } from "./setting.ts";

export class Trial {
  readonly setting: Setting;
  /** Of the classifier, by event: log-odds of fraud in hundredths of a nat. */
  readonly scores: Int32Array;
  /** Events a second of processor time, a sample a round. */
  readonly samples: number[] = [];
  readonly #tables: ScreeningTables;
  readonly #findings: Findings;
  readonly #timed: EventBatch;

  /** Builds the tables, screens everything once for the scores, and so warms up. `timed`: the same for all trials. */
  constructor(setting: Setting, { batches, fraud, knowledge }: LabelledEvents, timed: EventBatch) {
    this.setting = setting;
    this.#tables = tablesOf(setting, knowledge);
    this.#findings = Findings.allocate(Math.max(timed.count, ...batches.map(({ count }) => count)));
    this.#timed = timed;
    this.scores = new Int32Array(fraud.length);
    let scored = 0;
    for (const batch of batches) {
      screen(batch, this.#findings, this.#tables);
      this.scores.set(this.#findings.outcome.score.subarray(0, batch.count), scored);
      scored += batch.count;
    }
  }

  /** Times passes over the events that are timed, as many as take `leastSeconds` of processor time: the machine is shared. */
  measureRound(leastSeconds: number): void {
    let seconds = 0;
    let events = 0;
    while (seconds < leastSeconds) {
      const before = process.cpuUsage();
      screen(this.#timed, this.#findings, this.#tables);
      const { user, system } = process.cpuUsage(before);
      seconds += (user + system) / 1e6;
      events += this.#timed.count;
    }
    this.samples.push(events / seconds);
  }

  addTo(digest: DigestWords, trial: number): void {
    for (const [event, score] of this.scores.entries()) addRecordToDigest(digest, trial, [event, score]);
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
