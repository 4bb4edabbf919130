/** What gangs call, text and link from in one tick, as columns that workers read. Kept in two slots, like every sealed table. */
import { assert } from "../core/assert.ts";
import { columnsByteLength, layColumns, type Columns } from "../core/columns.ts";
import type { Gang } from "./gang.ts";
import { LINE_USES, type LineUse } from "./line.ts";

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

export class GangTables {
  readonly #handles: readonly [GangTableHandle, GangTableHandle];
  readonly #tables: readonly [GangTable, GangTable];

  constructor(gangs: number) {
    const allocate = (): GangTableHandle => ({
      buffer: new SharedArrayBuffer(columnsByteLength(columnSpec(gangs))),
      gangs,
    });
    this.#handles = [allocate(), allocate()];
    this.#tables = [attachGangTable(this.#handles[0]), attachGangTable(this.#handles[1])];
  }

  /** Writes what is in use now into the slot of `tick`. */
  seal(tick: number, gangs: readonly Gang[]): GangTableHandle {
    const side = tick % 2 === 0 ? 0 : 1;
    const table = this.#tables[side];
    for (const gang of gangs) {
      table.typology[gang.id] = gang.typology;
      for (const use of LINE_USES) writeLines(table, gang, use);
      writeDomains(table, gang);
    }
    return this.#handles[side];
  }
}

function writeLines(table: GangTable, gang: Gang, use: LineUse): void {
  const lines = gang.lines[use];
  table[`${use}Count`][gang.id] = lines.length;
  lines.forEach((line, slot) => {
    const at = gang.id * MAX_LINES + slot;
    table[`${use}Identity`][at] = line.identity;
    table[`${use}Technology`][at] = line.technology;
    table[`${use}Route`][at] = line.route;
  });
}

function writeDomains(table: GangTable, gang: Gang): void {
  table.domainCount[gang.id] = gang.domains.length;
  gang.domains.forEach((domain, slot) => {
    assert(domain.host.length <= MAX_HOST, `a gang's host has at most ${MAX_HOST} characters: ${domain.host}`);
    const at = gang.id * MAX_DOMAINS + slot;
    table.domainSerial[at] = domain.serial;
    table.hostLength[at] = domain.host.length;
    for (let i = 0; i < domain.host.length; i++) table.host[at * MAX_HOST + i] = domain.host.charCodeAt(i);
  });
}
