/** Screened rows as they were asked for: in text, where that can be made without the rows before. */
import { type Identity, formatIdentity, identityForm } from "../event/identity.ts";
import { maskIdentity } from "../event/masking.ts";
import type { RowsAs, RowsOut, ScreenStart } from "./piece.ts";
import { nameIn } from "./script-library.ts";
import { formatRows } from "./row-format.ts";
import { formatRow, type RowOptions, SCREENED_COLUMNS, type ScreenedRow } from "./screened-row.ts";

/** How a thread shows callers and scripts. A caller that only an output as a whole can number is left as it is. */
export function rowOptionsOf({
  unmask,
  scripts,
  advises,
}: Pick<ScreenStart, "unmask" | "scripts" | "advises">): RowOptions {
  return {
    advises,
    show: unmask ? formatIdentity : (caller) => (isNumbered(caller) ? "" : maskIdentity(caller)),
    scriptOf: (template) => nameIn(scripts, template),
  };
}

/** What is neither number nor name is numbered as it comes (event/masking.ts). */
export function isNumbered(caller: Identity): boolean {
  return identityForm(caller) === "opaque";
}

/** `numbered`: by place, the callers that are left as they are. */
export function writeRows(
  as: RowsAs,
  rows: readonly ScreenedRow[],
  numbered: ReadonlyMap<number, Identity>,
): RowsOut[] {
  if (as === null) return [];
  const out: RowsOut[] = [];
  let first = 0;
  for (let at = 0; at <= rows.length; at++) {
    const row = rows[at];
    const opaque = numbered.get(at) ?? null;
    if (row !== undefined && opaque === null && as !== "rows") continue;
    if (at > first) out.push({ text: formatScreened(as, rows.slice(first, at)), count: at - first });
    if (row !== undefined) out.push({ row, opaque });
    first = at + 1;
  }
  return out;
}

/** Rows whose callers are all known by now. */
export function formatScreened(as: Exclude<RowsAs, null>, rows: readonly ScreenedRow[]): string {
  if (as === "text" || as === "rows") return rows.map((row) => formatRow(row)).join("");
  return formatRows(as, SCREENED_COLUMNS, rows);
}
