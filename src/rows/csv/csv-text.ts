/** Cells of CSV (RFC 4180) and TSV as text: in quotes where they need them, and with no formula for a spreadsheet. */

export function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** How cells are written between `delimiter`. A cell without quotes is null where it is empty: a string "" has them. */
export function cellWriter(delimiter: "," | "\t", isSpreadsheetSafe: boolean): (cell: string) => string {
  const special = isSpreadsheetSafe ? /[",;\t\r\n]/ : delimiter === "," ? /[",\r\n]/ : /["\t\r\n]/;
  return (cell) => {
    const text = isSpreadsheetSafe ? spreadsheetSafe(cell) : cell;
    return text === "" || special.test(text) ? quoted(text) : text;
  };
}

/** Also behind spaces and marks that do not show, which some spreadsheets take away first. */
const FORMULA = /^(?:[\t\r]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;

/**
 * Also where a semicolon begins a cell, as it does in countries that write decimals with a comma, and where a line
 * begins. Quotes are no help there, for they count at the head of a cell alone: of `7,"a;=1"` that is `7,"a`, and
 * `""=1` begins with nothing. A sign makes a formula only with a name, a number or a bracket behind it: `;-)` is none.
 */
const HIDDEN_FORMULA = /([;\r\n](?:[^\S\r\n]|[\p{Cf}"])*)(?=[=@＝＠]|[+\-＋－][\p{L}\p{N}(.])/gu;

/**
 * The cell with an apostrophe in front of each formula, which makes it text. It changes what is in the cell, so only
 * files that people open in a spreadsheet want it.
 */
export function spreadsheetSafe(cell: string): string {
  const escaped = cell.replace(HIDDEN_FORMULA, "$1'");
  return FORMULA.test(escaped) ? `'${escaped}` : escaped;
}
