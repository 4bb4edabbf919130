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

const NAMES = { zh: "某", en: "Some", category: "shop" };

it("finds a label near exactly where it is one edit from the protected one, once folded", () => {
  const index = buildDomainIndex([{ domain: "obaobao.com", ...NAMES }]);
  const label = fc.string({ unit: fc.constantFrom("t", "a", "o", "b", "x"), minLength: 4, maxLength: 8 });
  const edited = fc.tuple(
    fc.nat(7),
    fc.nat(2),
    fc.string({ unit: fc.constantFrom("t", "a", "o", "b", "x"), maxLength: 2 }),
  );
  const near = edited.map(([at, gone, put]) => "obaobao".slice(0, at) + put + "obaobao".slice(at + gone));
  forAll([fc.oneof(label, near)], 800, (written) => {
    const found = compareDomain(index, `${written}.example`);
    expect(found).toBe(written === "obaobao" ? 1 : distance(foldConfusables(written), "obaobao") === 1 ? 2 : 0);
  });
});

it("takes for near to a short name, or under com, only what the eye misses", () => {
  const index = buildDomainIndex(["lloss.com", "seabird.com"].map((domain) => ({ domain, ...NAMES })));
  const found = (hosts: string): number[] => hosts.split(" ").map((host) => compareDomain(index, host));
  expect(found("lloos.net lloss7.top l1ooss.com seaabird.com s3abird.com")).toEqual([0, 1, 0, 6, 6]);
  expect(found("seabort.top seabort.com searird.com searird.top 1105t.net 11054.com")).toEqual([0, 0, 0, 6, 2, 0]);
});

it("says nothing about a name as it is where holders register it, and knows their other domains", () => {
  const index = buildDomainIndex([{ domain: "lloss.com", ...NAMES, others: ["lloss-cdn.net", "lloss.shop"] }]);
  const found = (hosts: string): number[] => hosts.split(" ").map((host) => compareDomain(index, host));
  expect(found("lloss.cn lloss.net lloss.com.hk m.lloss.co.th")).toEqual([0, 0, 0, 0]);
  expect(found("lloss.top l1oss.cn lloss.net.im lloss.cn.evil.top lloss-cdn.com")).toEqual([1, 1, 1, 1, 1]);
  expect(found("lloss.com a.lloss-cdn.net lloss.shop")).toEqual([-1, -1, -1]);
});
