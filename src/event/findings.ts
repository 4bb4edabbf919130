/**
 * What screening finds about each event of an EventBatch, in columns over shared memory: a section for each stage,
 * which that stage alone writes. Those of the shipped stages have a name here, since what responds, what counts and
 * what reports reads them too; the list of stages adds any others.
 */
import { type ColumnType, type Columns, columnsByteLength, layColumns } from "../core/columns.ts";
import { stringOf } from "../core/units.ts";

/** What is decided of an event. The order is the code in the `decision` column. */
export const DECISIONS = ["allow", "flag", "block"] as const;
/** One of DECISIONS, by name. */
export type Decision = (typeof DECISIONS)[number];
export const ALLOW = 0;
export const FLAG = 1;
export const BLOCK = 2;

/** What a blocklist answers of one key. */
export const ABSENT = 0;
/** The filter said "perhaps" and the exact table said no: the filter's own false positive. */
export const FILTER_ONLY = 1;
/** Of a caller or domain: it is in the exact table. */
export const LISTED = 2;

/** At most this many links of a message are examined; `links.count` says how many were found, up to 255. */
export const MAX_LINKS = 4;
/** A host name is at most 253 characters (RFC 1035); a longer one is cut there. */
export const MAX_HOST_UNITS = 253;

function linkSpec(capacity: number) {
  return {
    /** Links found in the text of each event. */
    count: ["u8", capacity],
    /** DISGUISE and SECOND_SPACE (unit-traits.ts) where the text has such a thing; other bits say nothing. */
    traits: ["u8", capacity],
    /** Examined links of event i: [first[i], first[i + 1]) of the columns below. */
    first: ["u32", capacity + 1],
    /** Host of link k, folded to lower-case ASCII or letters: units [hostStart[k], hostStart[k + 1]) of `host`. */
    hostStart: ["u32", capacity * MAX_LINKS + 1],
    host: ["u16", capacity * MAX_LINKS * MAX_HOST_UNITS],
  } as const;
}

function blocklistSpec(capacity: number) {
  return {
    /** ABSENT, FILTER_ONLY or LISTED. */
    caller: ["u8", capacity],
    /** The gravest answer over the links of the text. */
    domain: ["u8", capacity],
    /** Listed numbers in the block of a thousand of a caller who is not listed, where these are enough; else 0. */
    neighbours: ["u16", capacity],
    /**
     * Probes and false positives of the filter in this batch: [numbers probed, of them false, domains probed, of them
     * false].
     */
    counters: ["u32", 4],
  } as const;
}

function lookalikeSpec(capacity: number) {
  return {
    /** 0 for no look-alike, else 1 + edit distance of the folded caller to the protected identity. */
    caller: ["u8", capacity],
    /** Which protected identity, by its index in the dataset. */
    callerOf: ["u16", capacity],
    /** The same for the closest of the text's domains. */
    domain: ["u8", capacity],
    domainOf: ["u16", capacity],
  } as const;
}

function matchSpec(capacity: number) {
  return {
    /** Number of the nearest template at or above the threshold, or -1. */
    template: ["i32", capacity],
    /** Edit distance to it and the greater of the two lengths: similarity = 1 - distance / length. */
    distance: ["u16", capacity],
    length: ["u16", capacity],
  } as const;
}

function behaviourSpec(capacity: number) {
  return {
    /** What the caller did in the sealed window before this tick. All saturate at 65,535. */
    attempts: ["u16", capacity],
    /** Distinct callees (estimated). */
    fanOut: ["u16", capacity],
    /** Calls answered, out of `calls`. */
    calls: ["u16", capacity],
    answered: ["u16", capacity],
    /** Mean length of the answered calls, in seconds. */
    meanDurationS: ["u16", capacity],
  } as const;
}

function outcomeSpec(capacity: number) {
  return {
    /** A bit for each entry of EVIDENCE that counted. */
    evidence: ["u32", capacity],
    /** Sum of the weights of the evidence, in hundredths of a nat of log-odds. */
    score: ["i32", capacity],
    /** ALLOW, FLAG or BLOCK. */
    decision: ["u8", capacity],
  } as const;
}

/** The columns of a stage's own, by name: one element for each event. */
export type OwnColumns = Readonly<Record<string, ColumnType>>;

/** The sections that were added, by stage: the same in every thread, as all have the same list of stages. */
const ownSections = new Map<string, OwnColumns>();

/** Adds a section for a stage: once, before any batch is allocated. */
export function addSection(stage: string, columns: OwnColumns): void {
  ownSections.set(stage, columns);
}

function ownSpec(columns: OwnColumns, capacity: number) {
  return Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, [type, capacity] as const]));
}

/** The columns of a section that was added. */
export type OwnSection = Columns<ReturnType<typeof ownSpec>>;

export interface FindingsHandle {
  readonly capacity: number;
  readonly links: SharedArrayBuffer;
  readonly blocklist: SharedArrayBuffer;
  readonly lookalike: SharedArrayBuffer;
  readonly match: SharedArrayBuffer;
  readonly behaviour: SharedArrayBuffer;
  readonly outcome: SharedArrayBuffer;
  /** By stage. */
  readonly own: Readonly<Record<string, SharedArrayBuffer>>;
}

/**
 * What the stages found, in columns over shared memory: row i is of event i of the batch that was screened last. Each
 * stage writes its own section. `allocate` makes room for as many events as a batch has at most.
 */
export class Findings {
  readonly handle: FindingsHandle;
  readonly links: Columns<ReturnType<typeof linkSpec>>;
  readonly blocklist: Columns<ReturnType<typeof blocklistSpec>>;
  readonly lookalike: Columns<ReturnType<typeof lookalikeSpec>>;
  readonly match: Columns<ReturnType<typeof matchSpec>>;
  readonly behaviour: Columns<ReturnType<typeof behaviourSpec>>;
  readonly outcome: Columns<ReturnType<typeof outcomeSpec>>;
  /** Of the stages whose section was added, by their names. */
  readonly own: Readonly<Record<string, OwnSection>>;

  private constructor(handle: FindingsHandle) {
    this.handle = handle;
    this.links = layColumns(handle.links, linkSpec(handle.capacity));
    this.blocklist = layColumns(handle.blocklist, blocklistSpec(handle.capacity));
    this.lookalike = layColumns(handle.lookalike, lookalikeSpec(handle.capacity));
    this.match = layColumns(handle.match, matchSpec(handle.capacity));
    this.behaviour = layColumns(handle.behaviour, behaviourSpec(handle.capacity));
    this.outcome = layColumns(handle.outcome, outcomeSpec(handle.capacity));
    this.own = Object.fromEntries(
      Object.entries(handle.own).map(([stage, buffer]) => [
        stage,
        layColumns(buffer, ownSpec(ownSections.get(stage)!, handle.capacity)),
      ]),
    );
  }

  static allocate(capacity: number): Findings {
    return new Findings({
      capacity,
      links: new SharedArrayBuffer(columnsByteLength(linkSpec(capacity))),
      blocklist: new SharedArrayBuffer(columnsByteLength(blocklistSpec(capacity))),
      lookalike: new SharedArrayBuffer(columnsByteLength(lookalikeSpec(capacity))),
      match: new SharedArrayBuffer(columnsByteLength(matchSpec(capacity))),
      behaviour: new SharedArrayBuffer(columnsByteLength(behaviourSpec(capacity))),
      outcome: new SharedArrayBuffer(columnsByteLength(outcomeSpec(capacity))),
      own: Object.fromEntries(
        [...ownSections].map(([stage, columns]) => [
          stage,
          new SharedArrayBuffer(columnsByteLength(ownSpec(columns, capacity))),
        ]),
      ),
    });
  }

  static attach(handle: FindingsHandle): Findings {
    return new Findings(handle);
  }
}

/** What is in the columns of a section that was added, by column; nothing where the stage added none. */
export function ownValues({ own }: Findings, stage: string, row: number): Record<string, number> {
  return Object.fromEntries(Object.entries(own[stage] ?? {}).map(([column, values]) => [column, values[row]!]));
}

/** The hosts of the examined links of event `row`: for reports and explanations, never for a hot loop. */
export function hostsOf({ links }: Findings, row: number): string[] {
  const hosts: string[] = [];
  for (let link = links.first[row]!; link < links.first[row + 1]!; link++) {
    hosts.push(stringOf(links.host, links.hostStart[link]!, links.hostStart[link + 1]!));
  }
  return hosts;
}
