/** What gangs call, write and link from in one tick, as columns for workers; in two slots, like all sealed tables. */
import { assert } from "../../core/assert.ts";
import { columnsByteLength, layColumns, type Columns } from "../../core/columns.ts";
import { sideOf } from "../../core/time.ts";
import type { Gang, GangNews } from "./gang.ts";
import type { Domain } from "./domain.ts";
import { LINE_USES, type Line, type LineUse } from "./line.ts";
import { domainOnRecord, lineOnRecord } from "./origin.ts";

export const MAX_LINES = 16;
export const MAX_DOMAINS = 4;
export const MAX_HOST = 64;

function columnSpec(gangs: number) {
  const lines = gangs * MAX_LINES;
  const domains = gangs * MAX_DOMAINS;
  return {
    typology: ["u8", gangs],
    callCount: ["u8", gangs],
    callIdentity: ["f64", lines],
    callTechnology: ["u8", lines],
    callRoute: ["u8", lines],
    callProvenance: ["u32", lines],
    messageCount: ["u8", gangs],
    messageIdentity: ["f64", lines],
    messageTechnology: ["u8", lines],
    messageRoute: ["u8", lines],
    messageProvenance: ["u32", lines],
    domainCount: ["u8", gangs],
    domainSerial: ["u32", domains],
    domainProvenance: ["u32", domains],
    hostLength: ["u8", domains],
    host: ["u16", domains * MAX_HOST],
  } as const;
}

export type GangTable = Columns<ReturnType<typeof columnSpec>>;

export interface GangTableHandle {
  readonly buffer: SharedArrayBuffer;
  readonly gangs: number;
}

export function attachGangTable(handle: GangTableHandle): GangTable {
  return layColumns(handle.buffer, columnSpec(handle.gangs));
}

type Slot = ReturnType<typeof emptySlot>;

export class GangTables {
  readonly #slots: readonly [Slot, Slot];
  readonly #hasRecords: boolean;

  /** `hasRecords`: whether operators' records of what gangs use reach the platform. */
  constructor(gangs: readonly Gang[], hasRecords = false) {
    this.#hasRecords = hasRecords;
    this.#slots = [emptySlot(gangs), emptySlot(gangs)];
  }

  note(news: GangNews): void {
    for (const { pending } of this.#slots) pending.push(news);
  }

  /** Brings the slot of `tick` up to what is in use then. Cost: 0.1 microseconds for each line that is new to it. */
  seal(tick: number): GangTableHandle {
    const slot = this.#slots[sideOf(tick)];
    for (const { openedLines, lentLines, openedDomains, resized } of slot.pending) {
      for (const opened of [...openedLines, ...lentLines]) {
        writeLine(slot.columns[opened.use], opened.gang, opened.slot, opened.line);
        if (this.#hasRecords) slot.lines[opened.use][opened.gang * MAX_LINES + opened.slot] = opened.line;
      }
      for (const { gang, use, count } of resized) slot.columns[use].count[gang] = count;
      for (const opened of openedDomains) {
        writeDomain(slot.table, opened.gang, opened.slot, opened.domain);
        if (this.#hasRecords) slot.domains[opened.gang * MAX_DOMAINS + opened.slot] = opened.domain;
      }
    }
    slot.pending = [];
    if (this.#hasRecords) writeRecords(slot, tick);
    return slot.handle;
  }
}

function emptySlot(gangs: readonly Gang[]) {
  const spec = columnSpec(gangs.length);
  const handle = { buffer: new SharedArrayBuffer(columnsByteLength(spec)), gangs: gangs.length };
  const table = attachGangTable(handle);
  const columns = { call: lineColumns(table, "call"), message: lineColumns(table, "message") };
  for (const { id, typology, lines, domains } of gangs) {
    table.typology[id] = typology;
    for (const use of LINE_USES) columns[use].count[id] = lines[use].length;
    table.domainCount[id] = domains.length;
  }
  return {
    handle,
    table,
    columns,
    pending: [] as GangNews[],
    lines: { call: [] as Line[], message: [] as Line[] },
    domains: [] as Domain[],
  };
}

function lineColumns(table: GangTable, use: LineUse) {
  return {
    count: table[`${use}Count`],
    identity: table[`${use}Identity`],
    technology: table[`${use}Technology`],
    route: table[`${use}Route`],
  };
}

/** Numbers and domains age by the hour. Cost: 50 microseconds for 160 gangs. */
function writeRecords({ table, lines, domains }: Slot, tick: number): void {
  for (const use of LINE_USES) {
    const column = table[`${use}Provenance`];
    lines[use].forEach((line, at) => (column[at] = lineOnRecord(line, tick)));
  }
  domains.forEach((domain, at) => (table.domainProvenance[at] = domainOnRecord(domain, tick)));
}

function writeLine(columns: ReturnType<typeof lineColumns>, gang: number, slot: number, line: Line): void {
  const at = gang * MAX_LINES + slot;
  columns.identity[at] = line.identity;
  columns.technology[at] = line.technology;
  columns.route[at] = line.route;
}

function writeDomain(table: GangTable, gang: number, slot: number, { serial, host }: Domain): void {
  assert(host.length <= MAX_HOST, () => `a gang's host has at most ${MAX_HOST} characters: ${host}`);
  const at = gang * MAX_DOMAINS + slot;
  table.domainSerial[at] = serial;
  table.hostLength[at] = host.length;
  for (let i = 0; i < host.length; i++) table.host[at * MAX_HOST + i] = host.charCodeAt(i);
}
