/**
 * What screening finds about each event of an EventBatch, in columns over shared memory: a section for each stage,
 * which that stage alone writes. Two sections are named here, as every stage needs them: the links of a text, and the
 * decision. Stages add all others (`addSection`); readers use what a stage publishes (detect/<stage>/found.ts).
 */
import { type ColumnSpec, type ColumnType, type Columns, columnsByteLength, layColumns } from "../core/columns.ts";
import { stringOf, unitsOf } from "../core/units.ts";
import { MAX_TEXT_UNITS } from "./event-batch.ts";

/** What is decided of an event. The order is the code in the `decision` column. */
export const DECISIONS = ["allow", "flag", "block"] as const;
export type Decision = (typeof DECISIONS)[number];
export const ALLOW = 0;
export const FLAG = 1;
export const BLOCK = 2;

/** At most this many links of a message are examined; `links.count` says how many were found, up to 255. */
export const MAX_LINKS = 4;
/** A host name is at most 253 characters (RFC 1035); a longer one is cut there. */
export const MAX_HOST_UNITS = 253;

/** The shortest is a letter, a dot and a country: a.cn */
const MIN_LINK_UNITS = 4;

function linkSpec(capacity: number) {
  return {
    /** Links found in the text of each event. */
    count: ["u8", capacity],
    /** DISGUISE and SECOND_SPACE (unit-traits.ts) if the text has such a thing; other bits mean nothing. */
    traits: ["u8", capacity],
    /** Examined links of event i: [first[i], first[i + 1]) of the columns below. */
    first: ["u32", capacity + 1],
    /** Host of link k, folded to lower-case ASCII or letters: units [hostStart[k], hostStart[k + 1]) of `host`. */
    hostStart: ["u32", capacity * MAX_LINKS + 1],
    host: ["u16", capacity * MAX_LINKS * MAX_HOST_UNITS],
    /**
     * Places of all links of event i: pairs [firstSpan[i], firstSpan[i + 1]) of `span`, each as units [from, to) of the
     * batch's texts. Not copied with a row.
     */
    firstSpan: ["u32", capacity + 1],
    span: ["u32", (2 * capacity * MAX_TEXT_UNITS) / MIN_LINK_UNITS],
  } as const;
}

function outcomeSpec(capacity: number) {
  return {
    /** A bit for each entry of EVIDENCE that counted. */
    evidence: ["u32", capacity],
    /** Sum of the weights of the evidence, in hundredths of a nat of log-odds. */
    score: ["i32", capacity],
    decision: ["u8", capacity],
  } as const;
}

/** A column of a section: one element for each event, or as many as `lengthOf` says for so many events. */
type SectionColumn = ColumnType | { readonly type: ColumnType; readonly lengthOf: (capacity: number) => number };

export type SectionColumns = Readonly<Record<string, SectionColumn>>;

type ColumnTypeOf<C extends SectionColumn> = C extends ColumnType
  ? C
  : C extends { readonly type: infer T }
    ? T
    : never;

export type Section<C extends SectionColumns = SectionColumns> = Columns<{
  readonly [Name in keyof C]: readonly [ColumnTypeOf<C[Name]> & ColumnType, number];
}>;

/** By stage: the same in every thread, as all have the same list of stages. */
const ownSections = new Map<string, SectionColumns>();

/**
 * Adds the section of a stage: once, before any batch is allocated. Returns its reader. Columns of one element an event
 * are zeroed, copied and written to files with those of all sections.
 */
export function addSection<const C extends SectionColumns>(
  stage: string,
  columns: C,
): (findings: Findings) => Section<C> {
  ownSections.set(stage, columns);
  return ({ own }) => own[stage] as Section as Section<C>;
}

function specOf(columns: SectionColumns, capacity: number): Record<string, ColumnSpec> {
  const spec = Object.entries(columns).map(([name, column]): [string, ColumnSpec] => [
    name,
    typeof column === "string" ? [column, capacity] : [column.type, column.lengthOf(capacity)],
  ]);
  return Object.fromEntries(spec);
}

export interface FindingsHandle {
  readonly capacity: number;
  readonly links: SharedArrayBuffer;
  readonly outcome: SharedArrayBuffer;
  readonly own: Readonly<Record<string, SharedArrayBuffer>>;
}

/**
 * What the stages found, in columns over shared memory: row i is of event i of the batch that was screened last. Each
 * stage writes its own section. `allocate` makes room for as many events as a batch has at most.
 */
export class Findings {
  readonly handle: FindingsHandle;
  readonly links: Columns<ReturnType<typeof linkSpec>>;
  readonly outcome: Columns<ReturnType<typeof outcomeSpec>>;
  readonly own: Readonly<Record<string, Section>>;

  /** All columns of one element an event, without the links: in the same order in every thread. */
  readonly eventColumns: readonly Section[string][];

  /**
   * Stages that are off, whose sections are all zero for the whole capacity: they need not be cleared again, nor read.
   * A new object after each change.
   */
  silent: ReadonlySet<string> = new Set();

  readonly #ofStages = new Map<string, readonly Section[string][]>();

  private constructor(handle: FindingsHandle) {
    const { capacity } = handle;
    this.handle = handle;
    this.links = layColumns(handle.links, linkSpec(capacity));
    this.outcome = layColumns(handle.outcome, outcomeSpec(capacity));
    const own = Object.entries(handle.own).map(([stage, buffer]) => [
      stage,
      layColumns(buffer, specOf(ownSections.get(stage)!, capacity)),
    ]);
    this.own = Object.fromEntries(own);
    const { evidence, score, decision } = this.outcome;
    // By name: threads come to know the stages in orders of their own.
    for (const stage of Object.keys(this.own).sort()) {
      this.#ofStages.set(
        stage,
        eventColumns(stage).map((column) => this.own[stage]![column]!),
      );
    }
    this.eventColumns = [evidence, score, decision, ...[...this.#ofStages.values()].flat()];
  }

  /** Zeros in all columns of a stage, for the first `count` events. */
  clear(stage: string, count: number): void {
    const columns = this.#ofStages.get(stage);
    if (columns === undefined) return;
    for (let at = 0; at < columns.length; at++) columns[at]!.fill(0, 0, count);
  }

  static allocate(capacity: number): Findings {
    const own = [...ownSections].map(([stage, columns]) => [
      stage,
      new SharedArrayBuffer(columnsByteLength(specOf(columns, capacity))),
    ]);
    return new Findings({
      capacity,
      links: new SharedArrayBuffer(columnsByteLength(linkSpec(capacity))),
      outcome: new SharedArrayBuffer(columnsByteLength(outcomeSpec(capacity))),
      own: Object.fromEntries(own),
    });
  }

  static attach(handle: FindingsHandle): Findings {
    return new Findings(handle);
  }
}

/** Columns of one element an event; none if the stage added no section. */
export function eventColumns(stage: string): string[] {
  const columns = Object.entries(ownSections.get(stage) ?? {});
  return columns.filter(([, column]) => typeof column === "string").map(([name]) => name);
}

/** By column name. */
export function sectionValues({ own }: Findings, stage: string, row: number): Record<string, number> {
  return Object.fromEntries(eventColumns(stage).map((column) => [column, own[stage]![column]![row]!]));
}

/** The hosts of the examined links of event `row`: for reports and explanations, never for a hot loop. */
export function hostsOf({ links }: Findings, row: number): string[] {
  const hosts: string[] = [];
  for (let link = links.first[row]!; link < links.first[row + 1]!; link++) {
    hosts.push(stringOf(links.host, links.hostStart[link]!, links.hostStart[link + 1]!));
  }
  return hosts;
}

/** Stores at most MAX_LINKS hosts where `hostsOf` finds them for the first event. */
export function layHosts({ links }: Findings, hosts: readonly string[]): void {
  links.first[0] = 0;
  links.first[1] = hosts.length;
  links.hostStart[0] = 0;
  for (const [link, host] of hosts.entries()) {
    const start = links.hostStart[link]!;
    links.host.set(unitsOf(host), start);
    links.hostStart[link + 1] = start + host.length;
  }
}
