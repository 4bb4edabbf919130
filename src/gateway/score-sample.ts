/**
 * Scores of the last day: a sample of each hour, with the evidence of each event, so that any thresholds can be tried;
 * and how scores lay on the first day.
 */
import { z } from "zod";
import { bytesOf } from "../core/columns.ts";
import { type FileKind, readChecked, refuseFile, writeChecked } from "../core/file/checked-file.ts";
import { keyedHash, seededHashKey } from "../core/key-hash.ts";
import { HOUR_MS } from "../core/time.ts";
import type { ClassifierSettings } from "../detect/classifier/weights.ts";
import { EVIDENCE, evidenceBit } from "../detect/evidence.ts";
import { canonicalIdentity } from "../event/identity.ts";
import type { Country } from "../rows/country.ts";
import type { ScreenerEvent } from "../screen/screened-event.ts";
import { clockMs } from "./clock.ts";
import { classOf, type Watcher } from "./watcher.ts";
import { CLASSES, type EventClass, type Verdict } from "./protocol.ts";

/** Events of a class with the same score and evidence. */
export interface ScoredEvents {
  readonly of: EventClass;
  readonly score: number;
  /** Bits of their evidence (detect/evidence.ts). */
  readonly evidence: number;
  /** Whether they were listed when they came, or their caller was since. */
  readonly isFraud: boolean;
  /** Of the sample, and the events that these stand for. */
  readonly sampled: number;
  readonly events: number;
}

export interface DayScores {
  /** When the first hour of it began; null: nothing came. */
  readonly fromMs: number | null;
  readonly scored: readonly ScoredEvents[];
}

/** Events by score, and how many of the sample they are. */
export interface ScoreCounts {
  readonly sampled: number;
  readonly counts: readonly (readonly [score: number, events: number])[];
}

/** How an event gets its score: scores of another scoring are not to be compared. */
export interface Scoring {
  readonly settings: ClassifierSettings;
  /** What else counts, as text: the model and its checksum, the stages. */
  readonly by: string;
}

/** Of an hour: a day has some 200,000, in 4 MB. */
const SAMPLED_AN_HOUR = 8192;
const HOURS = 24;
/** Of fewer, no share is known. */
const LEAST_FIRST_DAY = 1000;
const GATHERED_AT_ONCE = 20_000;
const KEPT_MS = 10_000;
const NOBODY = -1;
const FRAUD = 2;

const { salt, lower, middle, upper } = seededHashKey(1, "scores of a gateway");
const LISTED_BITS = evidenceBit("callerListed") | evidenceBit("domainListed");
const BITS: ReadonlyMap<string, number> = new Map(EVIDENCE.map((kind) => [kind, evidenceBit(kind)]));

/** Each event is drawn by its number in the hour. Where the hour is full, half of those drawn are left. */
class SampledHour {
  readonly startMs: number;
  total = 0;
  size = 0;
  /** Who draws less is in. */
  below = 2 ** 32;
  readonly drawn = new Uint32Array(SAMPLED_AN_HOUR);
  readonly scores = new Int32Array(SAMPLED_AN_HOUR);
  readonly evidence = new Int32Array(SAMPLED_AN_HOUR);
  readonly callers = new Float64Array(SAMPLED_AN_HOUR);
  /** The number of its class, and FRAUD. */
  readonly marks = new Uint8Array(SAMPLED_AN_HOUR);

  constructor(startMs: number) {
    this.startMs = startMs;
  }

  /** Where the next event goes; -1: it is not drawn. */
  draw(): number {
    const drawn = keyedHash(this.total++, salt, lower, middle, upper) >>> 0;
    if (drawn >= this.below) return -1;
    if (this.size === SAMPLED_AN_HOUR) {
      this.#halve();
      if (drawn >= this.below) return -1;
    }
    this.drawn[this.size] = drawn;
    return this.size++;
  }

  #halve(): void {
    while (this.size === SAMPLED_AN_HOUR) {
      this.below /= 2;
      let kept = 0;
      for (let at = 0; at < SAMPLED_AN_HOUR; at++) {
        if (this.drawn[at]! >= this.below) continue;
        for (const column of this.columns) column[kept] = column[at]!;
        kept++;
      }
      this.size = kept;
    }
  }

  get columns() {
    return [this.drawn, this.scores, this.evidence, this.callers, this.marks] as const;
  }
}

export class ScoreSample implements Watcher {
  readonly #country: Country;
  readonly #now: () => number;
  #scoring: Scoring;
  /** The oldest first. */
  #hours: SampledHour[] = [];
  #first: Readonly<Record<EventClass, ScoreCounts>> | null = null;
  #firstMs: number | null = null;
  /** Gathered lately: of a whole day that takes some milliseconds. */
  #day: { readonly scores: DayScores; readonly untilMs: number } | null = null;

  constructor(scoring: Scoring, country: Country, now: () => number = clockMs) {
    this.#scoring = scoring;
    this.#country = country;
    this.#now = now;
  }

  get scoring(): Scoring {
    return this.#scoring;
  }

  /** How scores lay on the first day; null until it is over. */
  get firstDay(): Readonly<Record<EventClass, ScoreCounts>> | null {
    return this.#first;
  }

  decided(events: readonly ScreenerEvent[], verdicts: readonly Verdict[]): void {
    const hour = this.#hourOf(this.#now());
    // For every event: without an object of its own.
    for (let at = 0; at < events.length; at++) {
      const place = hour.draw();
      if (place < 0) continue;
      const { score, evidence } = verdicts[at]!;
      const event = events[at]!;
      const bits = evidence.reduce((sum, { kind }) => sum | (BITS.get(kind) ?? 0), 0);
      hour.scores[place] = score ?? 0;
      hour.evidence[place] = bits;
      hour.callers[place] = this.#callerOf(event.caller ?? null);
      hour.marks[place] = CLASSES.indexOf(classOf(event)) | ((bits & LISTED_BITS) === 0 ? 0 : FRAUD);
    }
  }

  /** It has no score. */
  passed(): void {}

  /** What was listed, or is no more, as the list writes it: a number changes what its events of the last day are. */
  listed(entries: readonly string[], isListed: boolean): void {
    const callers = new Set(entries.map((entry) => this.#callerOf(entry)));
    callers.delete(NOBODY);
    if (callers.size === 0) return;
    for (const { callers: known, marks, size } of this.#hours) {
      for (let at = 0; at < size; at++) {
        if (!callers.has(known[at]!)) continue;
        marks[at] = isListed ? marks[at]! | FRAUD : marks[at]! & ~FRAUD;
      }
    }
  }

  /** From now on events are scored otherwise: all before is forgotten. */
  begin(scoring: Scoring): void {
    this.#scoring = scoring;
    this.#hours = [];
    this.#first = null;
    this.#firstMs = null;
    this.#day = null;
  }

  /** The hour that is not over, and the 24 before it; of many events, as they were some seconds ago. */
  day(): DayScores {
    const nowMs = this.#now();
    if (this.#day !== null && nowMs < this.#day.untilMs) return this.#day.scores;
    const sinceMs = hourStart(nowMs) - HOURS * HOUR_MS;
    const hours = this.#hours.filter(({ startMs }) => startMs >= sinceMs);
    const scores = gather(hours);
    const isLarge = hours.reduce((sum, { size }) => sum + size, 0) > GATHERED_AT_ONCE;
    this.#day = isLarge ? { scores, untilMs: nowMs + KEPT_MS } : null;
    return scores;
  }

  /** Throws RingfenceError "io". */
  async save(path: string): Promise<void> {
    const head: Head = {
      scoring: { by: this.#scoring.by, settings: this.#scoring.settings as unknown as Head["scoring"]["settings"] },
      firstMs: this.#firstMs,
      first: this.#first as Head["first"],
      hours: this.#hours.map(({ startMs, total, size, below }) => ({ startMs, total, size, below })),
    };
    // Copied: events go on meanwhile.
    const columns = this.#hours.flatMap((hour) => hour.columns.map((column) => bytesOf(column.slice(0, hour.size))));
    writeChecked(path, KIND, [Buffer.from(`${JSON.stringify(head)}\n`), ...columns], "gateway.state");
  }

  /**
   * Goes on from what `save` wrote. False: those were scored otherwise, and are forgotten. Throws RingfenceError "io"
   * and "config" as `readChecked`.
   */
  async restore(path: string): Promise<boolean> {
    const { head, hours } = await readScores(path);
    if (head.scoring.by !== this.#scoring.by) return false;
    if (weighed(head.scoring.settings) !== weighed(this.#scoring.settings)) return false;
    this.#hours = hours;
    this.#firstMs = head.firstMs;
    this.#first = head.first;
    return true;
  }

  #hourOf(nowMs: number): SampledHour {
    const startMs = hourStart(nowMs);
    const last = this.#hours.at(-1);
    // A clock that was put back goes on in the hour that there is.
    if (last !== undefined && startMs <= last.startMs) return last;
    this.#firstMs ??= startMs;
    if (this.#first === null && startMs >= this.#firstMs + HOURS * HOUR_MS) this.#endFirstDay(this.#firstMs, startMs);
    const hour = new SampledHour(startMs);
    this.#hours = [...this.#hours.filter((one) => one.startMs >= startMs - HOURS * HOUR_MS), hour];
    return hour;
  }

  #endFirstDay(firstMs: number, nowMs: number): void {
    const endMs = firstMs + HOURS * HOUR_MS;
    const { scored } = gather(this.#hours.filter(({ startMs }) => startMs < endMs));
    if (scored.reduce((sum, { sampled }) => sum + sampled, 0) < LEAST_FIRST_DAY) this.#firstMs = nowMs;
    else this.#first = { call: countsOf(scored, "call"), message: countsOf(scored, "message") };
  }

  #callerOf(caller: string | number | null): number {
    return caller === null ? NOBODY : canonicalIdentity(this.#country.identityOf(String(caller)));
  }
}

/** Those of a class, by score. */
export function countsOf(scored: readonly ScoredEvents[], of: EventClass): ScoreCounts {
  const counts = new Map<number, number>();
  let sampled = 0;
  for (const one of scored) {
    if (one.of !== of) continue;
    counts.set(one.score, (counts.get(one.score) ?? 0) + one.events);
    sampled += one.sampled;
  }
  return { sampled, counts: [...counts].sort(([a], [b]) => a - b) };
}

/** What a gateway saved, for those who look at it from outside. Throws RingfenceError as `readChecked`. */
export async function savedScores(path: string): Promise<{ readonly day: DayScores; readonly scoring: Scoring }> {
  const { head, hours } = await readScores(path);
  const settings = head.scoring.settings as unknown as ClassifierSettings;
  return { day: gather(hours), scoring: { by: head.scoring.by, settings } };
}

function gather(hours: readonly SampledHour[]): DayScores {
  const found = new Map<string, { -readonly [K in keyof ScoredEvents]: ScoredEvents[K] }>();
  for (const { total, size, scores, evidence, marks } of hours) {
    const each = size === 0 ? 0 : total / size;
    for (let at = 0; at < size; at++) {
      const name = `${scores[at]!} ${evidence[at]!} ${marks[at]!}`;
      let one = found.get(name);
      if (one === undefined) {
        const isFraud = (marks[at]! & FRAUD) !== 0;
        const of = CLASSES[marks[at]! & ~FRAUD]!;
        one = { of, score: scores[at]!, evidence: evidence[at]!, isFraud, sampled: 0, events: 0 };
        found.set(name, one);
      }
      one.sampled++;
      one.events += each;
    }
  }
  return { fromMs: hours[0]?.startMs ?? null, scored: [...found.values()] };
}

const KIND: FileKind = {
  name: "ringfence scores",
  version: 1,
  expected: "the scores of a day that a gateway saved",
  advice: "the gateway begins a day anew without it",
};

const counts = z.strictObject({ sampled: z.int(), counts: z.array(z.tuple([z.int(), z.number()])) });
const headSchema = z.strictObject({
  scoring: z.strictObject({
    by: z.string(),
    settings: z.looseObject({
      prior: z.int(),
      flagScore: z.int(),
      blockScore: z.int(),
      weights: z.record(z.string(), z.int()),
    }),
  }),
  firstMs: z.number().nullable(),
  first: z.strictObject({ call: counts, message: counts }).nullable(),
  hours: z
    .array(
      z.strictObject({
        startMs: z.number(),
        total: z.int(),
        size: z.int().min(0).max(SAMPLED_AN_HOUR),
        below: z.number(),
      }),
    )
    .max(HOURS + 1),
});
type Head = z.output<typeof headSchema>;

async function readScores(path: string): Promise<{ readonly head: Head; readonly hours: SampledHour[] }> {
  const content = await readChecked(path, KIND);
  const end = content.indexOf("\n");
  const parsed = headSchema.safeParse(JSON.parse(content.toString("utf8", 0, end)));
  if (!parsed.success) throw refuseFile(path, KIND, "one of another version");
  let at = end + 1;
  const hours = parsed.data.hours.map(({ startMs, total, size, below }) => {
    const hour = Object.assign(new SampledHour(startMs), { total, size, below });
    for (const column of hour.columns) {
      const bytes = bytesOf(column).subarray(0, size * column.BYTES_PER_ELEMENT);
      bytes.set(content.subarray(at, (at += bytes.length)));
    }
    return hour;
  });
  return { head: parsed.data, hours };
}

/** In any order, but for the thresholds: those are no part of a score. */
function weighed(settings: object): string {
  return JSON.stringify(
    Object.entries({ ...settings, flagScore: 0, blockScore: 0 }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function hourStart(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS;
}
