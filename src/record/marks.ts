/** Truth: for the report alone. */
import type { BenignClass } from "../event/taxonomy.ts";

export interface MarkCounts {
  readonly fraud: Marks;
  readonly byClass: Readonly<Record<BenignClass, Marks>>;
}

export interface Marks {
  /** Reports of calls by people whom no gang has engaged. */
  readonly marks: number;
  readonly numbers: number;
}
