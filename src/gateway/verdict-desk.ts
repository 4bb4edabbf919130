/** Decides on events as they arrive, and remembers the last of them for those who ask why. */
import { RingfenceError } from "../core/errors.ts";
import { CLASSIFY } from "../detect/classifier/stage.ts";
import type { ClassifierSettings } from "../detect/classifier/weights.ts";
import type { Country } from "../rows/country.ts";
import type { FoundBatch } from "../screen/found-later.ts";
import type { ScreenedRow } from "../screen/screened-row.ts";
import type { Screener } from "../screen/screener.ts";
import type { ScreenerEvent } from "../screen/screened-event.ts";
import { clockMs } from "./clock.ts";
import { EventTimes, type TimedEvent, type TimeSource } from "./event-time.ts";
import { keptEvent, type KeptEvents, keptObjects } from "./kept-event.ts";
import { Latest } from "./latest.ts";
import { maskedEvent, maskedValue, maskedVerdict } from "./masked-event.ts";
import type { Counter, Histogram, Metrics } from "./metrics.ts";
import { CLASSES, MAX_ID_UNITS, type Verdict, VERDICTS } from "./protocol.ts";
import { classOf, type Watcher } from "./watcher.ts";

/** What is kept of an event that was screened: its verdict is made of it, and made again when somebody asks why. */
interface Seen {
  readonly id: string;
  readonly events: KeptEvents;
  /** Of these. */
  readonly at: number;
  readonly time: TimeSource;
  readonly micros: number;
  readonly weights: Readonly<Record<string, number>>;
  readonly found: FoundBatch;
  /** Of what was found. */
  readonly index: number;
}

/** Somebody who waits for the verdict on one event. */
interface Asked {
  readonly timed: TimedEvent;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (fault: unknown) => void;
}

export interface Explained {
  readonly event: Readonly<Record<string, unknown>>;
  readonly verdict: Verdict;
  readonly stages: Readonly<Record<string, unknown>>;
}

export class VerdictDesk {
  readonly #screener: Screener;
  readonly #country: Country;
  readonly #times = new EventTimes();
  readonly #last: Latest<Seen>;
  /** Single ones that came in this turn of the loop. */
  #gathered: Asked[] = [];
  readonly #verdicts: Counter;
  readonly #evidence: Counter;
  readonly #setAside: Counter;
  readonly #seconds: Histogram;
  readonly #watchers: readonly Watcher[];
  /**
   * Of events without an identity of their own; unlike those of the time before a restart. A letter ends it: with what
   * follows, its last digits must not look like a number of a person.
   */
  readonly #prefix = `${clockMs().toString(36)}x`;
  #given = 0;

  constructor(
    screener: Screener,
    country: Country,
    explained: number,
    metrics: Metrics,
    watchers: readonly Watcher[] = [],
  ) {
    this.#screener = screener;
    this.#country = country;
    this.#last = new Latest(explained);
    this.#watchers = watchers;
    this.#verdicts = metrics.counter("ringfence_verdicts_total", "Events by verdict and class.", "verdict", "class");
    this.#evidence = metrics.counter("ringfence_evidence_total", "Evidence found, by kind.", "kind");
    this.#setAside = metrics.counter("ringfence_set_aside_total", "Events that could not be read.");
    this.#seconds = metrics.histogram("ringfence_screen_seconds", "Seconds that screening of an event took.");
  }

  /**
   * Decides together with all that come one by one in the same turn of the loop: most of what a single event costs is
   * the batch. Throws RingfenceError "usage" for what is no event.
   */
  one(given: unknown): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      if (this.#gathered.length === 0) setImmediate(() => void this.#decideGathered());
      this.#gathered.push({ timed: this.#times.timed(given, clockMs()), resolve, reject });
    });
  }

  async #decideGathered(): Promise<void> {
    const asked = this.#gathered;
    this.#gathered = [];
    try {
      const found = await this.#each(asked.map(({ timed }) => timed));
      for (const [at, one] of found.entries()) {
        if (one instanceof RingfenceError) asked[at]!.reject(one);
        else asked[at]!.resolve(one);
      }
    } catch (fault) {
      for (const { reject } of asked) reject(fault);
    }
  }

  /** All of them, in order; throws RingfenceError "usage" where one is no event, before any is screened. */
  async all(given: readonly unknown[]): Promise<Verdict[]> {
    if (given.length === 0) return [];
    const arrivedMs = clockMs();
    return this.#decide(
      given.map((one) => this.#times.timed(one, arrivedMs)),
      true,
    );
  }

  /** Each that is an event, in order; in place of others what is wrong with them. `kept`: the same events, to keep. */
  async each(
    given: readonly unknown[],
    kept: KeptEvents | null = null,
  ): Promise<(Verdict | { readonly error: string })[]> {
    if (given.length === 0) return [];
    const arrivedMs = clockMs();
    const found = await this.#each(
      given.map((one) => this.#times.timed(one, arrivedMs)),
      kept,
    );
    return found.map((one) => (one instanceof RingfenceError ? { error: one.message } : one));
  }

  async #each(timed: readonly TimedEvent[], kept: KeptEvents | null = null): Promise<(Verdict | RingfenceError)[]> {
    try {
      if (timed.length > 1 || kept !== null) return await this.#decide(timed, true, kept);
    } catch (error) {
      if (!(error instanceof RingfenceError)) throw error;
    }
    const alone = timed.map(async (one) => (await this.#decide([one], false))[0]!);
    return (await Promise.allSettled(alone)).map((settled) => {
      if (settled.status === "fulfilled") return settled.value;
      if (settled.reason instanceof RingfenceError) return settled.reason;
      throw settled.reason;
    });
  }

  /** Without looking at it. */
  unscreened(given: unknown): Verdict {
    const event = (typeof given === "object" && given !== null ? given : {}) as ScreenerEvent;
    this.#verdicts.add(`unscreened ${classOf(event)}`);
    for (const watcher of this.#watchers) watcher.passed(event);
    return {
      id: this.#idOf(event),
      verdict: "unscreened",
      risk: null,
      score: null,
      modelScore: null,
      evidence: [],
      script: null,
      similarity: null,
      tables: this.#screener.version.number,
      time: "none",
      micros: 0,
    };
  }

  /** Null for an event that was never seen, or too long ago. Numbers are masked. */
  explain(id: string): Explained | null {
    const seen = this.#seen(id);
    if (seen === null) return null;
    const { found, index } = seen;
    const event = eventOf(seen);
    return {
      event: maskedEvent(event, this.#country),
      verdict: maskedVerdict(verdictOf(seen, found.row(index)), event, this.#country),
      stages: maskedValue(found.stages(index)) as Explained["stages"],
    };
  }

  /** The event as it was given; null as above. */
  seen(id: string): ScreenerEvent | null {
    const seen = this.#seen(id);
    return seen && eventOf(seen);
  }

  #seen(id: string): Seen | null {
    return this.#last.find((seen) => seen.id === id);
  }

  async #decide(timed: readonly TimedEvent[], isList: boolean, kept: KeptEvents | null = null): Promise<Verdict[]> {
    const weights = this.#weights;
    const rows: ScreenedRow[] = [];
    const founds: FoundBatch[] = [];
    const indexes: number[] = [];
    let tookMs: number;
    try {
      const events = timed.map(({ event }) => event);
      tookMs = await this.#screener.screenSoon(events, isList, (place, row, found, index) => {
        rows[place] = row;
        founds[place] = found;
        indexes[place] = index;
      });
    } catch (error) {
      if (!(error instanceof RingfenceError)) throw error;
      if (error.code === "config" && timed.some(({ event }) => (event.time ?? null) !== null)) {
        // A day behind those of the time before a restart.
        return this.#decide(
          timed.map(({ event }) => ({ event: { ...event, time: null }, time: "none" })),
          isList,
          kept,
        );
      }
      if (!isList || timed.length === 1) this.#setAside.add("");
      throw error;
    }
    const secondsEach = tookMs / 1000 / timed.length;
    const micros = Math.round(secondsEach * 1e6);
    this.#seconds.add(secondsEach, timed.length);
    const events = timed.map(kept === null ? ({ event }) => keptEvent(event) : ({ event }) => event);
    const source = kept ?? keptObjects(events);
    const tally = new Float64Array(VERDICTS.length * CLASSES.length);
    const verdicts = rows.map((row, at) => {
      tally[VERDICTS.indexOf(row.verdict) * CLASSES.length + CLASSES.indexOf(classOf(events[at]!))]!++;
      for (const kind of row.evidence) this.#evidence.add(kind);
      const { event, time } = timed[at]!;
      const [found, index] = [founds[at]!, indexes[at]!];
      const seen = { id: this.#idOf(event), events: source, at, time, micros, weights, found, index };
      // By a longer one nobody finds it.
      if (seen.id.length <= MAX_ID_UNITS) this.#last.add(seen);
      return verdictOf(seen, row);
    });
    for (const [at, count] of tally.entries()) {
      const [verdict, of] = [VERDICTS[Math.floor(at / CLASSES.length)]!, CLASSES[at % CLASSES.length]!];
      if (count > 0) this.#verdicts.add(`${verdict} ${of}`, count);
    }
    for (const watcher of this.#watchers) watcher.decided(events, verdicts, secondsEach);
    return verdicts;
  }

  get #weights(): Readonly<Record<string, number>> {
    return (this.#screener.tables[CLASSIFY.name] as ClassifierSettings | null)?.weights ?? {};
  }

  #idOf({ id }: ScreenerEvent): string {
    if (typeof id === "string" && id !== "") return id;
    return `${this.#prefix}${(this.#given++).toString(36)}`;
  }
}

/** With the time that counts. */
function eventOf({ events, at, time, found, index }: Seen): ScreenerEvent {
  const event = keptEvent(events.eventAt(at));
  if (time !== "none") return { ...event, time: found.timeMs(index) };
  return (event.time ?? "") === "" ? event : { ...event, time: null };
}

function verdictOf({ id, time, micros, weights, found }: Seen, row: ScreenedRow): Verdict {
  const { verdict, risk, score, modelScore, evidence, script, similarity } = row;
  return {
    id,
    verdict,
    risk,
    score,
    modelScore,
    evidence: evidence.map((kind) => ({ kind, weight: weights[kind] ?? 0 })),
    script,
    similarity,
    tables: found.by.version,
    time,
    micros,
  };
}
