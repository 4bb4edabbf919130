/**
 * Some events of an hour, with all data to explain them later. Identities alone choose them, so every run of a scenario
 * and seed has the same, though a run at full speed skips hours; each kind (blocked, flagged and allowed, fraud and
 * benign) has its share while there is any.
 */
import type { Identity } from "../../event/identity.ts";
import { sideOf } from "../../core/time.ts";
import { headOf } from "../../core/units.ts";
import { type ExplanationContext, explainRow } from "../../explain/explanation.ts";
import { contextKeeper } from "../../explain/context.ts";
import { appendEvent, copyFindings } from "../../event/copy-row.ts";
import { EventBatch, KIND_MESSAGE, textOf } from "../../event/event-batch.ts";
import { maskIdentity } from "../../event/masking.ts";
import { DECISIONS, Findings } from "../../event/findings.ts";
import {
  eventId,
  SAMPLE_KINDS,
  sampleKind,
  type TruthDocument,
  truthDocument,
} from "../../report/directory/decision.ts";
import type { Sample } from "../../engine/loop/scene.ts";

const SAMPLES_AN_HOUR = 24;
/** The latest events that can be explained: those of 20 full hours at least. */
const EVENTS_KEPT = 20 * SAMPLES_AN_HOUR;
/** Candidates of one kind: enough for three kinds to fill an hour. */
const PER_KIND = 8;
/** Faster runs skip hours: nobody could read them, and the events before would soon be forgotten. */
const GAP_MS = 200;
const WORD = 4294967296;
const HEAD_UNITS = 120;

interface Candidate {
  readonly sample: Pick<Sample, "tick" | "tables" | "platform">;
  readonly events: EventBatch;
  readonly findings: Findings;
  readonly truth: TruthDocument;
  /** Its rank among its kind: by its identity, which is as good as drawn. */
  readonly order: number;
}

interface Kept extends Candidate {
  readonly context: () => ExplanationContext;
}

export class SampledEvents {
  /** For each of the two ticks in flight: by kind, in ascending order. */
  readonly #inFlight: readonly [Candidate[][], Candidate[][]] = [emptyKinds(), emptyKinds()];
  #kept: Kept[] = [];
  #keptMs = Number.NEGATIVE_INFINITY;
  readonly #isFast: () => boolean;

  /** `isFast`: true while the run is too fast to look at. */
  constructor(isFast: () => boolean) {
    this.#isFast = isFast;
  }

  /** Takes a sampled event into consideration. Under a microsecond for most. */
  consider({ tick, tables, platform, scriptOf, view, row }: Sample): void {
    const { events, findings, truth } = view;
    const rivals = this.#inFlight[sideOf(tick)][sampleKind(findings, truth, row)]!;
    const order = events.idHigh[row]! + events.idLow[row]! / WORD;
    if (rivals.length === PER_KIND) {
      if (order >= rivals.at(-1)!.order) return;
      rivals.pop();
    }
    const candidate = {
      sample: { tick, tables, platform },
      events: EventBatch.allocate(1),
      findings: Findings.allocate(1),
      truth: truthDocument(events, truth, row, scriptOf),
      order,
    };
    appendEvent(events, row, candidate.events);
    copyFindings(findings, row, candidate.findings, 0);
    const at = rivals.findIndex((rival) => rival.order > order);
    rivals.splice(at < 0 ? rivals.length : at, 0, candidate);
  }

  /** Keeps some of those considered, in the order of time. To be called while the tables of the tick still stand. */
  keep(tick: number): void {
    const kinds = this.#inFlight[sideOf(tick)];
    const nowMs = performance.now();
    if (!this.#isFast() || nowMs - this.#keptMs >= GAP_MS) {
      // Blocked ones first, and the first of every kind before the second of any.
      const inTurn = Array.from({ length: PER_KIND }, (_, place) =>
        kinds.flatMap((rivals) => rivals.slice(place, place + 1)).toReversed(),
      );
      const chosen = inTurn.flat().slice(0, SAMPLES_AN_HOUR);
      chosen.sort((a, b) => a.events.timeMs[0]! - b.events.timeMs[0]!);
      const keeper = chosen[0] && contextKeeper(chosen[0].sample);
      const kept = chosen.map((one) => ({ ...one, context: keeper!(one.events, one.findings) }));
      this.#kept = [...this.#kept, ...kept].slice(-EVENTS_KEPT);
      this.#keptMs = nowMs;
    }
    for (const rivals of kinds) rivals.length = 0;
  }

  /** Of the last hour from `fromHour` to `toHour` with kept events. */
  lastOf(fromHour: number, toHour: number): SampledEvent[] {
    const ofHours = this.#kept.filter(({ sample: { tick } }) => fromHour <= tick && tick <= toHour);
    return ofHours.filter(({ sample }) => sample.tick === ofHours.at(-1)!.sample.tick).map(describe);
  }

  /** By 16 hexadecimal digits; null if it is not kept. */
  explain(id: string) {
    const kept = this.#kept.find(({ events }) => eventId(events, 0) === id);
    if (kept === undefined) return null;
    const { events, findings, truth, context } = kept;
    return {
      event: describe(kept),
      timeMs: events.timeMs[0]!,
      explanation: explainRow(events, findings, 0, context()),
      truth,
    };
  }
}

function emptyKinds(): Candidate[][] {
  return Array.from({ length: SAMPLE_KINDS }, () => []);
}

export type SampledEvent = Readonly<ReturnType<typeof describe>>;

function describe({ events, findings, truth, sample }: Candidate) {
  const isMessage = events.kind[0] === KIND_MESSAGE;
  return {
    id: eventId(events, 0),
    hour: sample.tick,
    caller: maskIdentity(events.caller[0]! as Identity),
    /** The head of a text, whatever it holds; null for a call. */
    text: isMessage ? headOf(textOf(events, 0), HEAD_UNITS) : null,
    decision: DECISIONS[findings.outcome.decision[0]!]!,
    fraud: truth.fraud,
  };
}
