/** A document next to the files of a data set. */
import { basename } from "node:path";
import { compareText } from "../core/units.ts";
import { packageVersion } from "../core/program.ts";
import { WEEKDAYS } from "../scenario/traffic-parameters.ts";
import { DAY_MS } from "../core/time.ts";
import { formatScenario } from "../scenario/file.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { RowField } from "./truth-columns.ts";
import type { Cell, TypedColumn } from "../rows/typed/column.ts";

export interface DatasetFile {
  readonly path: string;
  readonly fields: readonly RowField[];
}

type Counts = Readonly<Record<string, number>>;

/** For training on a data set: where it comes from, its classes, and its splits by time and by script. */
export interface Manifest {
  readonly scenario: string;
  readonly seed: number;
  readonly version: string;
  /** As `ringfence run` reports it for the same scenario and seed: 16 hexadecimal digits. */
  readonly digest: string;
  readonly rows: number;
  /** The time of the first midnight of the run, ISO 8601; local time of the world, written as UTC. */
  readonly origin: string;
  readonly masked: boolean;
  readonly classes: Readonly<Record<(typeof CLASSES)[number], Counts>>;
  readonly splits: Readonly<Record<Split | `${Split}_label`, Counts>>;
  readonly files: readonly { readonly name: string; readonly columns: readonly Required<TypedColumn>[] }[];
  readonly resolved: string;
}

export function manifestOf(
  scenario: Scenario,
  run: Pick<Manifest, "seed" | "masked" | "digest">,
  counts: RowCounts,
  parts: readonly DatasetFile[],
): Manifest {
  return {
    scenario: scenario.name,
    version: packageVersion(),
    ...run,
    rows: counts.rows,
    origin: new Date(originOf(scenario)).toISOString(),
    classes: counts.of(CLASSES),
    splits: counts.of(SIDES.flatMap((side) => [side, `${side}_label`] as const)),
    files: parts.map(({ path, fields }) => ({
      name: basename(path),
      columns: fields.map(({ name, type, nullable = false }) => ({ name, type, nullable })),
    })),
    resolved: formatScenario(scenario),
  };
}

/** A Monday. Any would do: what counts are hours and days of the week. */
const FIRST_MONDAY_MS = Date.UTC(2024, 0, 1);

/** Midnight of the first day of a run, milliseconds since 1970, on the scenario's day of the week. */
export function originOf({ calendar }: Scenario): number {
  return FIRST_MONDAY_MS + WEEKDAYS.indexOf(calendar.firstDay) * DAY_MS;
}

const CLASSES = ["label", "typology", "benign_class"] as const;
const SIDES = ["split_time", "split_script"] as const;
type Split = (typeof SIDES)[number];

/** Rows by the values of some columns, and by side of a split and label. */
export class RowCounts {
  readonly #counts = new Map<string, Map<string, number>>();
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  add(cells: ReadonlyMap<string, readonly Cell[]>): void {
    const labels = cells.get("label")!;
    for (const name of [...CLASSES, ...SIDES])
      for (const value of cells.get(name)!) this.#count(name, value as string | null);
    for (const name of SIDES) {
      const sides = cells.get(name)!;
      for (const [row, label] of labels.entries())
        this.#count(`${name}_label`, `${sides[row] as string} ${label as string}`);
    }
    this.#rows += labels.length;
  }

  /** In the order of the values. */
  of<Column extends string>(columns: readonly Column[]): Record<Column, Counts> {
    const counted = columns.map((column) => {
      const counts = [...(this.#counts.get(column) ?? [])];
      return [column, Object.fromEntries(counts.sort(([a], [b]) => compareText(a, b)))];
    });
    return Object.fromEntries(counted) as Record<Column, Counts>;
  }

  #count(column: string, value: string | null): void {
    if (value === null) return;
    let counts = this.#counts.get(column);
    if (counts === undefined) this.#counts.set(column, (counts = new Map<string, number>()));
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
}
