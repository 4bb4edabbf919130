import { expect, test } from "vitest";
import { spreadsheetSafe } from "../../../src/rows/typed/spreadsheet-safe.ts";

test.each(["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])(
  "a cell that begins with %j is made text",
  (sign) => {
    expect(spreadsheetSafe(`${sign}HYPERLINK(1)`)).toBe(`'${sign}HYPERLINK(1)`);
  },
);

test.each(["", "loan", "a=b", "(=1)"])("a cell %j stays as it is", (cell) => {
  expect(spreadsheetSafe(cell)).toBe(cell);
});
