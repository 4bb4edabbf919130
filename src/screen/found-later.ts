/**
 * Keeps the findings of events as numbers until they are read. To make objects of them takes as long as screening, and
 * most are never read.
 */
import { SHIPPED } from "../detect/finders.ts";
import type { Stage } from "../detect/stage.ts";
import { EventBatch } from "../event/event-batch.ts";
import { Findings, hostsOf, layHosts, sectionValues } from "../event/findings.ts";
import type { RowOptions } from "./screened-row.ts";

/** Findings of one event, by stage. */
type Found = Readonly<Record<string, unknown>>;
export type FoundOf = (index: number) => Found;

interface Looked {
  readonly events: EventBatch;
  readonly findings: Findings;
}

const NO_TEXTS = new Uint16Array(0);
/** Behind the columns: the begin and end of the text. */
const TEXT_PLACES = 2;

export class FoundLater {
  readonly #from: Looked;
  readonly #columns: ColumnsByType;
  readonly #width: number;
  readonly rowOptions: RowOptions;
  readonly #shipped: readonly Stage[];
  readonly #own: readonly Stage[];
  /** A batch of one, to restore an event. */
  #looked: Looked | null = null;

  /** `stages`: those that are on. */
  constructor({ events, findings }: Looked, stages: readonly Stage[], rowOptions: RowOptions) {
    this.#from = { events, findings };
    this.#columns = columnsOf(this.#from);
    this.#width = Object.values(this.#columns).flat().length + TEXT_PLACES;
    this.rowOptions = rowOptions;
    this.#shipped = stages.filter(isShipped);
    this.#own = stages.filter((stage) => !isShipped(stage));
  }

  /** Keeps the present batch. Returns a reader of its findings. */
  keep(): FoundOf {
    const { events, findings } = this.#from;
    const { count, textStart } = events;
    const numbers: number[] = [];
    let hosts: Map<number, readonly string[]> | null = null;
    for (let index = 0; index < count; index++) {
      const end = layNumbers(this.#columns, index, numbers, index * this.#width);
      numbers[end] = textStart[index]!;
      numbers[end + 1] = textStart[index + 1]!;
      if (findings.links.count[index] !== 0) (hosts ??= new Map()).set(index, hostsOf(findings, index));
    }
    // A user's stage may read anything, so it is asked at once.
    const isOwn = this.#own.length > 0;
    const own = isOwn ? Array.from({ length: count }, (_, index) => named(this.#own, this.#from, index)) : null;
    const texts = textStart[count] === 0 ? NO_TEXTS : events.text.slice(0, textStart[count]);
    return (index) => {
      const looked = (this.#looked ??= { events: EventBatch.allocate(1), findings: Findings.allocate(1) });
      let at = index * this.#width;
      for (const column of Object.values(columnsOf(looked)).flat()) column[0] = numbers[at++]!;
      const text = texts.subarray(numbers[at], numbers[at + 1]);
      looked.events.text.set(text);
      looked.events.textStart[1] = text.length;
      looked.events.count = 1;
      layHosts(looked.findings, hosts?.get(index) ?? []);
      return { ...named(this.#shipped, looked, 0), ...own?.[index] };
    };
  }
}

export const UNNAMED = { line: 0, text: null, label: null, hasCaller: false };

function isShipped(stage: Stage): boolean {
  return (SHIPPED as readonly Stage[]).includes(stage);
}

function named(stages: readonly Stage[], { events, findings }: Looked, index: number): Found {
  return Object.fromEntries(stages.map((stage) => [stage.name, foundBy(stage, events, findings, index)]));
}

function foundBy(stage: Stage, events: EventBatch, findings: Findings, row: number): unknown {
  if (stage.found !== undefined) return stage.found(events, findings, row);
  if (stage.record !== undefined) return stage.record(events, findings, row);
  return sectionValues(findings, stage.name, row);
}

interface ColumnsByType {
  readonly u8: readonly Uint8Array[];
  readonly u16: readonly Uint16Array[];
  readonly u32: readonly Uint32Array[];
  readonly i32: readonly Int32Array[];
  readonly f64: readonly Float64Array[];
}

/** Columns with one value an event. */
function columnsOf({ events, findings }: Looked): ColumnsByType {
  const { timeMs, idLow, idHigh, kind, route, direction, caller, callee, provenance, answered, durationS } = events;
  const { eventColumns, links } = findings;
  const ofEvents = [timeMs, idLow, idHigh, kind, route, direction, caller, callee, provenance, answered, durationS];
  const all = [...ofEvents, ...eventColumns, links.count, links.traits];
  return {
    u8: all.filter((column) => column instanceof Uint8Array),
    u16: all.filter((column) => column instanceof Uint16Array),
    u32: all.filter((column) => column instanceof Uint32Array),
    i32: all.filter((column) => column instanceof Int32Array),
    f64: all.filter((column) => column instanceof Float64Array),
  };
}

/** One loop for each type: a single loop takes three times as long. Returns the end of the numbers. */
function layNumbers({ u8, u16, u32, i32, f64 }: ColumnsByType, row: number, out: number[], first: number): number {
  let end = first;
  for (let at = 0; at < u8.length; at++) out[end++] = u8[at]![row]!;
  for (let at = 0; at < u16.length; at++) out[end++] = u16[at]![row]!;
  for (let at = 0; at < u32.length; at++) out[end++] = u32[at]![row]!;
  for (let at = 0; at < i32.length; at++) out[end++] = i32[at]![row]!;
  for (let at = 0; at < f64.length; at++) out[end++] = f64[at]![row]!;
  return end;
}
