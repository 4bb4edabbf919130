/**
 * The type of a stage of screening. Each stage has one descriptor, in the file `stage.ts` of its folder. `finders.ts`
 * lists them. Everything else uses that list: the layout of the findings, screening, tables, tally, report, pages and
 * benches.
 */
import { en, type Text } from "../ui/words.ts";
import type { Side } from "../core/time.ts";
import type { EventBatch } from "../event/event-batch.ts";
import type { SectionColumns, Findings } from "../event/findings.ts";
import type { NormaliserTable } from "./normaliser/normaliser.ts";

/** A kind of evidence that a stage can hold against an event. */
export interface EvidenceKind {
  /** What it adds to the log-odds of fraud, in hundredths of a nat, unless a scenario changes it. */
  readonly weight: number;
  readonly words: Text;
  /** Set if it comes only from the words of a text: "known" from a script, or "judged" by a model. */
  readonly ofText?: "known" | "judged";
  /** Set if it excuses a text that reads like fraud. */
  readonly excuses?: true;
}

/** For all stages together: each kind is a bit of a column. */
export const MAX_EVIDENCE_KINDS = 32;

/** How findings become evidence and evidence a decision. */
export interface EvidenceSettings {
  readonly weights: Readonly<Record<string, number>>;
  /** Log-odds of an event with no evidence, in hundredths of a nat. */
  readonly prior: number;
  /** An event is flagged from `flagScore` on, and blocked from `blockScore` on; in the same unit. */
  readonly flagScore: number;
  readonly blockScore: number;
  /** The marks of all stages, by name. Similarities and shares are in thousandths. */
  readonly marks: Readonly<Record<string, number>>;
  /**
   * What the model may do. "advises": no threshold was set on the user's messages, so a text alone never blocks.
   * "knows": it was trained on them, so no sender or link of an institution excuses what it takes for fraud.
   */
  readonly trust?: "advises" | "knows";
}

/** A value from which there is evidence. A parameter of a scenario's screening, always `assumed`. */
export interface Mark {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Counts are whole numbers. */
  readonly unit: "similarity" | "share" | "count" | "seconds";
  /** Its meaning, in words. */
  readonly words: string;
}

/** The value of a mark in a scenario, as stages read it. */
export function markValue({ unit }: Mark, value: number): number {
  return unit === "similarity" || unit === "share" ? Math.round(value * 1000) : value;
}

/**
 * Returns the evidence of an event as bits, from the columns of a stage. Made once for a batch's memory, which is
 * reused (core/once.ts). V8 then compiles the readers of all stages into one loop.
 */
export type EvidenceReader = (row: number) => number;

export interface AttachOptions {
  /** Two tables of a kind take turns from tick to tick. */
  readonly side: Side;
  /** The number of the task that works on the tick; a retry has the same number. */
  readonly claimant: number | undefined;
}

/**
 * Attaches a handle that the main thread sealed. Each thread has one, and it keeps what stays the same between ticks.
 */
export interface Attacher<Handle, Table> {
  attach(handle: Handle, options: AttachOptions): Table;
}

/** Makes the handle of a tick, on the main thread. It must be cloneable. Null: the stage finds nothing in this tick. */
export type Sealer<Handle> = (tick: number) => Handle | null;

export interface SeenWith<Context> {
  /** The tables with which the event was screened, in the form that explanations need (src/explain/context.ts). */
  readonly context: Context;
  /** Show callers whole. */
  readonly unmask: boolean;
}

/**
 * A stage. Its functions run once a batch, as loops over typed arrays; only those that explain take single events.
 * `Handle` is what other threads get, and `Table` is what they make of it. `Saw` is the data of an explanation, which
 * is made with `Context`. All functions are methods, so that one list can hold all stages.
 */
export interface StageOf<Handle, Table, Saw = unknown, Context = unknown> {
  /** Users switch it on and off by this name. */
  readonly name: string;
  readonly title: Text;
  /** The question that it answers about an event, in one line. */
  readonly question: Text;
  /** The help of its switch in a scenario. */
  readonly summary: string;
  /** Always on: other stages read its columns. It has no table. */
  readonly isAlwaysOn?: boolean;
  /** Off unless a scenario switches it on: not every platform has the data. */
  readonly isOffByDefault?: boolean;
  /** Needs the past of callers, which is not in a file of events. */
  readonly needsPast?: boolean;
  /** Needs an operator's records of callers (event/provenance.ts), which are extra columns in a file. */
  readonly needsRecords?: boolean;
  /**
   * The columns of its section of the findings, which it alone writes. Null: it writes one of the sections that always
   * exist.
   */
  readonly columns: SectionColumns | null;
  readonly evidence: Readonly<Record<string, EvidenceKind>>;
  /** Its marks, by name. */
  readonly marks?: Readonly<Record<string, Mark>>;
  /** Reads its evidence from its columns; `bitOf` gives the bit of each kind. */
  readEvidence?(
    events: EventBatch,
    findings: Findings,
    settings: EvidenceSettings,
    bitOf: (kind: string) => number,
  ): EvidenceReader;
  /** Its handle, if it never changes and needs no other data. */
  lasting?(): Handle;
  /** Opens its tables on the main thread. Left out if it has none, or the platform fills them. */
  open?(seed: number): Sealer<Handle>;
  /** Left out: the handle is the table. */
  attacher?(normaliser: NormaliserTable | null): Attacher<Handle, Table>;
  /** The hot loop: reads the events, and writes its own columns for each. */
  screen(events: EventBatch, findings: Findings, table: Table): void;
  /** Writes "found nothing" for `count` events. Left out: fills all its columns with zeros. */
  clear?(findings: Findings, count: number): void;
  /** Makes the context of `saw` from the handle. Left out: the handle itself. */
  context?(handle: Handle, normaliser: NormaliserTable): Context;
  /** A context for one event that stays valid when the table of the tick has changed. */
  kept?(context: Context, events: EventBatch, findings: Findings): Context;
  /**
   * What it saw of one event, as JSON data; null: nothing to see. Called only if the stage is on. Left out: the values
   * of its columns.
   */
  saw?(events: EventBatch, findings: Findings, row: number, context: SeenWith<Context>): Saw | null;
  /** How terminal and page show what it saw, if one line is not enough. */
  readonly picture?: Picture;
  /** What it saw, in one line for each language; null: it found nothing. Left out: names and values of what it saw. */
  explain?(events: EventBatch, findings: Findings, row: number, saw: Saw | null): Text | null;
  /**
   * What a sampled decision states under its name, as JSON data. Left out: the values of its columns, under `own`, if
   * one is not 0.
   */
  record?(events: EventBatch, findings: Findings, row: number): unknown;
  /**
   * What `createScreener` returns about an event, as JSON data that depends on no secret. Left out: the result of
   * `record`, or else the values of its columns.
   */
  found?(events: EventBatch, findings: Findings, row: number): unknown;
  /**
   * Its columns in the table that `generate` writes. Left out: a number for each column of its section, as
   * own_<stage>_<column>.
   */
  readonly fields?: readonly FoundField[];
}

/**
 * lookUps: keys and the steps of each look-up. nearestText: a text and the nearest template. sum: parts and their sum.
 */
export type Picture = "lookUps" | "nearestText" | "sum";

/** A column of the table of findings, and the function that reads a cell. */
export interface FoundField {
  readonly name: string;
  readonly type: "string" | "int32" | "float64";
  readonly nullable?: boolean;
  /** Null for a call. */
  readonly ofTexts?: boolean;
  readonly of: (findings: Findings, row: number) => string | number | null;
}

export type Stage = StageOf<unknown, unknown>;

export function attacherOf(stage: Stage, normaliser: NormaliserTable | null): Attacher<unknown, unknown> {
  return stage.attacher?.(normaliser) ?? { attach: (handle) => handle };
}

interface Attaches {
  attacher(normaliser: NormaliserTable | null): Attacher<never, unknown>;
}

export type HandleOf<S extends Attaches> = Parameters<ReturnType<S["attacher"]>["attach"]>[0];
export type TableOf<S extends Attaches> = ReturnType<ReturnType<S["attacher"]>["attach"]>;

/** The name of a stage in English sentences and in the rows of benches. */
export function plainTitle({ title }: Pick<Stage, "title">): string {
  return en(title).toLowerCase();
}
