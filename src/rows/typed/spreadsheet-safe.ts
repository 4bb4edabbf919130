/**
 * Cells that a spreadsheet would run as a formula, made text. It changes what is in them, so only files that people
 * open in a spreadsheet want it, and none that must be read back as it was.
 */

/** Also behind spaces and marks that do not show, which some spreadsheets take away first. */
const FORMULA = /^(?:[\t\r]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;

/**
 * Also where a semicolon begins a cell, as it does in countries that write decimals with a comma, and where a line
 * begins. Quotes are no help there, for they count at the head of a cell alone: of `7,"a;=1"` that is `7,"a`, and
 * `""=1` begins with nothing. A sign makes a formula only with a name, a number or a bracket behind it: `;-)` is none.
 */
const HIDDEN_FORMULA = /([;\r\n](?:[^\S\r\n]|[\p{Cf}"])*)(?=[=@＝＠]|[+\-＋－][\p{L}\p{N}(.])/gu;

/** The cell with an apostrophe in front of each formula, which makes it text. */
export function spreadsheetSafe(cell: string): string {
  const escaped = escapeHiddenFormulas(cell);
  return FORMULA.test(escaped) ? `'${escaped}` : escaped;
}

/** The part of it that a writer who looks at the head of a cell himself leaves. */
export function escapeHiddenFormulas(cell: string): string {
  return cell.replace(HIDDEN_FORMULA, "$1'");
}
