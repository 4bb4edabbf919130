/** Edits as people read them: a deletion with an insertion behind it is one replacement. */
import type { Drawn } from "../../explain/explanation.ts";

type Nearest = NonNullable<NonNullable<Drawn["nearestText"]>["nearest"]>;
type Edit = NonNullable<Nearest["edits"]>[number];

export type EditRun =
  | { readonly kind: "same" | "deleted" | "inserted"; readonly text: string }
  | { readonly kind: "replaced"; readonly before: string; readonly after: string };

export function editRuns(edits: readonly Edit[]): EditRun[] {
  const runs: EditRun[] = [];
  for (const { kind, text } of edits) {
    const last = runs.at(-1);
    if (kind === "inserted" && last?.kind === "deleted") {
      runs[runs.length - 1] = { kind: "replaced", before: last.text, after: text };
    } else runs.push({ kind, text });
  }
  return runs;
}
