import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digitIdentity, formatIdentity, identityForm, identityValue, parseIdentity } from "../../src/event/identity.ts";
import { OutputMask, maskIdentity, maskNumbersIn } from "../../src/event/masking.ts";
import { forAll } from "../for-all.ts";

const MAX_VALUE = 999_999_999_999_999;
const digitForm = fc.constantFrom("plain", "areaCode", "doubleZero", "plus");

describe("a masked identity", () => {
  test.each([
    ["13800130017", "138****0017"],
    ["+8613800130017", "+86*******0017"],
    ["01068304532", "010****4532"],
    ["07551234567", "075****4567"],
    ["001012345678901", "001********8901"],
    ["8722159", "8****59"],
    ["13800138", "13****38"],
    ["008613800", "00*****00"],
    ["00861380013", "00*******13"],
    ["+8613800138", "+8*******38"],
    ["+6581234567", "+6*******67"],
    ["95588", "95588"],
    ["0095588", "0095588"],
    ["10690001234", "10690001234"],
    ["ICBC", "ICBC"],
    ["A123456", "A123456"],
    ["A1234567", "A1****67"],
    ["1380013W8", "13*****W8"],
    ["", "withheld"],
    ["13800138000 at home", "#****"],
    ["中国工商银行", "#****"],
  ])("of %s is %s", (written, masked) => {
    expect(maskIdentity(parseIdentity(written))).toBe(masked);
  });

  test("is as long as the number, and hides at least three digits of any that is longer than six", () => {
    forAll([digitForm, fc.integer({ min: 1_000_000, max: MAX_VALUE })], 400, (form, digits) => {
      const identity = digitIdentity(form, digits);
      const masked = maskIdentity(identity);
      expect(masked).toHaveLength(formatIdentity(identity).length);
      expect(masked).toMatch(/^[+\d]+\*{3,}\d+$/);
    });
  });
});

function maskAll(output: OutputMask, written: readonly string[]): string[] {
  return written.map((each) => output.mask(parseIdentity(each)));
}

describe("in one output", () => {
  test("what is neither number nor name is told apart by the order in which it comes, and by nothing else", () => {
    const written = ["中国工商银行", "13800130017", "某某银行", "中国工商银行", "", "某某 银行"];
    expect(maskAll(new OutputMask(), written)).toEqual(["#1", "138****0017", "#2", "#1", "withheld", "#3"]);
    expect(maskAll(new OutputMask(), ["某某银行"])).toEqual(["#1"]);
  });

  test("so many are told apart and no more, as a file has no end", () => {
    const output = new OutputMask();
    maskAll(
      output,
      Array.from({ length: 65_536 }, (_, i) => `某某银行${i + 1}`),
    );
    expect(maskAll(output, ["某某银行65536", "某某银行65537", "某某银行1"])).toEqual(["#65536", "#****", "#1"]);
  });
});

test("a short number has half of its own digits hidden, or more, whatever stands in front of them", () => {
  const fronts = fc.constantFrom("", "0", "00", "+", "0086", "+86");
  const own = fc
    .integer({ min: 5, max: 10 })
    .chain((length) => fc.integer({ min: Number(`1e${length - 1}`), max: Number(`1e${length}`) - 1 }))
    .filter((digits) => !String(digits).startsWith("86"));
  forAll([fronts, own], 400, (front, digits) => {
    const identity = parseIdentity(`${front}${digits}`);
    const { length } = String(digits);
    fc.pre(String(identityValue(identity)).length > 6 && (front !== "0" || length < 10));
    fc.pre(identityForm(identity) !== "port");
    const shown = maskIdentity(identity).slice(front.length).replaceAll("*", "");
    expect(shown.length).toBeLessThanOrEqual(length / 2);
  });
});

function hexOf(unit: string, length: number): string {
  return unit.charCodeAt(0).toString(16).padStart(length, "0");
}

/** What somebody reads who undoes escapes and width. */
function decoded(text: string): string {
  return decodeURIComponent(
    text.replaceAll(/\\u([\da-f]{4})/g, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`))),
  ).normalize("NFKC");
}

describe("a message with numbers in it", () => {
  test.each([
    ["call 13987654321 now", "call 139****21 now"],
    ["+86 139-8765-4321", "+861****21"],
    ["fixed 8722159 or 87221590", "fixed 8****59 or 87****90"],
    ["code 123456 or 95588", "code 123456 or 95588"],
    ["8722159 ---- 87221590 #### 95588", "872****90 #### 95588"],
    // A list of numbers, and what may be one number.
    ["13987654321,13812345678", "139****21,****78"],
    ["8722159;87221590", "8****59;****90"],
    ["+86 139-8765-4321 ; 02012345678\t2024-01-05 10:22:33,x", "+861****21 ; ****78\t****33,x"],
    ['"１３９８７６５４３２１","138 1234 5678"', '"139****21","****78"'],
    [String.raw`13987654321\u002c13812345678\u003b13712345678`, String.raw`139****21\u002c****78\u003b****78`],
    ["13987654321，13812345678、95588", "139****21，****88"],
    ["%31%33%39%38%37%36%35%34%33%32%31,13812345678", "139****21,****78"],
    ["13987654321,%31%33%38%31%32%33%34%35%36%37%38", "139****21,****78"],
    ["%EF%BC%91%EF%BC%93%EF%BC%99%EF%BC%98%EF%BC%97%EF%BC%96%EF%BC%95%EF%BC%94,13812345678", "13****54,****78"],
    ["%31%33%39%38%37%36%35%34%33%32%31%2C%20%20%31%33%38%31%32%33%34%35", "139****21%2C%20%20****45"],
    [String.raw`1398765432\u0031,13812345678`, "139****21,****78"],
    ["1,13987654321,13812345678,1", "113****21,****81"],
    ["1,234,567", "1****67"],
    ["138〇〇138〇〇〇", "138****〇〇"],
    ["+86 138,0013,8000", "+861****00"],
    ["138,0013,8000,139,8765,4321", "138****21"],
    ["", ""],
  ])("%s becomes %s", (text, masked) => {
    expect(maskNumbersIn(text)).toBe(masked);
  });

  test.each(["138/1234/5678", "138–1234–5678", "１３８１２３４５６７８", "138\u200b1234\u200b5678", "①③⑧①②③④⑤⑥⑦⑧"])(
    "is masked where parseIdentity reads a number: %s",
    (written) => {
      expect(maskNumbersIn(`call ${written} now`)).toMatch(/^call \d{3}\*{4}78 now$/);
      expect(maskIdentity(parseIdentity(written))).toMatch(/^\d{3}\*{4}5678$/);
    },
  );

  test("is masked whatever character stands between its digits where parseIdentity passes over that", () => {
    let passedOver = 0;
    for (let code = 0; code <= 0xffff; code += code > 0x3100 && code < 0xfd00 ? 0x100 : 1) {
      const written = ["138", "1234", "5678"].join(String.fromCharCode(code));
      if (maskIdentity(parseIdentity(written)) !== "138****5678") continue;
      expect(maskNumbersIn(written)).toBe("138****78");
      passedOver++;
    }
    expect(passedOver).toBeGreaterThan(60);
  });

  test.each([
    "1\uFE0F\u20E33\uFE0F\u20E38\uFE0F\u20E31\uFE0F\u20E32\uFE0F\u20E33\uFE0F\u20E345678",
    "1\u03363\u03368\u0336123\u033645678",
    "\u061C",
    "\u180E",
    "\u034F",
    "\uFE00",
    "\uFE0F",
    "\u206A",
    "\u3164",
    "\u{E0031}\u{E007F}",
    "\u2212",
    "_",
    ",",
    "•",
    "・",
    "\b",
    "\0",
    "\u001B",
    String.raw`\b`,
    "%20",
    "%2D",
    "%E2%80%8B",
    "---------",
    " , ",
    "';&",
    "%31%33%38%31%32%33%34%35678",
    "%EF%BC%911381234567%38",
  ])("is masked where people read a number: %j", (written) => {
    const text = /\d/.test(written.replace(/%../g, "")) ? written : ["138", "1234", "5678"].join(written);
    expect(maskNumbersIn(`call ${text} now`)).toMatch(/^call 1[13]\d\*{4}78 now$/);
  });

  test("is masked in digits of other scripts, and where one stands for two", () => {
    expect(maskNumbersIn("١٣٨١٢٣٤٥٦٧٨ a 138123٤٥٦٧٨ a ۱۲۳۴۵۶")).toBe("١٣٨****٧٨ a 138****٧٨ a ۱۲۳۴۵۶");
    expect(maskNumbersIn("㉑㉒㉓㉔")).toBe("21****24");
    expect(maskNumbersIn("请回电一三八〇〇一三八〇〇〇，或１３８００１３８０００")).toBe(
      "请回电一三八****〇〇，或138****00",
    );
    expect(maskNumbersIn("微信：壹叁捌零零-壹叁捌零零零")).toBe("微信：壹叁捌****零零");
    expect(maskNumbersIn("幺三8 〇〇1三八零00")).toBe("幺三8****00");
    expect(maskNumbersIn("二〇二六年十一月三十日，一心一意，三三两两")).toBe(
      "二〇二六年十一月三十日，一心一意，三三两两",
    );
    expect(maskNumbersIn("𞥑𞥓𞥘𞥑𞥒𞥓𞥔𞥕𞥖𞥗𞥘")).toBe("𞥑𞥓𞥘****𞥗𞥘");
  });

  test.each([
    [String.raw`{"c":"138\u20131234\u20135678"}`, `{"c":"138****78"}`],
    [String.raw`{"c":"\uff11\uff13\uff18\uFF11\uFF12\uFF13\uff14\uff15\uff16\uff17\uff18"}`, `{"c":"138****78"}`],
    [String.raw`["138\/1234\/5678", "a":"138\u002d1234\t5678\n"]`, String.raw`["138****78", "a":"138****78\n"]`],
    [
      String.raw`["\u4f60\u2013 \u0031\u0032 a 1234\/", "\u597d1234567"]`,
      String.raw`["\u4f60\u2013 \u0031\u0032 a 1234\/", "\u597d1****67"]`,
    ],
    // Beyond the basic plane: two escapes each.
    [
      String.raw`["\ud83d\ude00138\ud835\udfcf\uD835\uDFD0\ud835\udfd145678\ud835\udfcf"]`,
      String.raw`["\ud83d\ude00138****81"]`,
    ],
  ])("is masked where JSON escapes a part of it, and nothing else of that is changed: %s", (text, masked) => {
    expect(maskNumbersIn(text)).toBe(masked);
  });

  test("in a list has half of its digits hidden, or more, however its digits and commas are escaped", () => {
    const number = fc.stringMatching(/^[1-9]{7,15}$/);
    const escape = fc.constantFrom<(unit: string) => string>(
      (unit) => unit,
      (unit) => `%${hexOf(unit, 2)}`,
      (unit) => String.raw`\u${hexOf(unit, 4)}`,
      (unit) => encodeURIComponent(String.fromCodePoint(unit.codePointAt(0)! + 0xfee0)),
    );
    const gap = fc.constantFrom(",", ";", "-,-", ",,");
    forAll(
      [number, number, gap, fc.array(escape, { minLength: 34, maxLength: 34 })],
      400,
      (one, other, between, ways) => {
        const written = Array.from(`${one}${between}${other}`, (unit, i) => ways[i]!(unit)).join("");
        const masked = decoded(maskNumbersIn(written));
        const [head, tail] = [masked.slice(0, masked.indexOf("*")), masked.slice(masked.lastIndexOf("*"))];
        const middle = masked.slice(head.length, masked.length - tail.length);
        expect(head.replace(/[^1-9]/g, "").length).toBeLessThanOrEqual(3);
        expect(middle.replace(/[^1-9]/g, "").length).toBeLessThanOrEqual(2);
        expect(tail.replace(/[^1-9]/g, "").length).toBeLessThanOrEqual(2);
      },
    );
  });

  test("has half of its digits hidden, or more, wherever commas cut it and whatever stands beside it", () => {
    const number = fc.stringMatching(/^[1-9]{7,19}$/);
    const beside = fc.stringMatching(/^0{0,12}[, -]?0{0,12}[, -]$/);
    const cuts = fc.array(fc.integer({ min: 1, max: 18 }), { maxLength: 4 });
    forAll([beside, number, cuts, beside], 1000, (before, digits, places, behind) => {
      const written = Array.from(digits, (digit, i) => (places.includes(i) ? `,${digit}` : digit)).join("");
      const masked = maskNumbersIn(`${before}${written}${Array.from(behind).toReversed().join("")}`);
      expect(masked.replace(/[^1-9]/g, "").length).toBeLessThanOrEqual(digits.length / 2);
    });
  });

  test("is masked however long and hostile it is", () => {
    expect(maskNumbersIn("\\u".repeat(20_000))).toBe("\\u".repeat(20_000));
    expect(maskNumbersIn("\\u0031 ".repeat(20_000)).trim()).toBe("111****11");
    expect(maskNumbersIn("1 ".repeat(20_000)).trim()).toBe("111****11");
    expect(maskNumbersIn(`1${" ".repeat(40_000)}`).trim()).toBe("1");
    expect(maskNumbersIn("1".repeat(40_000))).toBe("111****11");
    expect(maskNumbersIn("1,".repeat(20_000))).toBe("111****11,");
    expect(maskNumbersIn(`${"1".repeat(11)},`.repeat(5000))).toBe(`111****11,${"****11,".repeat(4999)}`);
    expect(maskNumbersIn("1-a".repeat(20_000))).toBe("1-a".repeat(20_000));
    for (const between of ["\u0336", "\uFEFF", "- ", ",\u0336", "%", "%e2", "\\", "\\ud835"]) {
      const hostile = between.repeat(24_000 / between.length);
      expect(maskNumbersIn(`1${hostile}a`.repeat(2))).toHaveLength(2 * (hostile.length + 2));
    }
  });
});
