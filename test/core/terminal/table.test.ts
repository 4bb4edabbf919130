import { describe, expect, test } from "vitest";
import { renderTable } from "../../../src/core/terminal/table.ts";

describe("a table", () => {
  test("keeps its columns apart when names are Chinese, two columns a character", () => {
    const lines = renderTable(
      ["类型", "n"],
      [
        ["冒充客服", "12"],
        ["loan", "3"],
      ],
      { colour: false },
    ).split("\n");
    expect(lines).toEqual(["  类型       n", "  冒充客服  12", "  loan       3"]);
  });

  test("of no rows is its headings", () => {
    expect(renderTable(["a", "b"], [], { colour: false })).toBe("  a  b");
  });
});
