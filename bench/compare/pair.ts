/** What was run, in pairs. */
import type { ComparableDocument, Figure } from "./document.ts";

/** One run: its figures, and the document it printed if it did. */
export interface Run {
  readonly figures: readonly Figure[];
  readonly document: ComparableDocument | null;
}

export interface Pair {
  readonly order: "AB" | "BA";
  readonly a: Run;
  readonly b: Run;
}
