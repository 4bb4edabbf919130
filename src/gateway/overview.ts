/** What a gateway did since it began, and what it did last: for those who look at its page. */
import type { ClassifierSettings } from "../detect/classifier/weights.ts";
import { CLASSIFY } from "../detect/classifier/stage.ts";
import { EVENT_EVIDENCE } from "../detect/classifier/event-evidence.ts";
import { FINDERS } from "../detect/finders.ts";
import { describeStages } from "../explain/stage-words.ts";
import type { Country } from "../rows/country.ts";
import type { Screener } from "../screen/screener.ts";
import type { ScreenerEvent } from "../screen/screened-event.ts";
import type { Cases } from "./cases.ts";
import { clockMs } from "./clock.ts";
import { Latency } from "./latency.ts";
import { keptVerdict } from "./kept-event.ts";
import { Latest } from "./latest.ts";
import { maskedParts, maskedVerdict } from "./masked-event.ts";
import type { Waiting } from "./load.ts";
import { CLASSES, type EventClass, type OverviewAnswer, type Verdict, type VerdictName, VERDICTS } from "./protocol.ts";
import type { Shadow } from "./shadow.ts";
import { classOf, type Watcher } from "./watcher.ts";

export interface OverviewParts {
  readonly screener: Pick<Screener, "version" | "tables">;
  readonly cases: Pick<Cases, "counts" | "changes">;
  readonly waiting: Pick<Waiting, "longestMs">;
  readonly country: Country;
  readonly drift: () => OverviewAnswer["drift"];
  /** Null: there is none. */
  readonly shadow: Pick<Shadow, "counts"> | null;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

type Last = { readonly event: ScreenerEvent; readonly verdict: Verdict; readonly atMs: number };

const STEP_MS = 5000;
const STEPS = 60;
const MOST_LAST = 50;
/** That of the event itself is of no stage. */
const NO_STAGE = "event";

const STAGE_WORDS = describeStages() as OverviewAnswer["words"];

const STAGE_OF: ReadonlyMap<string, string> = new Map([
  ...Object.keys(EVENT_EVIDENCE).map((kind) => [kind, NO_STAGE] as const),
  ...FINDERS.flatMap(({ name, evidence }) => Object.keys(evidence).map((kind) => [kind, name] as const)),
]);

export class Overview implements Watcher {
  readonly #parts: OverviewParts;
  readonly #now: () => number;
  readonly #sinceMs: number;
  readonly #latency = new Latency();
  /** By verdict and class. */
  readonly #verdicts = new Float64Array(VERDICTS.length * CLASSES.length);
  /** Of what was flagged or blocked, by stage and kind of evidence. */
  readonly #stages = new Map<string, Float64Array>();
  readonly #evidence = new Map<string, number>();
  /** By step of time, and verdict. */
  readonly #steps = new Float64Array(STEPS * VERDICTS.length);
  #step: number;
  readonly #last = new Latest<Last>(MOST_LAST);

  constructor(parts: OverviewParts) {
    this.#parts = parts;
    this.#now = parts.now ?? clockMs;
    this.#sinceMs = this.#now();
    this.#step = stepOf(this.#sinceMs);
  }

  decided(events: readonly ScreenerEvent[], verdicts: readonly Verdict[], secondsEach: number): void {
    const nowMs = this.#now();
    this.#latency.add(secondsEach, events.length, nowMs);
    this.#goTo(stepOf(nowMs));
    // For every event: without an object of its own.
    for (let at = 0; at < events.length; at++) {
      const event = events[at]!;
      const verdict = verdicts[at]!;
      const of = classOf(event);
      this.#count(verdict.verdict, of);
      if (verdict.verdict === "allow") continue;
      this.#countEvidence(verdict, of);
      this.#last.add({ event, verdict: keptVerdict(verdict), atMs: nowMs });
    }
  }

  passed(event: ScreenerEvent): void {
    this.#goTo(stepOf(this.#now()));
    this.#count("unscreened", classOf(event));
  }

  /** As `GET /v1/overview` answers, but for the roles of who asks. */
  shown(): Omit<OverviewAnswer, "roles"> {
    const nowMs = this.#now();
    const { screener, cases, waiting } = this.#parts;
    const { count, micros } = this.#latency.quantiles([0.5, 0.99], nowMs);
    const settings = (screener.tables[CLASSIFY.name] as ClassifierSettings | null) ?? null;
    return {
      at: new Date(nowMs).toISOString(),
      since: new Date(this.#sinceMs).toISOString(),
      verdicts: byName(VERDICTS, (_verdict, at) => byClass((_, place) => this.#verdicts[at * CLASSES.length + place]!)),
      stages: [...this.#stages].map(([stage, counts]) => ({
        stage,
        flagged: byClass((_, at) => counts[at]!),
        blocked: byClass((_, at) => counts[CLASSES.length + at]!),
      })),
      evidence: Object.fromEntries(this.#evidence),
      rate: { stepSeconds: STEP_MS / 1000, steps: this.#stepsShown(nowMs) },
      screening: { count, p50: micros[0]!, p99: micros[1]! },
      waitingMs: Math.round(waiting.longestMs),
      scoring: settings && { prior: settings.prior, flagScore: settings.flagScore, blockScore: settings.blockScore },
      drift: this.#parts.drift(),
      shadow: this.#parts.shadow?.counts() ?? null,
      tables: tablesShown(screener.version),
      last: Array.from(this.#last, (one) => this.#lastShown(one)),
      words: STAGE_WORDS,
      cases: { ...cases.counts, changes: cases.changes },
    };
  }

  #count(verdict: VerdictName, of: EventClass): void {
    const at = VERDICTS.indexOf(verdict);
    this.#verdicts[at * CLASSES.length + CLASSES.indexOf(of)]!++;
    this.#steps[(this.#step % STEPS) * VERDICTS.length + at]!++;
  }

  /** Steps that passed without an event are empty. */
  #goTo(step: number): void {
    const first = Math.max(this.#step + 1, step - STEPS + 1);
    for (let at = first; at <= step; at++) {
      const from = (at % STEPS) * VERDICTS.length;
      this.#steps.fill(0, from, from + VERDICTS.length);
    }
    this.#step = Math.max(this.#step, step);
  }

  #countEvidence({ verdict, evidence }: Verdict, of: EventClass): void {
    const place = (verdict === "block" ? CLASSES.length : 0) + CLASSES.indexOf(of);
    const seen = new Set<string>();
    for (const { kind } of evidence) {
      this.#evidence.set(kind, (this.#evidence.get(kind) ?? 0) + 1);
      seen.add(STAGE_OF.get(kind) ?? NO_STAGE);
    }
    for (const stage of seen) {
      let counts = this.#stages.get(stage);
      if (counts === undefined) this.#stages.set(stage, (counts = new Float64Array(2 * CLASSES.length)));
      counts[place]!++;
    }
  }

  /** The oldest first, the last of them not over. */
  #stepsShown(nowMs: number): OverviewAnswer["rate"]["steps"] {
    this.#goTo(stepOf(nowMs));
    return Array.from({ length: STEPS }, (_, place) => {
      const from = ((this.#step + 1 + place) % STEPS) * VERDICTS.length;
      return byName(VERDICTS, (_verdict, at) => this.#steps[from + at]!);
    });
  }

  #lastShown({ event, verdict, atMs }: Last): OverviewAnswer["last"][number] {
    const at = new Date(atMs).toISOString();
    return {
      verdict: maskedVerdict(verdict, event, this.#parts.country),
      at,
      class: classOf(event),
      ...maskedParts(event, this.#parts.country),
    };
  }
}

export function tablesShown({ number, blocklist, templates, model }: Screener["version"]): OverviewAnswer["tables"] {
  const shown = (one: typeof blocklist) =>
    one && { source: one.source, entries: one.entries, since: one.since.toISOString() };
  return { number, blocklist: shown(blocklist), templates: shown(templates), model: shown(model) };
}

function byName<Name extends string, T>(
  names: readonly Name[],
  of: (name: Name, at: number) => T,
): Readonly<Record<Name, T>> {
  return Object.fromEntries(names.map((name, at) => [name, of(name, at)])) as Record<Name, T>;
}

function byClass(of: (name: EventClass, at: number) => number): Readonly<Record<EventClass, number>> {
  return byName(CLASSES, of);
}

function stepOf(atMs: number): number {
  return Math.floor(atMs / STEP_MS);
}
