/**
 * What the stages found of single events, kept as numbers until somebody asks: to name it all takes as long as to
 * screen, and nobody asks of most events.
 */
import { SHIPPED } from "../detect/finders.ts";
import type { Stage } from "../detect/stage.ts";
import { EventBatch } from "../event/event-batch.ts";
import { Findings, hostsOf, layHosts, sectionValues } from "../event/findings.ts";
import type { Country } from "../rows/country.ts";
import { fillEvents, ownRow } from "../rows/fill-events.ts";
import type { Row } from "../rows/row.ts";

/** By the name of a stage, what it found of one event. */
type Found = Readonly<Record<string, unknown>>;

export interface Kept {
  readonly row: Row;
  readonly numbers: readonly number[];
  readonly hosts: readonly string[];
  /** Those that were on. */
  readonly shipped: readonly Stage[];
  readonly own: Found | null;
}

export class FoundLater {
  readonly #events: EventBatch;
  readonly #findings: Findings;
  readonly #country: Country;
  readonly #from: ColumnsByType;
  #shipped: readonly Stage[] = [];
  #own: readonly Stage[] = [];
  #looked: { readonly events: EventBatch; readonly findings: Findings } | null = null;

  /** `events` and `findings`: of the batch that is screened again and again. */
  constructor(events: EventBatch, findings: Findings, country: Country) {
    this.#events = events;
    this.#findings = findings;
    this.#country = country;
    this.#from = byType(findings);
  }

  /** The stages that are on, from now on. */
  useStages(stages: readonly Stage[]): void {
    this.#shipped = stages.filter(isShipped);
    this.#own = stages.filter((stage) => !isShipped(stage));
  }

  /** What they found of event `index`, which was made of `row`. */
  keep(row: Row, index: number): Kept {
    return {
      row: ownRow(row),
      numbers: numbersOf(this.#from, index),
      hosts: this.#findings.links.count[index] === 0 ? NO_HOSTS : hostsOf(this.#findings, index),
      shipped: this.#shipped,
      // What a stage of a user's own reads nobody knows: it is asked at once.
      own: this.#own.length === 0 ? null : named(this.#own, this.#events, this.#findings, index),
    };
  }

  name({ row, numbers, hosts, shipped, own }: Kept): Found {
    this.#looked ??= { events: EventBatch.allocate(1), findings: Findings.allocate(1) };
    const { events, findings } = this.#looked;
    fillEvents(events, [row], 0, this.#country);
    for (const [at, column] of Object.values(byType(findings)).flat().entries()) column[0] = numbers[at]!;
    layHosts(findings, hosts);
    return { ...named(shipped, events, findings, 0), ...own };
  }
}

const NO_HOSTS: readonly string[] = [];

function isShipped(stage: Stage): boolean {
  return (SHIPPED as readonly Stage[]).includes(stage);
}

function named(stages: readonly Stage[], events: EventBatch, findings: Findings, index: number): Found {
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

function byType({ eventColumns, links }: Findings): ColumnsByType {
  const all = [...eventColumns, links.count, links.traits];
  return {
    u8: all.filter((column) => column instanceof Uint8Array),
    u16: all.filter((column) => column instanceof Uint16Array),
    u32: all.filter((column) => column instanceof Uint32Array),
    i32: all.filter((column) => column instanceof Int32Array),
    f64: all.filter((column) => column instanceof Float64Array),
  };
}

/** A loop for each type: one over all of them takes three times as long. */
function numbersOf({ u8, u16, u32, i32, f64 }: ColumnsByType, row: number): number[] {
  const numbers: number[] = [];
  for (let at = 0; at < u8.length; at++) numbers.push(u8[at]![row]!);
  for (let at = 0; at < u16.length; at++) numbers.push(u16[at]![row]!);
  for (let at = 0; at < u32.length; at++) numbers.push(u32[at]![row]!);
  for (let at = 0; at < i32.length; at++) numbers.push(i32[at]![row]!);
  for (let at = 0; at < f64.length; at++) numbers.push(f64[at]![row]!);
  return numbers;
}
