/**
 * What a stage of screening is. Each has one descriptor, in the file `stage.ts` of its folder; `finders.ts` lists them,
 * and everything else walks that list: the layout of the findings, screening, tables, tally, report, pages and benches.
 */
import type { Localised } from "../core/words.ts";
import type { Side } from "../core/side.ts";
import type { EventBatch } from "../event/event-batch.ts";
import type { SectionColumns, Findings } from "../event/findings.ts";
import type { NormaliserTable } from "./normaliser/normaliser.ts";

export type { Localised };

/** A kind of evidence that a stage can hold against an event. */
export interface EvidenceKind {
  /** By default, what it adds to the log-odds of fraud: hundredths of a nat. A scenario may set another. */
  readonly weight: number;
  readonly words: Localised;
  /** Of the words of a text alone: that they are known, or that a model has an opinion on them. Left out: of more. */
  readonly ofText?: "known" | "judged";
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
  /** Those of the stages, by name: similarities and shares in thousandths. */
  readonly marks: Readonly<Record<string, number>>;
  /**
   * Whether the model has no threshold that was set on messages of whoever screens: the text alone flags then, and
   * never blocks. Left out: no.
   */
  readonly advises?: boolean;
}

/** Where evidence begins: a parameter of a scenario's screening, all `assumed`. */
export interface Mark {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Counts are whole numbers. */
  readonly unit: "similarity" | "share" | "count" | "seconds";
  /** For people, what begins there. */
  readonly words: string;
}

/** A mark as stages read it, of its value in a scenario. */
export function markValue({ unit }: Mark, value: number): number {
  return unit === "similarity" || unit === "share" ? Math.round(value * 1000) : value;
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
  readonly title: Localised;
  /** What it asks of an event, in a line. */
  readonly question: Localised;
  /** Of a scenario's switch: what is held against what. */
  readonly summary: string;
  /** Always on: other stages read its columns. It has no table. */
  readonly isAlwaysOn?: boolean;
  /** A scenario has to switch it on: it needs what not every platform has. */
  readonly isOffByDefault?: boolean;
  /** Needs what its callers did before, which a file does not tell. */
  readonly needsPast?: boolean;
  /** Needs what an operator has on record of callers (event/provenance.ts): columns of their own in a file. */
  readonly needsRecords?: boolean;
  /** The columns of its section of the findings, which it alone writes. Null for a section that is no stage's own. */
  readonly columns: SectionColumns | null;
  /** The kinds of evidence that it can raise. */
  readonly evidence: Readonly<Record<string, EvidenceKind>>;
  /** From where on there is evidence, by name; left out: whatever the columns say is evidence. */
  readonly marks?: Readonly<Record<string, Mark>>;
  /** How they are read from its columns; `bitOf` gives the bit of each kind. */
  readEvidence?(
    events: EventBatch,
    findings: Findings,
    settings: EvidenceSettings,
    bitOf: (kind: string) => number,
  ): EvidenceReader;
  /** Its table, where that stays as it is and needs nothing to be made of. */
  lasting?(): Handle;
  /**
   * Whether an event comes from whom it says, for all that can be seen of it: where screening only advises, evidence of
   * the text alone does not count then (classifier/classify.ts). Asked only of events with such evidence.
   */
  vouches?(events: EventBatch, findings: Findings, row: number): boolean;
  /** Opens its tables on the main thread. Left out where it has none, and where the platform learns into them. */
  open?(seed: number): Sealer<Handle>;
  /** Once for each thread. */
  attacher(normaliser: NormaliserTable | null): Attacher<Handle, Table>;
  /** The hot loop: reads the events, writes its own columns of every one. */
  screen(events: EventBatch, findings: Findings, table: Table): void;
  /** Writes "found nothing" for so many events: batches are used again. Left out: zeros in all its columns. */
  clear?(findings: Findings, count: number): void;
  /** What `saw` is asked with, of what the event was screened with. Left out: the handle itself. */
  context?(handle: Handle, normaliser: NormaliserTable): Context;
  /** The same for one event later, when a table that changes from tick to tick is another. */
  kept?(context: Context, events: EventBatch, findings: Findings): Context;
  /**
   * What it saw of one event, as data that JSON can hold; null where it had nothing to look at. Asked only where the
   * stage is on. Left out: the values of its columns.
   */
  saw?(events: EventBatch, findings: Findings, row: number, context: SeenWith<Context>): Saw | null;
  /** How terminal and page draw what it saw, where a line would say too little. */
  readonly picture?: Picture;
  /** The same in a line for each language; null: it found nothing. Left out: what it saw, name by name. */
  explain?(events: EventBatch, findings: Findings, row: number, saw: Saw | null): Localised | null;
  /**
   * What a sampled decision holds of what it found, under its name, as data that JSON can hold. Left out: the values of
   * its columns, under `own`, where one is not 0.
   */
  record?(events: EventBatch, findings: Findings, row: number): unknown;
  /**
   * What a program reads of what it found (`createScreener`), likewise: nothing that depends on a secret. Left out: as
   * `record`, or else the values of its columns.
   */
  found?(events: EventBatch, findings: Findings, row: number): unknown;
  /**
   * Its columns in the table of findings that `generate` writes. Left out: a number for each column of its section,
   * as own_<stage>_<column>.
   */
  readonly fields?: readonly FoundField[];
  /** What `bench micro` sets beside it: made once, run again and again over the events as plain values. */
  peer?(events: readonly PeerEvent[]): { readonly name: string; readonly run: () => number };
}

/** Keys and how each was looked up; a text beside the nearest known one; addends and their sum. */
export type Picture = "lookUps" | "nearestText" | "sum";

/** A column of the table of findings, and how its cell is read of one event. */
export interface FoundField {
  readonly name: string;
  readonly type: "string" | "int32" | "float64";
  readonly nullable?: boolean;
  /** Null for a call. */
  readonly ofTexts?: boolean;
  readonly of: (findings: Findings, row: number) => string | number | null;
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

/** Of a descriptor, as a type: what goes to other threads, and what the stage looks things up in there. */
export type HandleOf<S extends Pick<StageOf<never, unknown>, "attacher">> = Parameters<
  ReturnType<S["attacher"]>["attach"]
>[0];
export type TableOf<S extends Pick<StageOf<never, unknown>, "attacher">> = ReturnType<
  ReturnType<S["attacher"]>["attach"]
>;

/** The name of a stage in running English text and in the rows of benches. */
export function plainTitle({ title }: Pick<Stage, "title">): string {
  return title.en.toLowerCase();
}
