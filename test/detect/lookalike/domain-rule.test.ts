import { distance } from "fastest-levenshtein";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { buildDomainIndex, compareDomain } from "../../../src/detect/lookalike/domain-rule.ts";
import { foldConfusables } from "../../../src/detect/lookalike/confusables.ts";
import { forAll } from "../../for-all.ts";

const CONFUSABLE = "r n v c l m w d 0 1 i ! | 5 $ - _ x 字 \ud800".split(" ").concat(" ");

/** The same step by step: what goes, then pairs, then single characters. */
function foldPlainly(name: string): string {
  const together = name.replace(/[-_ ]/g, "").replaceAll("rn", "m").replaceAll("vv", "w").replaceAll("cl", "d");
  return together
    .replaceAll("0", "o")
    .replace(/[1i!|]/g, "l")
    .replace(/[5$]/g, "s");
}

it("folds confusable characters in one pass as it would step by step", () => {
  const name = fc.string({ unit: fc.constantFrom(...CONFUSABLE), maxLength: 12 });
  forAll([name], 600, (written) => {
    expect(foldConfusables(written)).toBe(foldPlainly(written));
  });
});

it("finds a label near exactly where it is one edit from the protected one, once folded", () => {
  const index = buildDomainIndex([{ domain: "taobao.com", zh: "淘宝", en: "Taobao", category: "shop" }]);
  const label = fc.string({ unit: fc.constantFrom("t", "a", "o", "b", "x"), minLength: 4, maxLength: 8 });
  const edited = fc.tuple(
    fc.nat(6),
    fc.nat(2),
    fc.string({ unit: fc.constantFrom("t", "a", "o", "b", "x"), maxLength: 2 }),
  );
  const near = edited.map(([at, gone, put]) => "taobao".slice(0, at) + put + "taobao".slice(at + gone));
  forAll([fc.oneof(label, near)], 800, (written) => {
    const found = compareDomain(index, `${written}.example`);
    const isNear = foldConfusables(written).length >= 5 && distance(foldConfusables(written), "taobao") === 1;
    expect(found).toBe(written === "taobao" ? 1 : isNear ? 2 : 0);
  });
});

it("takes no number for near to a name, though its digits may read as letters", () => {
  const index = buildDomainIndex([{ domain: "lloss.com", zh: "某店", en: "Lloss", category: "shop" }]);
  expect(["llost.com", "1105t.com", "11054.com"].map((host) => compareDomain(index, host))).toEqual([2, 2, 0]);
});
