/** Tables of named rows that keep within the columns of a terminal, however long the names are. */
import { stripVTControlCharacters } from "node:util";
import { displayWidth } from "../../src/core/terminal/display-width.ts";
import { type Style, renderTable } from "../../src/core/terminal/table.ts";
import { COLUMNS, wrap } from "../../src/core/terminal/wrap.ts";

interface NamedRow {
  /** For the first column. */
  readonly name: string;
  /** For the others. */
  readonly cells: readonly string[];
}

/** Where names leave the cells no room, each stands on a line of its own above them. */
export function renderNamedTable(head: readonly string[], rows: readonly NamedRow[], style: Style): string {
  const beside = renderTable(
    head,
    rows.map(({ name, cells }) => [name, ...cells]),
    style,
  );
  if (beside.split("\n").every((line) => displayWidth(stripVTControlCharacters(line)) <= COLUMNS)) return beside;
  const [heading, ...lines] = renderTable(
    head,
    rows.map(({ cells }) => ["", ...cells]),
    style,
  ).split("\n");
  return [heading, ...lines.flatMap((line, index) => [...wrap(rows[index]!.name, "  "), line])].join("\n");
}
