/** How many rows of each class stand on each side of the splits. */
import type { BatchView } from "../engine/worker-output.ts";
import type { DatasetTable } from "./dataset-files.ts";

/** What is counted: by each of these columns, and by both of a pair. */
const COUNTED = ["label", "typology", "benign_class", "split_time", "split_script"] as const;
const SIDES = ["split_time", "split_script"] as const;

export type Counts = Readonly<Record<string, number>>;

export class RowCounts {
  readonly #counts = new Map<string, Map<string, number>>();
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  add(tables: readonly DatasetTable[], view: BatchView, order: Uint32Array): void {
    const fields = tables.flatMap((table) => table.fields);
    const of = (name: string) => fields.find((field) => field.name === name)!.of;
    const label = of("label");
    const columns = COUNTED.map((name) => ({ name: name as string, read: of(name) }));
    const sides = SIDES.map((name) => ({ name: `${name}_label`, read: of(name) }));
    for (const row of order) {
      for (const { name, read } of columns) this.#count(name, read(view, row) as string | null);
      for (const { name, read } of sides) this.#count(name, `${String(read(view, row))} ${String(label(view, row))}`);
    }
    this.#rows += order.length;
  }

  /** By value, in the order of the values. */
  of(column: (typeof COUNTED)[number] | `${(typeof SIDES)[number]}_label`): Counts {
    const counts = [...(this.#counts.get(column) ?? [])];
    return Object.fromEntries(counts.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #count(column: string, value: string | null): void {
    if (value === null) return;
    let counts = this.#counts.get(column);
    if (counts === undefined) this.#counts.set(column, (counts = new Map<string, number>()));
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
}
