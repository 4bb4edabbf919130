/**
 * What a stage of screening is. Each has one descriptor, in the file `stage.ts` of its folder; `finders.ts` lists them,
 * and everything else walks that list: the layout of the findings, screening, tables, tally, report, pages and benches.
 */
import type { Side } from "../core/side.ts";
import type { EventBatch } from "../event/event-batch.ts";
import type { Skim } from "../event/skim.ts";
import type { OwnColumns, Findings } from "../event/findings.ts";
import type { NormaliserTable } from "./normaliser/normaliser.ts";

/** Something to be said in both languages. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** A kind of evidence that a stage can hold against an event. */
export interface EvidenceKind {
  /** By default, what it adds to the log-odds of fraud: hundredths of a nat. A scenario may set another. */
  readonly weight: number;
  readonly words: Words;
}

/** Of all stages, as each is a bit of a column. */
export const MAX_EVIDENCE_KINDS = 32;

/** How findings become evidence and evidence a decision. */
export interface EvidenceSettings {
  /** By kind of evidence. */
  readonly weights: Readonly<Record<string, number>>;
  /** Log-odds of an event with no evidence, in hundredths of a nat. */
  readonly prior: number;
  /** An event is flagged from this score on, and blocked from that one on; same unit. */
  readonly flagScore: number;
  readonly blockScore: number;
  /** `textMatchClose` from this similarity on, in thousandths. */
  readonly closePermille: number;
  /** Distinct callees in the window from which fan-out is high, and extreme. */
  readonly fanOutHigh: number;
  readonly fanOutExtreme: number;
  /** `answeredLow` below this share of answered calls, in thousandths... */
  readonly answeredLowPermille: number;
  /**
   * ...and `callsLong` from this mean duration on where fan-out is high, once the caller has made `minCalls` calls in
   * the window.
   */
  readonly callsLongS: number;
  readonly minCalls: number;
}

/**
 * Reads from a stage's columns what evidence it has on an event, as bits. Made once for a batch that is used again and
 * again (core/prepared.ts): V8 then makes one loop of the readers of all stages.
 */
export type EvidenceReader = (row: number) => number;

/** What a stage is given when it attaches what the main thread has sealed. */
export interface AttachOptions {
  /** Two tables of a kind take turns from tick to tick. */
  readonly side: Side;
  /** Who works on the tick; the same when it is tried again. */
  readonly claimant: number | undefined;
}

/** A thread's view of what the main thread seals: keeps between ticks what need not be attached again. */
export interface Attacher<Handle, Table> {
  attach(handle: Handle, options: AttachOptions): Table;
}

/** Seals the handle of a tick on the main thread: structured-cloneable; null: the stage finds nothing in it. */
export type Sealer<Handle> = (tick: number) => Handle | null;

/** What an explanation of one event is made with. */
export interface SeenWith<Context> {
  /** What the event was screened with, as the stage needs it to explain itself (src/explain/context.ts). */
  readonly context: Context;
  /** Show callers whole. */
  readonly unmask: boolean;
}

/**
 * A stage. Its functions run once a batch, and are loops over typed arrays; `saw` and `explain` alone are asked about
 * single events. `Handle` is what goes to other threads, `Table` what it looks things up in there, `Saw` and `Context`
 * what an explanation holds and needs. Methods, so that the list can hold stages of any tables.
 */
export interface StageOf<Handle, Table, Saw = unknown, Context = unknown> {
  /** As users switch it on and off, and as programs know it. */
  readonly name: string;
  readonly title: Words;
  /** What it asks of an event, in a line. */
  readonly question: Words;
  /** Of a scenario's switch: what is held against what. */
  readonly summary: string;
  /** On whatever is switched off: others read its columns. It has no table. */
  readonly isAlwaysOn?: boolean;
  /** Needs what its callers did before, which a file does not tell. */
  readonly needsPast?: boolean;
  /**
   * Its columns, which it alone writes: one element for each event. Null for those of event/findings.ts, whose
   * columns others than stages read.
   */
  readonly columns: OwnColumns | null;
  /** The kinds of evidence that it can raise. */
  readonly evidence: Readonly<Record<string, EvidenceKind>>;
  /** How they are read from its columns; `bitOf` gives the bit of each kind. */
  readEvidence?(
    events: EventBatch,
    findings: Findings,
    settings: EvidenceSettings,
    bitOf: (kind: string) => number,
  ): EvidenceReader;
  /** Opens its tables on the main thread. Left out where the platform keeps them, since it learns into them. */
  open?(seed: number): Sealer<Handle>;
  /** Once for each thread. */
  attacher(normaliser: NormaliserTable | null): Attacher<Handle, Table>;
  /** The hot loop: reads the events, writes its own columns of every one. */
  screen(events: EventBatch, findings: Findings, table: Table, skim: Skim | null): void;
  /** Writes "found nothing" for so many events: batches are used again. Left out: zeros in all its own columns. */
  clear?(findings: Findings, count: number): void;
  /**
   * What it saw of one event, as data that JSON can hold; null where it had nothing to look at. Asked only where the
   * stage is on. Left out: the values of its own columns.
   */
  saw?(events: EventBatch, findings: Findings, row: number, context: SeenWith<Context>): Saw | null;
  /**
   * The same in a line for each language; null: it found nothing. Left out: what it saw, name by name, save where
   * terminal and page draw a picture of it.
   */
  explain?(events: EventBatch, findings: Findings, row: number, saw: Saw | null): Words | null;
  /** What `bench micro` sets beside it: made once, run again and again over the events as plain values. */
  peer?(events: readonly PeerEvent[]): { readonly name: string; readonly run: () => number };
}

/** An event as a plain value. */
export interface PeerEvent {
  /** As it is written. */
  readonly caller: string;
  /** Empty for a call. */
  readonly text: string;
}

/** A stage, whatever its tables are. */
export type Stage = StageOf<unknown, unknown>;

/** The name of a stage in running English text and in the rows of benches. */
export function plainTitle({ title }: Stage): string {
  return title.en.toLowerCase();
}
