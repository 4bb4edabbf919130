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
  /** Evidence of the words of a text alone: they are known, or a model judged them. Left out: of more than words. */
  readonly ofText?: "known" | "judged";
}

/** Over all stages: each kind is a bit of a column. */
export const MAX_EVIDENCE_KINDS = 32;

/** How findings become evidence and evidence a decision. */
export interface EvidenceSettings {
  readonly weights: Readonly<Record<string, number>>;
  /** Log-odds of an event with no evidence, in hundredths of a nat. */
  readonly prior: number;
  /** An event is flagged from `flagScore` on, and blocked from `blockScore` on; in the same unit. */
  readonly flagScore: number;
  readonly blockScore: number;
  /** The marks of all stages, by name: similarities and shares in thousandths. */
  readonly marks: Readonly<Record<string, number>>;
  /**
   * True if nobody set the model's thresholds on messages like these: then the text alone flags, and never blocks. Left
   * out: false.
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
  /** What begins there, for people. */
  readonly words: string;
}

/** The value of a mark in a scenario, as stages read it. */
export function markValue({ unit }: Mark, value: number): number {
  return unit === "similarity" || unit === "share" ? Math.round(value * 1000) : value;
}

/**
 * Reads the evidence on an event from the columns of a stage, as bits. Made once for each batch, which is used again
 * and again (core/prepared.ts): V8 then makes one loop of the readers of all stages.
 */
export type EvidenceReader = (row: number) => number;

export interface AttachOptions {
  /** Two tables of a kind take turns from tick to tick. */
  readonly side: Side;
  /** The number of the task that works on the tick; a retry has the same number. */
  readonly claimant: number | undefined;
}

/** Attaches what the main thread sealed, in one thread. Between ticks it keeps what stays the same. */
export interface Attacher<Handle, Table> {
  attach(handle: Handle, options: AttachOptions): Table;
}

/** Makes the handle of a tick on the main thread, which can be cloned. Null: the stage finds nothing in this tick. */
export type Sealer<Handle> = (tick: number) => Handle | null;

export interface SeenWith<Context> {
  /** What the event was screened with, as the stage needs it to explain itself (src/explain/context.ts). */
  readonly context: Context;
  /** Show callers whole. */
  readonly unmask: boolean;
}

/**
 * A stage. Its functions run once a batch, and are loops over typed arrays; only those that explain take single events.
 * `Handle` goes to other threads, which look things up in a `Table` made of it. An explanation holds `Saw`, and needs
 * `Context`. All are methods, so that one list can hold stages of any tables.
 */
export interface StageOf<Handle, Table, Saw = unknown, Context = unknown> {
  /** Users switch it on and off by this name. */
  readonly name: string;
  readonly title: Localised;
  /** What it asks of an event, in a line. */
  readonly question: Localised;
  /** What the switch of a scenario says: what is compared with what. */
  readonly summary: string;
  /** Always on: other stages read its columns. It has no table. */
  readonly isAlwaysOn?: boolean;
  /** A scenario has to switch it on: not every platform has the data. */
  readonly isOffByDefault?: boolean;
  /** Needs what callers did before, which a file does not tell. */
  readonly needsPast?: boolean;
  /** Needs what an operator has on record of callers (event/provenance.ts): columns of their own in a file. */
  readonly needsRecords?: boolean;
  /** The columns of its section of the findings, which it alone writes. Null: it writes a section that is always there. */
  readonly columns: SectionColumns | null;
  readonly evidence: Readonly<Record<string, EvidenceKind>>;
  /** Where evidence begins, by name. Left out: all that the columns say is evidence. */
  readonly marks?: Readonly<Record<string, Mark>>;
  /** Reads its evidence from its columns; `bitOf` gives the bit of each kind. */
  readEvidence?(
    events: EventBatch,
    findings: Findings,
    settings: EvidenceSettings,
    bitOf: (kind: string) => number,
  ): EvidenceReader;
  /** Its table, if that never changes and is made of nothing else. */
  lasting?(): Handle;
  /**
   * Whether an event seems to come from whom it says. If screening only advises, evidence of its text alone does not
   * count then (classifier/classify.ts). Asked only for events with such evidence.
   */
  vouches?(events: EventBatch, findings: Findings, row: number): boolean;
  /** Opens its tables on the main thread. Left out: it has none, or the platform fills them. */
  open?(seed: number): Sealer<Handle>;
  attacher(normaliser: NormaliserTable | null): Attacher<Handle, Table>;
  /** The hot loop: reads the events, and writes its own columns for each. */
  screen(events: EventBatch, findings: Findings, table: Table): void;
  /** Writes "found nothing" for `count` events, as batches are used again. Left out: zeros in all its columns. */
  clear?(findings: Findings, count: number): void;
  /** What `saw` needs, made of the handle. Left out: the handle itself. */
  context?(handle: Handle, normaliser: NormaliserTable): Context;
  /** The same for one event, to be asked later, when the table of the tick has changed. */
  kept?(context: Context, events: EventBatch, findings: Findings): Context;
  /**
   * What it saw of one event, as JSON data; null: it had nothing to look at. Asked only while the stage is on. Left out:
   * the values of its columns.
   */
  saw?(events: EventBatch, findings: Findings, row: number, context: SeenWith<Context>): Saw | null;
  /** How terminal and page draw what it saw, if a line says too little. */
  readonly picture?: Picture;
  /** What it saw, in one line a language; null: it found nothing. Left out: what it saw, name by name. */
  explain?(events: EventBatch, findings: Findings, row: number, saw: Saw | null): Localised | null;
  /**
   * What a sampled decision says under its name, as JSON data. Left out: the values of its columns, under `own`, if one
   * is not 0.
   */
  record?(events: EventBatch, findings: Findings, row: number): unknown;
  /**
   * What a program reads (`createScreener`), as JSON data that depends on no secret. Left out: as `record`, or else the
   * values of its columns.
   */
  found?(events: EventBatch, findings: Findings, row: number): unknown;
  /**
   * Its columns in the table that `generate` writes. Left out: a number for each column of its section, as
   * own_<stage>_<column>.
   */
  readonly fields?: readonly FoundField[];
  /** What `bench micro` compares it with: made once, then run again and again over the same events. */
  peer?(events: readonly PeerEvent[]): { readonly name: string; readonly run: () => number };
}

/** Keys and how each was looked up; a text and the nearest known one; addends and their sum. */
export type Picture = "lookUps" | "nearestText" | "sum";

/** A column of the table of findings, and how the cell of one event is read. */
export interface FoundField {
  readonly name: string;
  readonly type: "string" | "int32" | "float64";
  readonly nullable?: boolean;
  /** Null for a call. */
  readonly ofTexts?: boolean;
  readonly of: (findings: Findings, row: number) => string | number | null;
}

export interface PeerEvent {
  readonly caller: string;
  /** Empty for a call. */
  readonly text: string;
}

export type Stage = StageOf<unknown, unknown>;

export type HandleOf<S extends Pick<StageOf<never, unknown>, "attacher">> = Parameters<
  ReturnType<S["attacher"]>["attach"]
>[0];
export type TableOf<S extends Pick<StageOf<never, unknown>, "attacher">> = ReturnType<
  ReturnType<S["attacher"]>["attach"]
>;

/** The name of a stage in English sentences and in the rows of benches. */
export function plainTitle({ title }: Pick<Stage, "title">): string {
  return title.en.toLowerCase();
}
