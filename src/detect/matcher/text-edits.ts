/** How one text becomes another by the fewest edits, for showing. */

/** A piece that both messages have, that only the first has, or that only the second has. */
export interface Edit {
  readonly kind: "same" | "deleted" | "inserted";
  readonly text: string;
}

/**
 * Neighbours of a kind are merged, deletions before insertions; a replaced unit is both. Cost and memory: the product
 * of the lengths, so for messages of a few hundred units.
 */
export function textEdits(before: string, after: string): Edit[] {
  const reversed: Edit[] = [];
  const distances = distanceTable(before, after);
  const width = after.length + 1;
  let i = before.length;
  let j = after.length;
  while (i > 0 || j > 0) {
    const here = distances[i * width + j]!;
    const diagonal = i > 0 && j > 0 ? distances[(i - 1) * width + j - 1]! : Infinity;
    if (i > 0 && j > 0 && before[i - 1] === after[j - 1] && diagonal === here) {
      reversed.push({ kind: "same", text: before[i - 1]! });
      i--;
      j--;
    } else if (diagonal + 1 === here) {
      reversed.push({ kind: "inserted", text: after[j - 1]! }, { kind: "deleted", text: before[i - 1]! });
      i--;
      j--;
    } else if (i > 0 && distances[(i - 1) * width + j]! + 1 === here) {
      reversed.push({ kind: "deleted", text: before[i - 1]! });
      i--;
    } else {
      reversed.push({ kind: "inserted", text: after[j - 1]! });
      j--;
    }
  }
  return mergeEdits(reversed.toReversed());
}

/** Levenshtein's distance between every two beginnings: element [i * (after.length + 1) + j]. */
function distanceTable(before: string, after: string): Uint16Array {
  const width = after.length + 1;
  const table = new Uint16Array((before.length + 1) * width);
  for (let j = 0; j < width; j++) table[j] = j;
  for (let i = 1; i <= before.length; i++) {
    const row = i * width;
    table[row] = i;
    for (let j = 1; j < width; j++) {
      const replace = table[row - width + j - 1]! + (before[i - 1] === after[j - 1] ? 0 : 1);
      table[row + j] = Math.min(replace, table[row - width + j]! + 1, table[row + j - 1]! + 1);
    }
  }
  return table;
}

/** Deletions between two same pieces become one, as do insertions. A character of two units is one as a whole. */
function mergeEdits(units: readonly Edit[]): Edit[] {
  const merged: Edit[] = [];
  const open = { same: "", deleted: "", inserted: "" };
  const edits = units.flatMap((edit, at): Edit[] =>
    isHalfKept(units, at)
      ? [
          { kind: "deleted", text: edit.text },
          { kind: "inserted", text: edit.text },
        ]
      : [edit],
  );
  for (const { kind, text } of edits) {
    if (kind === "same" ? open.deleted + open.inserted !== "" : open.same !== "") flush(merged, open);
    open[kind] += text;
  }
  flush(merged, open);
  return merged;
}

/** Whether a unit is the same and the other half of its character is not. */
function isHalfKept(units: readonly Edit[], at: number): boolean {
  const { kind, text } = units[at]!;
  if (kind !== "same") return false;
  const other = isHighSurrogate(text) ? units[at + 1] : isLowSurrogate(text) ? units[at - 1] : undefined;
  return other !== undefined && other.kind !== "same";
}

function isHighSurrogate(unit: string): boolean {
  return unit >= "\uD800" && unit <= "\uDBFF";
}

function isLowSurrogate(unit: string): boolean {
  return unit >= "\uDC00" && unit <= "\uDFFF";
}

function flush(merged: Edit[], open: Record<Edit["kind"], string>): void {
  for (const kind of ["same", "deleted", "inserted"] as const) {
    if (open[kind] !== "") merged.push({ kind, text: open[kind] });
    open[kind] = "";
  }
}
