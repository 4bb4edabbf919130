/** Counts marks of calls, and the numbers that were marked, by who is behind them. */
import { KeyIndex } from "../../core/key-index.ts";
import { canonicalIdentity } from "../../event/identity.ts";
import { BENIGN_CLASSES, type BenignClass } from "../../event/taxonomy.ts";
import type { MarkCounts, Marks } from "../../record/complaint.ts";
import type { MarkedNumber } from "../people/victim-response.ts";

export class MarkTally {
  readonly #rows = Array.from({ length: BENIGN_CLASSES.length + 1 }, () => ({ marks: 0, numbers: new KeyIndex() }));

  add(marked: readonly MarkedNumber[]): void {
    for (const { identity, benignClass } of marked) {
      const row = this.#rows[benignClass === null ? 0 : benignClass + 1]!;
      row.marks++;
      row.numbers.set(canonicalIdentity(identity), 1);
    }
  }

  counts(): MarkCounts {
    const [fraud, ...benign] = this.#rows.map(({ marks, numbers }) => ({ marks, numbers: numbers.size }));
    const byClass = Object.fromEntries(BENIGN_CLASSES.map((name, code) => [name, benign[code]!]));
    return { fraud: fraud!, byClass: byClass as Record<BenignClass, Marks> };
  }
}
