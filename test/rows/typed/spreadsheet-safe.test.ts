import { expect, test } from "vitest";
import { spreadsheetSafe } from "../../../src/rows/typed/row-text.ts";

test.each(["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])(
  "a cell that begins with %j is made text",
  (sign) => {
    expect(spreadsheetSafe(`${sign}HYPERLINK(1)`)).toBe(`'${sign}HYPERLINK(1)`);
  },
);

test.each([" ", "  ", "\u00a0", "\u3000", "\ufeff", "\u200b", "\v", "\u202e "])(
  "a formula behind %j is made text",
  (space) => {
    expect(spreadsheetSafe(`${space}=HYPERLINK(1)`)).toBe(`'${space}=HYPERLINK(1)`);
    expect(spreadsheetSafe(`loan;${space}=1`)).toMatch(/'=1$/);
  },
);

test.each(["", " ", " loan = 1", "loan", "a=b", "(=1)"])("a cell %j stays as it is", (cell) => {
  expect(spreadsheetSafe(cell)).toBe(cell);
});
