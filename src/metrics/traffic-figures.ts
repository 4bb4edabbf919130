/** Figures to compare with field measurements of fraud traffic, counted from every event of a run, with its truth. */
import { HOUR_MS, HOURS_PER_DAY } from "../core/time.ts";
import { type EventBatch, KIND_CALL } from "../event/event-batch.ts";
import type { EpisodeRecord } from "../record/episode.ts";
import { TECHNOLOGIES } from "../event/taxonomy.ts";
import { type TruthBatch, truthOf } from "../event/truth.ts";
import type { Labels } from "../event/labels.ts";

export interface TrafficFigures {
  /**
   * Numbers that gangs make first calls from, but for SIM boxes and forged hotlines. Means of a whole life: all that
   * was seen, over the numbers that were given up.
   */
  readonly nuisanceNumbers: {
    readonly seen: number;
    readonly givenUp: number;
    readonly lifeDays: number;
    readonly calls: number;
    readonly callees: number;
    readonly callS: number;
  };
  readonly contactsAPerson: { readonly mean: number; readonly p99: number; readonly max: number };
  readonly contactsADay: { readonly calls: number; readonly messages: number };
  /** Shares of subscribers whom a gang approached, and engaged, at least once. */
  readonly approachedShare: number;
  readonly engagedShare: number;
  /** People who lost money; of them, people whom a gang approached or engaged again later in the run. */
  readonly victims: { readonly people: number; readonly approachedAgain: number; readonly engagedAgain: number };
}

interface NumberUse {
  readonly key: string;
  readonly firstMs: number;
  lastMs: number;
  calls: number;
  answered: number;
  seconds: number;
  makesFirstCalls: boolean;
  readonly isNuisance: boolean;
  readonly callees: Set<number>;
}

const NO_NUISANCE = new Set(["sim-box", "spoofed-hotline"].map((name) => TECHNOLOGIES.indexOf(name as never)));
const LINES = 256;

/** Takes events in any order within two hours: those of one line by the hour, as no line is taken up twice. */
export class TrafficCounter {
  readonly #subscribers: number;
  readonly #days: number;
  readonly #uses = new Map<string, NumberUse>();
  readonly #latest = new Map<number, NumberUse>();
  readonly #contacts: Uint32Array;
  readonly #lastFirstMs: Float64Array;
  readonly #byKind = { calls: 0, messages: 0 };

  constructor(subscribers: number, hours: number) {
    this.#subscribers = subscribers;
    this.#days = hours / HOURS_PER_DAY;
    this.#contacts = new Uint32Array(subscribers);
    this.#lastFirstMs = new Float64Array(subscribers).fill(Number.NEGATIVE_INFINITY);
  }

  note(events: EventBatch, labels: Labels, row: number): void {
    const truth = truthOf(labels);
    if (truth.fraud[row] !== 1) return;
    const subscriber = truth.subscriber[row]!;
    const timeMs = events.timeMs[row]!;
    this.#contacts[subscriber]!++;
    if (truth.step[row] === 0 && truth.attempt[row] === 0) {
      this.#lastFirstMs[subscriber] = Math.max(this.#lastFirstMs[subscriber]!, timeMs);
    }
    if (events.kind[row] !== KIND_CALL) {
      this.#byKind.messages++;
      return;
    }
    this.#byKind.calls++;
    this.#noteCall(events, truth, row);
  }

  #noteCall(events: EventBatch, truth: TruthBatch, row: number): void {
    const timeMs = events.timeMs[row]!;
    const slot = truth.gang[row]! * LINES + truth.line[row]!;
    const key = `${slot} ${events.caller[row]!}`;
    const use = this.#uses.get(key) ?? this.#takeUp(key, slot, timeMs, truth.technology[row]!);
    use.lastMs = Math.max(use.lastMs, timeMs);
    use.calls++;
    use.answered += events.answered[row]!;
    use.seconds += events.durationS[row]!;
    use.callees.add(truth.subscriber[row]!);
    use.makesFirstCalls ||= truth.step[row] === 0;
  }

  #takeUp(key: string, slot: number, timeMs: number, technology: number): NumberUse {
    const isNuisance = !NO_NUISANCE.has(technology);
    const use: NumberUse = {
      key,
      firstMs: timeMs,
      lastMs: timeMs,
      calls: 0,
      answered: 0,
      seconds: 0,
      makesFirstCalls: false,
      isNuisance,
      callees: new Set(),
    };
    this.#uses.set(key, use);
    const latest = this.#latest.get(slot);
    if (latest === undefined || latest.firstMs < timeMs) this.#latest.set(slot, use);
    return use;
  }

  figures(episodes: readonly EpisodeRecord[]): TrafficFigures {
    const inUse = new Set(this.#latest.values());
    const numbers = [...this.#uses.values()].filter((use) => use.isNuisance && use.makesFirstCalls);
    const givenUp = numbers.filter((use) => !inUse.has(use)).length;
    const total = (of: (use: NumberUse) => number): number => numbers.reduce((sum, use) => sum + of(use), 0);
    const aLife = (of: (use: NumberUse) => number): number => total(of) / givenUp;
    const contacts = this.#contacts.toSorted();
    const sum = contacts.reduce((all, one) => all + one, 0);
    return {
      nuisanceNumbers: {
        seen: numbers.length,
        givenUp,
        lifeDays: aLife((use) => (use.lastMs - use.firstMs) / (HOUR_MS * HOURS_PER_DAY)),
        calls: aLife((use) => use.calls),
        callees: aLife((use) => use.callees.size),
        callS: total((use) => use.seconds) / total((use) => use.answered),
      },
      contactsAPerson: {
        mean: sum / this.#subscribers,
        p99: contacts[Math.ceil(0.99 * this.#subscribers) - 1]!,
        max: contacts.at(-1)!,
      },
      contactsADay: { calls: this.#byKind.calls / this.#days, messages: this.#byKind.messages / this.#days },
      approachedShare: contacts.filter((count) => count > 0).length / this.#subscribers,
      engagedShare: new Set(episodes.map(({ subscriber }) => subscriber)).size / this.#subscribers,
      victims: this.#victims(episodes),
    };
  }

  #victims(episodes: readonly EpisodeRecord[]): TrafficFigures["victims"] {
    const firstLossMs = new Map<number, number>();
    for (const { subscriber, outcome, endMs } of episodes) {
      if (outcome !== "lost") continue;
      firstLossMs.set(subscriber, Math.min(endMs, firstLossMs.get(subscriber) ?? Number.POSITIVE_INFINITY));
    }
    const after = episodes.filter(({ subscriber, engagedMs }) => engagedMs > (firstLossMs.get(subscriber) ?? Infinity));
    return {
      people: firstLossMs.size,
      approachedAgain: [...firstLossMs].filter(([subscriber, ms]) => this.#lastFirstMs[subscriber]! > ms).length,
      engagedAgain: new Set(after.map(({ subscriber }) => subscriber)).size,
    };
  }
}
