import { compareText } from "../core/compare-text.ts";
import type { Cell } from "../rows/typed/column.ts";

const COUNTED = ["label", "typology", "benign_class", "split_time", "split_script"] as const;
const SIDES = ["split_time", "split_script"] as const;

export type Counts = Readonly<Record<string, number>>;

export class RowCounts {
  readonly #counts = new Map<string, Map<string, number>>();
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  add(cells: ReadonlyMap<string, readonly Cell[]>): void {
    const labels = cells.get("label")!;
    for (const name of COUNTED) for (const value of cells.get(name)!) this.#count(name, value as string | null);
    for (const name of SIDES) {
      const sides = cells.get(name)!;
      for (const [row, label] of labels.entries())
        this.#count(`${name}_label`, `${sides[row] as string} ${label as string}`);
    }
    this.#rows += labels.length;
  }

  /** In the order of the values. */
  of(column: (typeof COUNTED)[number] | `${(typeof SIDES)[number]}_label`): Counts {
    const counts = [...(this.#counts.get(column) ?? [])];
    return Object.fromEntries(counts.sort(([a], [b]) => compareText(a, b)));
  }

  #count(column: string, value: string | null): void {
    if (value === null) return;
    let counts = this.#counts.get(column);
    if (counts === undefined) this.#counts.set(column, (counts = new Map<string, number>()));
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
}
