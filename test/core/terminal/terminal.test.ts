import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { cutToWidth, displayWidth } from "../../../src/core/terminal/display-width.ts";
import { forAll } from "../../for-all.ts";
import { renderTable, emphasise } from "../../../src/core/terminal/table.ts";
import { PassThrough } from "node:stream";
import { styleText } from "node:util";
import { keepForPrint, type Outlet, print, printEmphasised } from "../../../src/core/terminal/print.ts";
import { printable } from "../../../src/core/terminal/printable.ts";

describe("the width of a text on a terminal", () => {
  it("is two columns for Chinese, full-width forms and emoji, none for combining marks, else one", () => {
    expect(["", "abc", "中文", "ＡＢ", "한글", "😀", "e\u0301", "é", "…"].map(displayWidth)).toEqual([
      0, 3, 4, 4, 4, 2, 1, 1, 1,
    ]);
  });

  it("is what a text is cut to, with an ellipsis for what is lost", () => {
    expect(cutToWidth("中文短信", 8)).toBe("中文短信");
    expect(cutToWidth("中文短信", 7)).toBe("中文短…");
    expect(cutToWidth("中文短信", 6)).toBe("中文…");
    expect(cutToWidth("abc", 0)).toBe("");
    const text = fc.string({ unit: fc.constantFrom("a", "中", "😀", "\u0301", " "), maxLength: 30 });
    forAll([text, fc.nat(40)], 100, (whole, columns) => {
      expect(displayWidth(cutToWidth(whole, columns))).toBeLessThanOrEqual(columns);
      expect(cutToWidth(whole, displayWidth(whole))).toBe(whole);
    });
  });
});

describe("a table", () => {
  test("keeps its columns apart when names are Chinese, two columns a character, and may have no rows", () => {
    const rows = ["冒充客服 12", "loan 3"].map((row) => row.split(" "));
    const table = renderTable(["类型", "n"], rows, { colour: false });
    expect(table.split("\n")).toEqual(["  类型       n", "  冒充客服  12", "  loan       3"]);
    expect(renderTable(["a", "b"], [], { colour: false })).toBe("  a  b");
  });
});

describe("printable text", () => {
  test.each([
    ["您的快递丢失 call 0095588", "您的快递丢失 call 0095588"],
    ["a\tb\r\nc", "a\\tb\\r\\nc"],
    ["\u001b[2J\u001b]0;title\u0007", "\\u{1b}[2J\\u{1b}]0;title\\u{7}"],
    ["\u009b31m\u007f", "\\u{9b}31m\\u{7f}"],
    ["\u202e123\u2066x\u2069\u200f", "\\u{202e}123\\u{2066}x\\u{2069}\\u{200f}"],
    ["银\u200b行\ufeff\u00ad", "银\\u{200b}行\\u{feff}\\u{ad}"],
    ["\ud83d\ude00 \ud83d", "\ud83d\ude00 \\u{d83d}"],
    ["\u2028\u2029\u{e0041}", "\\u{2028}\\u{2029}\\u{e0041}"],
    ["", ""],
  ])("of %j is %j", (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test("never holds anything that a terminal obeys", () => {
    forAll([fc.string({ unit: "binary", maxLength: 200 })], 100, (text) => {
      const shown = printable(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(printable(shown)).toBe(shown);
    });
  });

  test("of a long text is its beginning, with no pair cut in two", () => {
    expect(printable("abcdef", 3)).toBe("abc…");
    expect(printable("abc", 3)).toBe("abc");
    expect(printable("ab😀d", 3)).toBe("ab…");
  });

  test("of 64 KiB of escape sequences takes no time to speak of", () => {
    expect(printable("\u001b".repeat(65_536)).length).toBe(6 * 65_536);
  });
});

const printed = (act: (outlet: Outlet) => void): string => {
  const outlet = new PassThrough();
  act(outlet);
  return String(outlet.read());
};

describe("what is printed", () => {
  test("holds nothing that a terminal obeys but line breaks", () => {
    const shown = "lines\nand \\u{1b}[1mbold\\u{1b}[22m of others\\u{202e}\n";
    expect(printed((outlet) => print(outlet, "lines\nand \u001b[1mbold\u001b[22m of others\u202e\n"))).toBe(shown);
  });

  test("may be emphasised by us, and by nothing else", () => {
    const painted = styleText(["red", "strikethrough", "underline"], "a", { validateStream: false });
    expect(printed((outlet) => printEmphasised(outlet, painted))).toBe(painted);
    const text = `${emphasise("bold", "a", { colour: true })}${emphasise("dim", "b", { colour: true })}\u001b[8mc\n`;
    const shown = "\u001b[1ma\u001b[22m\u001b[2mb\u001b[22m\\u{1b}[8mc\n";
    expect(printed((outlet) => printEmphasised(outlet, text))).toBe(shown);
  });

  test("by others goes to standard error, once standard output is kept for results", () => {
    const [output, error] = [new PassThrough(), new PassThrough()];
    keepForPrint(output, error);
    output.write("a module says\n");
    print(output, "a result\n");
    expect([String(output.read()), String(error.read())]).toEqual(["a result\n", "a module says\n"]);
  });
});
