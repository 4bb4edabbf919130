/**
 * Some events of an hour, with all data to explain them later. Identities alone choose them, so every run of a scenario
 * and seed has the same, though a run at full speed skips hours; each kind (blocked, flagged and allowed, fraud and
 * benign) has its share while there is any.
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

const SAMPLES_AN_HOUR = 24;
/** Kept of one kind until the hour is complete: enough for three kinds to fill an hour. */
const PER_KIND = 8;
/** Faster runs skip hours, which share a frame (stream.ts). */
const SAMPLING_GAP_MS = 200;
const WORD = 4294967296;
const HEAD_UNITS = 120;

interface Kept {
  readonly events: EventBatch;
  readonly findings: Findings;
  sample: Pick<Sample, "tick" | "tables" | "platform"> | null;
  truth: TruthDocument | null;
  /** Its rank among its kind: by its identity, which is as good as drawn. */
  order: number;
  context: (() => ExplanationContext) | null;
}

interface ExplainedSample extends Omit<ExplainedEvent<Explanation, TruthDocument>, "outcome"> {
  readonly timeMs: number;
}

export class SampledEvents {
  /** For each of the two ticks in flight: by kind, in ascending order. */
  readonly #inFlight: readonly [Kept[][], Kept[][]] = [emptyKinds(), emptyKinds()];
  #kept: Kept[] = [];
  readonly #free: Kept[] = [];
  /** The ticks in flight with events, and whether they are taken. */
  readonly #begun: [number, number] = [-1, -1];
  readonly #isWanted: [boolean, boolean] = [false, false];
  readonly #isLeftOut: [boolean, boolean] = [false, false];
  #lastTakenMs = Number.NEGATIVE_INFINITY;
  readonly #eventsKept: number;
  readonly #isFast: () => boolean;

  /** `eventsKept`: latest events that can be explained. `isFast`: true while the run is too fast to look at. */
  constructor(eventsKept: number, isFast: () => boolean) {
    this.#eventsKept = eventsKept;
    this.#isFast = isFast;
  }

  /** Takes a sampled event into consideration. Under a microsecond for most, some 3 for copied ones. */
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

  /** All events of the tick were considered, and its tables still stand: keeps some, in the order of time. */
  settle(tick: number): void {
    if (!this.#isWanted[sideOf(tick)]) return;
    this.#isWanted[sideOf(tick)] = false;
    const kinds = this.#inFlight[sideOf(tick)];
    const chosen = new Set<Kept>();
    // Blocked ones first, and the first of every kind before the second of any.
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

  #begin(tick: number): void {
    this.#begun[sideOf(tick)] = tick;
    const nowMs = performance.now();
    const isWanted = !this.#isFast() || nowMs - this.#lastTakenMs >= SAMPLING_GAP_MS;
    this.#isWanted[sideOf(tick)] = isWanted;
    this.#isLeftOut[sideOf(tick)] = !isWanted;
    if (isWanted) this.#lastTakenMs = nowMs;
  }

  /** True if no events of a tick in flight, or just settled, are taken, as the run was fast when the first came. */
  isLeftOut(tick: number): boolean {
    return this.#begun[sideOf(tick)] === tick && this.#isLeftOut[sideOf(tick)];
  }

  /** The last hour, up to this one, with kept events; -1 if there is none. */
  lastHour(upToHour: number): number {
    return this.#kept.findLast(({ sample }) => sample!.tick <= upToHour)?.sample!.tick ?? -1;
  }

  ofHour(hour: number): SampledEvent[] {
    return this.#kept.filter(({ sample }) => sample!.tick === hour).map(describe);
  }

  /** By 16 hexadecimal digits; null if it is not kept. */
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
