/** Decides on events as they arrive, and remembers the last ones, to explain them. */
import { RingfenceError } from "../core/errors.ts";
import { canonicalIdentity } from "../event/identity.ts";
import type { Country } from "../rows/country.ts";
import type { ScreenedEvent, ScreenEvent } from "../screen/screened-event.ts";
import type { EventTimes, TimedEvent } from "./event-time.ts";
import type { Counter, Histogram, Metrics } from "./metrics.ts";
import { type Explanation, type LastAnswer, MAX_ID_UNITS, type Verdict } from "./protocol.ts";
import type { Screening } from "./screening.ts";
import { keptEvent, maskedEvent, maskedParts, maskedValue, maskedVerdict } from "./shown-event.ts";

interface Seen {
  readonly id: string;
  readonly atMs: number;
  readonly event: ScreenEvent;
  readonly verdict: Verdict;
  readonly screened: ScreenedEvent;
}

interface DeskParts {
  readonly screening: Pick<Screening, "screen" | "number" | "weights">;
  readonly times: EventTimes;
  readonly country: Country;
  /** Number of last events that can be explained. */
  readonly explained: number;
  readonly metrics: Metrics;
}

const MOST_LAST = 50;

/** The last items that were added, up to a number. */
class Latest<T> {
  readonly #most: number;
  readonly #items: T[] = [];
  #next = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(one: T): void {
    this.#items[this.#next] = one;
    this.#next = (this.#next + 1) % this.#most;
  }

  /** The latest first. */
  *[Symbol.iterator](): Generator<T> {
    const { length } = this.#items;
    for (let back = 1; back <= length; back++) yield this.#items[(this.#next - back + length) % length]!;
  }
}

export class VerdictDesk {
  readonly #parts: DeskParts;
  readonly #seen: Latest<Seen>;
  /** The last events that were flagged or blocked. */
  readonly #last = new Latest<Seen>(MOST_LAST);
  readonly #verdicts: Counter;
  readonly #evidence: Counter;
  readonly #setAside: Counter;
  readonly #seconds: Histogram;
  /** For ids that the gateway gives: they differ after a restart, and look like nobody's number. */
  readonly #prefix = `${Date.now().toString(36)}x`;
  #idsGiven = 0;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#seen = new Latest(parts.explained);
    const { metrics } = parts;
    this.#verdicts = metrics.counter("ringfence_verdicts_total", "Events by verdict and class.", "verdict", "class");
    this.#evidence = metrics.counter("ringfence_evidence_total", "Evidence found, by kind.", "kind");
    this.#setAside = metrics.counter("ringfence_set_aside_total", "Events that could not be read.");
    this.#seconds = metrics.histogram("ringfence_screen_seconds", "Seconds that screening of an event took.");
  }

  /** In order. Throws RingfenceError "usage" where one is no event, before any is screened. */
  all(given: readonly unknown[]): Verdict[] {
    return this.#decide(this.#timed(given));
  }

  /** Throws RingfenceError "usage" where it is no event. */
  one(given: unknown): Verdict {
    return this.#decideOne(this.#timed([given])[0]!);
  }

  #decideOne(timed: TimedEvent): Verdict {
    try {
      return this.#decide([timed])[0]!;
    } catch (error) {
      if (!(error instanceof RingfenceError)) throw error;
      this.#setAside.add("");
      throw new RingfenceError(error.code, error.message.replace(/^events\[0\]/, "event"), { cause: error });
    }
  }

  /** In order; an error where one is no event. */
  each(given: readonly unknown[]): (Verdict | { readonly error: string })[] {
    const timed = this.#timed(given);
    try {
      return this.#decide(timed);
    } catch (error) {
      if (!(error instanceof RingfenceError)) throw error;
    }
    return timed.map((one) => {
      try {
        return this.#decideOne(one);
      } catch (error) {
        if (error instanceof RingfenceError) return { error: error.message };
        throw error;
      }
    });
  }

  /** A verdict that lets the event pass. */
  unscreened(given: unknown): Verdict {
    const event = (typeof given === "object" && given !== null ? given : {}) as ScreenEvent;
    this.#verdicts.add(`unscreened ${classOf(event)}`);
    const nothing = {
      risk: null,
      noRisk: null,
      score: null,
      modelScore: null,
      evidence: [],
      script: null,
      similarity: null,
    };
    const tables = this.#parts.screening.number;
    return { id: this.#idOf(event), verdict: "unscreened", ...nothing, tables, time: "none", micros: 0 };
  }

  /** The latest event with this id, numbers masked; null where none of the last events has it. */
  explain(id: string): Explanation | null {
    const [seen] = this.#withId(id);
    if (seen === undefined) return null;
    const { event, verdict, screened } = seen;
    const { country } = this.#parts;
    return {
      event: maskedEvent(event, country),
      verdict: maskedVerdict(verdict, event, country),
      stages: maskedValue(screened.stages) as Explanation["stages"],
    };
  }

  /**
   * The latest event with this id; null where none of the last events has it. Throws RingfenceError "usage" where
   * events with this id have different callers: it is not clear which is meant.
   */
  seen(id: string): ScreenEvent | null {
    const { country } = this.#parts;
    const all = this.#withId(id).map(({ event }) => event);
    const callers = new Set(all.map(({ caller }) => canonicalIdentity(country.identityOf(String(caller ?? "")))));
    if (callers.size <= 1) return all[0] ?? null;
    throw new RingfenceError(
      "usage",
      `events with this id have ${callers.size} callers: state the caller, and give each event an id of its own`,
    );
  }

  /** The last events that were flagged or blocked, the latest first. Numbers are masked. */
  last(): LastAnswer {
    const { country } = this.#parts;
    const events = Array.from(this.#last, ({ atMs, event, verdict }) => ({
      at: new Date(atMs).toISOString(),
      ...maskedParts(event, country),
      verdict: maskedVerdict(verdict, event, country),
    }));
    return { events };
  }

  /** The latest first. For rare use: it looks at all events that are kept. */
  #withId(id: string): Seen[] {
    return [...this.#seen].filter((one) => one.id === id);
  }

  #timed(given: readonly unknown[]): TimedEvent[] {
    const arrivedMs = Date.now();
    return given.map((one) => this.#parts.times.timed(one, arrivedMs));
  }

  #decide(timed: readonly TimedEvent[]): Verdict[] {
    if (timed.length === 0) return [];
    const { screening } = this.#parts;
    const startMs = performance.now();
    const all = screening.screen(timed);
    const secondsEach = (performance.now() - startMs) / 1000 / timed.length;
    this.#seconds.add(secondsEach, timed.length);
    const { weights, number } = screening;
    const atMs = Date.now();
    const [tables, micros] = [number, Math.round(secondsEach * 1e6)];
    return all.map((screened, at) => {
      const { event, time } = timed[at]!;
      const id = this.#idOf(event);
      const { verdict: decision, risk, noRisk, score, modelScore, script, similarity } = screened;
      this.#verdicts.add(`${decision} ${classOf(event)}`);
      for (const kind of screened.evidence) this.#evidence.add(kind);
      const evidence = screened.evidence.map((kind) => ({ kind, weight: weights[kind] ?? 0 }));
      const found = { risk, noRisk, score, modelScore, evidence, script, similarity };
      const verdict: Verdict = { id, verdict: decision, ...found, tables, time, micros };
      if (id.length > MAX_ID_UNITS) return verdict;
      const seen = { id, atMs, event: keptEvent(event), verdict, screened };
      this.#seen.add(seen);
      if (decision !== "allow") this.#last.add(seen);
      return verdict;
    });
  }

  #idOf({ id }: ScreenEvent): string {
    if (typeof id === "string" && id !== "") return id;
    return `${this.#prefix}${(this.#idsGiven++).toString(36)}`;
  }
}

function classOf({ text }: ScreenEvent): "message" | "call" {
  return typeof text === "string" && text !== "" ? "message" : "call";
}
