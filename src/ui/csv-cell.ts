/**
 * A text as a cell of CSV. What a spreadsheet would run as a formula, at the head of a cell or behind a semicolon, which
 * some split at, gets an apostrophe: names of a report may come from anybody. Pages hold this function as it is written.
 */
export function csvCell(text: string): string {
  const guarded = text
    .replace(/^(?=[\s"']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/, "'")
    .replace(/(;[\s"]*)(?=[=@\uFF1D\uFF20]|[+\-\uFF0B\uFF0D][\p{L}\p{N}(.])/gu, "$1'");
  return /[",;\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
