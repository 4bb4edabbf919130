/** Cells of CSV (RFC 4180) and TSV as text, with quotes if needed, and without formulas. */

export function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** Returns a writer of cells. An empty string gets quotes; an empty cell without quotes is null. */
export function cellWriter(delimiter: "," | "\t", isSpreadsheetSafe: boolean): (cell: string) => string {
  const special = isSpreadsheetSafe ? /[",;\t\r\n]/ : delimiter === "," ? /[",\r\n]/ : /["\t\r\n]/;
  return (cell) => {
    const text = isSpreadsheetSafe ? spreadsheetSafe(cell) : cell;
    return text === "" || special.test(text) ? quoted(text) : text;
  };
}

/** Also behind spaces and invisible marks, which some spreadsheets remove first. */
const FORMULA = /^(?:[\t\r]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;

/**
 * Also behind a semicolon, which separates cells in some countries, and at the start of a line. Quotes do not help
 * there, since they count only at the start of a cell. A sign makes a formula only before a name, a number or a
 * bracket: `;-)` is none.
 */
const HIDDEN_FORMULA = /([;\r\n](?:[^\S\r\n]|[\p{Cf}"])*)(?=[=@＝＠]|[+\-＋－][\p{L}\p{N}(.])/gu;

/**
 * Puts an apostrophe in front of each formula, which makes it text. It changes the cell, so it is only for files that
 * people open in a spreadsheet.
 */
export function spreadsheetSafe(cell: string): string {
  const escaped = cell.replace(HIDDEN_FORMULA, "$1'");
  return FORMULA.test(escaped) ? `'${escaped}` : escaped;
}
