/**
 * What gangs call, text and link from in one tick, as columns that workers read. Kept in two slots, like every sealed
 * table.
 */
import { assert } from "../core/assert.ts";
import { columnsByteLength, layColumns, type Columns } from "../core/columns.ts";
import { sideOf } from "../core/side.ts";
import type { Gang } from "./gang.ts";
import type { Domain } from "./domain.ts";
import { LINE_USES, type Line, type LineUse } from "./line.ts";

/** The most that a scenario allows. */
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
    textCount: ["u8", gangs],
    textIdentity: ["f64", lines],
    textTechnology: ["u8", lines],
    textRoute: ["u8", lines],
    domainCount: ["u8", gangs],
    domainSerial: ["u32", domains],
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

/** One of the two tables, and what was last written where: lines and domains are replaced, never changed. */
interface Slot {
  readonly handle: GangTableHandle;
  readonly table: GangTable;
  readonly columns: Readonly<Record<LineUse, ReturnType<typeof lineColumns>>>;
  readonly written: Readonly<Record<LineUse, (Line | undefined)[]>>;
  readonly writtenDomains: (Domain | undefined)[];
  /** Up to when it shows what is in use. */
  sealedTick: number;
}

export class GangTables {
  readonly #slots: readonly [Slot, Slot];

  constructor(gangs: number) {
    this.#slots = [emptySlot(gangs), emptySlot(gangs)];
  }

  /**
   * Brings the slot of `tick` up to what is in use then. Cost, of gangs that changed: a comparison a line, and 0.1
   * microseconds for each that is new.
   */
  seal(tick: number, gangs: readonly Gang[]): GangTableHandle {
    const slot = this.#slots[sideOf(tick)];
    for (const gang of gangs) {
      if (gang.changedTick <= slot.sealedTick) continue;
      slot.table.typology[gang.id] = gang.typology;
      for (const use of LINE_USES) writeLines(slot, gang, use);
      writeDomains(slot, gang);
    }
    slot.sealedTick = tick;
    return slot.handle;
  }
}

function emptySlot(gangs: number): Slot {
  const handle = { buffer: new SharedArrayBuffer(columnsByteLength(columnSpec(gangs))), gangs };
  const table = attachGangTable(handle);
  const lines = (): (Line | undefined)[] => Array.from({ length: gangs * MAX_LINES });
  return {
    handle,
    table,
    columns: { call: lineColumns(table, "call"), text: lineColumns(table, "text") },
    written: { call: lines(), text: lines() },
    writtenDomains: Array.from({ length: gangs * MAX_DOMAINS }),
    sealedTick: Number.NEGATIVE_INFINITY,
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

function writeLines({ written, columns }: Slot, gang: Gang, use: LineUse): void {
  const lines = gang.lines[use];
  const { count, identity, technology, route } = columns[use];
  const lastWritten = written[use];
  count[gang.id] = lines.length;
  for (let slot = 0; slot < lines.length; slot++) {
    const at = gang.id * MAX_LINES + slot;
    const line = lines[slot]!;
    if (lastWritten[at] === line) continue;
    lastWritten[at] = line;
    identity[at] = line.identity;
    technology[at] = line.technology;
    route[at] = line.route;
  }
}

function writeDomains({ table, writtenDomains }: Slot, gang: Gang): void {
  table.domainCount[gang.id] = gang.domains.length;
  for (let slot = 0; slot < gang.domains.length; slot++) {
    const at = gang.id * MAX_DOMAINS + slot;
    const domain = gang.domains[slot]!;
    if (writtenDomains[at] === domain) continue;
    writtenDomains[at] = domain;
    assert(domain.host.length <= MAX_HOST, `a gang's host has at most ${MAX_HOST} characters: ${domain.host}`);
    table.domainSerial[at] = domain.serial;
    table.hostLength[at] = domain.host.length;
    for (let i = 0; i < domain.host.length; i++) table.host[at * MAX_HOST + i] = domain.host.charCodeAt(i);
  }
}
