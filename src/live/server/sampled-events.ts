/**
 * Some events of an hour, with all that it takes to explain them later. Which ones follows from their identities alone,
 * so they are the same in every run of a scenario and seed, though a run at full speed leaves hours out; and of what
 * was blocked, flagged and allowed, fraud and benign, each has its share while there is any.
 */
import type { Identity } from "../../event/identity.ts";
import { sideOf } from "../../core/side.ts";
import { headOf } from "../../core/units.ts";
import { type ExplanationContext, type Explanation, explainRow } from "../../explain/explanation.ts";
import { contextKeeper } from "../../explain/context.ts";
import { appendEvent, copyFindings } from "../../event/copy-row.ts";
import { EventBatch, KIND_MESSAGE, textOf } from "../../event/event-batch.ts";
import { evidenceNames } from "../../detect/evidence.ts";
import { maskIdentity } from "../../event/masking.ts";
import { DECISIONS, Findings } from "../../event/findings.ts";
import { type TruthDocument, eventId, truthDocument } from "../../report/directory/decision.ts";
import { SAMPLE_KINDS, sampleKind } from "../../report/directory/sample-kind.ts";
import { STAGES } from "../../metrics/tally.ts";
import type { Sample } from "../../engine/sample.ts";
import type { ExplainedEvent, SampledEvent, StageCounts } from "./protocol.ts";

/** Shown of an hour at most. */
const SAMPLES_AN_HOUR = 24;
/** Kept of one kind until the hour is complete: enough for three kinds to fill an hour. */
const PER_KIND = 8;
/** Of a run that is faster, hours are left out: they share a frame (stream.ts). */
const SAMPLING_GAP_MS = 200;
const WORD = 4294967296;
/** UTF-16 units of a text that are shown in a list. */
const HEAD_UNITS = 120;

/** One event, in memory that is used again. */
interface Kept {
  readonly events: EventBatch;
  readonly findings: Findings;
  sample: Pick<Sample, "tick" | "tables" | "platform"> | null;
  truth: TruthDocument | null;
  /** Its place among its kind: by its identity, which is as good as drawn. */
  order: number;
  context: (() => ExplanationContext) | null;
}

/** What is known of an event from the event alone. */
interface ExplainedSample extends Omit<ExplainedEvent<Explanation, TruthDocument>, "outcome"> {
  readonly timeMs: number;
}

export class SampledEvents {
  /** Kept of each of the two ticks in flight: by kind, in ascending order. */
  readonly #inFlight: readonly [Kept[][], Kept[][]] = [emptyKinds(), emptyKinds()];
  /** The oldest first. */
  #kept: Kept[] = [];
  readonly #free: Kept[] = [];
  /** The ticks in flight of which something was seen, and whether events are taken of each. */
  readonly #begun: [number, number] = [-1, -1];
  readonly #isWanted: [boolean, boolean] = [false, false];
  readonly #isLeftOut: [boolean, boolean] = [false, false];
  #lastTakenMs = Number.NEGATIVE_INFINITY;
  readonly #eventsKept: number;
  readonly #isFast: () => boolean;

  /**
   * So many events can be explained, the latest. `isFast`: whether the run goes faster than anybody could look at, for
   * now.
   */
  constructor(eventsKept: number, isFast: () => boolean) {
    this.#eventsKept = eventsKept;
    this.#isFast = isFast;
  }

  /** Takes a sampled event into consideration. Under a microsecond for most, some 3 for those that are copied. */
  consider({ tick, tables, platform, scriptOf, view, row }: Sample): void {
    if (tick !== this.#begun[sideOf(tick)]) this.#begin(tick);
    if (!this.#isWanted[sideOf(tick)]) return;
    const { events, findings, truth } = view;
    const rivals = this.#inFlight[sideOf(tick)][sampleKind(findings, truth, row)]!;
    const order = events.idHigh[row]! + events.idLow[row]! / WORD;
    if (rivals.length === PER_KIND) {
      if (order >= rivals.at(-1)!.order) return;
      this.#free.push(rivals.pop()!);
    }
    const kept = this.#free.pop() ?? emptySlot();
    kept.events.count = 0;
    appendEvent(events, row, kept.events);
    copyFindings(findings, row, kept.findings, 0);
    kept.truth = truthDocument(events, truth, row, scriptOf);
    kept.order = order;
    kept.sample = { tick, tables, platform };
    const at = rivals.findIndex((rival) => rival.order > order);
    rivals.splice(at < 0 ? rivals.length : at, 0, kept);
  }

  /** All events of the tick have been considered, and its tables still stand: some are kept, in the order of time. */
  settle(tick: number): void {
    if (!this.#isWanted[sideOf(tick)]) return;
    this.#isWanted[sideOf(tick)] = false;
    const kinds = this.#inFlight[sideOf(tick)];
    const chosen = new Set<Kept>();
    // What is blocked first, and the first of every kind before the second of any.
    for (let place = 0; place < PER_KIND; place++) {
      for (let kind = SAMPLE_KINDS - 1; kind >= 0; kind--) {
        const kept = kinds[kind]![place];
        if (kept && chosen.size < SAMPLES_AN_HOUR) chosen.add(kept);
      }
    }
    for (const rivals of kinds) {
      for (const kept of rivals) if (!chosen.has(kept)) this.#free.push(kept);
      rivals.length = 0;
    }
    const inOrder = [...chosen].sort((a, b) => a.events.timeMs[0]! - b.events.timeMs[0]!);
    const keep = inOrder[0] && contextKeeper(inOrder[0].sample!);
    for (const kept of inOrder) kept.context = keep!(kept.events, kept.findings);
    this.#kept.push(...inOrder);
    while (this.#kept.length > this.#eventsKept) this.#free.push(this.#kept.shift()!);
  }

  /** All of an hour, or nothing. */
  #begin(tick: number): void {
    this.#begun[sideOf(tick)] = tick;
    const nowMs = performance.now();
    const isWanted = !this.#isFast() || nowMs - this.#lastTakenMs >= SAMPLING_GAP_MS;
    this.#isWanted[sideOf(tick)] = isWanted;
    this.#isLeftOut[sideOf(tick)] = !isWanted;
    if (isWanted) this.#lastTakenMs = nowMs;
  }

  /**
   * Whether none is taken of the events of a tick in flight, or of one just settled, since the run was fast when the
   * first of them came.
   */
  isLeftOut(tick: number): boolean {
    return this.#begun[sideOf(tick)] === tick && this.#isLeftOut[sideOf(tick)];
  }

  /** The last hour, up to this one, that some events are kept of; -1 where there is none. */
  lastHour(upToHour: number): number {
    return this.#kept.findLast(({ sample }) => sample!.tick <= upToHour)?.sample!.tick ?? -1;
  }

  /** What was kept of an hour, while it is. */
  ofHour(hour: number): SampledEvent[] {
    return this.#kept.filter(({ sample }) => sample!.tick === hour).map(describe);
  }

  /** An event by its 16 hexadecimal digits; null where it is not, or no longer, kept. */
  explain(id: string): ExplainedSample | null {
    const kept = this.#kept.find(({ events }) => eventId(events, 0) === id);
    if (kept === undefined) return null;
    const explanation = explainRow(kept.events, kept.findings, 0, kept.context!());
    return { event: describe(kept), timeMs: kept.events.timeMs[0]!, explanation, truth: kept.truth! };
  }
}

function emptyKinds(): Kept[][] {
  return Array.from({ length: SAMPLE_KINDS }, () => []);
}

function emptySlot(): Kept {
  return {
    events: EventBatch.allocate(1),
    findings: Findings.allocate(1),
    sample: null,
    truth: null,
    order: 0,
    context: null,
  };
}

function describe({ events, findings, truth, sample }: Kept): SampledEvent {
  const isMessage = events.kind[0] === KIND_MESSAGE;
  return {
    id: eventId(events, 0),
    hour: sample!.tick,
    kind: isMessage ? "message" : "call",
    caller: maskIdentity(events.caller[0]! as Identity),
    text: isMessage ? headOf(textOf(events, 0), HEAD_UNITS) : null,
    decision: DECISIONS[findings.outcome.decision[0]!]!,
    stages: stagesWithEvidence(findings.outcome.evidence[0]!),
    fraud: truth!.fraud,
  };
}

function stagesWithEvidence(bits: number): StageCounts["stage"][] {
  const found = new Set<string>(evidenceNames(bits));
  return STAGES.filter(({ evidence }) => evidence.some((name) => found.has(name))).map(
    ({ name }) => name as StageCounts["stage"],
  );
}
