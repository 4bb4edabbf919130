import { imitationsFound, OWN_LINKS, OWN_SENDER } from "../../../src/detect/lookalike/found.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ROUTE_ENTERPRISE, ROUTE_INTERNATIONAL, ROUTE_MOBILE } from "../../../src/event/event-batch.ts";
import { digitIdentity, formatIdentity, parseIdentity, portIdentity } from "../../../src/event/identity.ts";
import { readLinks } from "../../../src/detect/links/stage.ts";
import { checkLookalikes } from "../../../src/detect/lookalike/check-lookalikes.ts";
import { finding, findingIndex, findingLevel } from "../../../src/detect/lookalike/finding.ts";
import { buildHotlineIndex } from "../../../src/detect/lookalike/hotline-rule.ts";
import { Lookalikes } from "../../../src/detect/lookalike/lookalikes.ts";
import { loadProtectedIdentities } from "../../../src/detect/lookalike/protected.ts";
import { FORGED } from "../../event/forged-keys.ts";
import { messageBatch } from "../../event/message-batch.ts";
import { forAll } from "../../for-all.ts";

const identities = loadProtectedIdentities();
const lookalikes = Lookalikes.build(identities);

/** "95588 at 0" for a caller that imitates it at that distance, or "" for one that imitates nobody. */
function imitatedBy(caller: string): string {
  const found = lookalikes.caller(Float64Array.of(parseIdentity(caller)), 0);
  if (found <= 0) return "";
  const { digits, sender } = identities.hotlines[findingIndex(found)]!;
  return `${/^[\d+]/.test(caller) && !/[a-z]/i.test(caller) ? digits : sender} at ${findingLevel(found) - 1}`;
}

/** The same for a text and the domains in it. */
function domainImitatedIn(text: string): string {
  const { events, findings } = messageBatch([text]);
  readLinks(events, findings);
  checkLookalikes(events, findings, lookalikes);
  const level = imitationsFound(findings).domain[0]!;
  return level === 0 ? "" : `${identities.domains[imitationsFound(findings).domainOf[0]!]!.domain} at ${level - 1}`;
}

/** What of a text from `caller` is an institution's own. */
function ownOf(text: string | null, caller: string, route = ROUTE_ENTERPRISE): number {
  const { events, findings } = messageBatch([text], [parseIdentity(caller)]);
  events.route[0] = route;
  readLinks(events, findings);
  checkLookalikes(events, findings, lookalikes);
  return imitationsFound(findings).own[0]!;
}

describe("what is an institution's own", () => {
  const mobile = "13800138000";

  test.each([
    ["its hotline", "您的账单已出", "95588", OWN_SENDER],
    ["its hotline behind an area code", "您的社保已到账", "057112333", OWN_SENDER],
    ["its name", "您的账单已出", "ICBC", OWN_SENDER],
    ["a name that is no institution's", "您的账单已出", "LOVE", 0],
    ["all links", "详见 icbc.com.cn/a 和 https://m.icbc.com.cn/b", mobile, OWN_LINKS],
    ["hotline and link", "详见 icbc.com.cn/a", "95588", OWN_SENDER | OWN_LINKS],
    ["one link of two", "详见 icbc.com.cn/a 和 icbc-safe.top/b", mobile, 0],
    ["a domain in disguise", "详见 i\u0441bc.com.cn/a", mobile, 0],
    ["a page on a platform", "详见 qq.com/a", mobile, 0],
    ["no link", "您的账单已出", mobile, 0],
    ["a forged hotline", "您的账单已出", "+8695588", 0],
    ["a port", "您的账单已出", "106955880001", 0],
  ])("%s", (_, text, caller, own) => {
    expect(ownOf(text, caller)).toBe(own);
  });

  test("is no hotline that comes another way than by a gateway, nor a call", () => {
    expect(ownOf("您的账单已出", "95588", ROUTE_INTERNATIONAL)).toBe(0);
    expect(ownOf("您的账单已出", "95588", ROUTE_MOBILE)).toBe(0);
    expect(ownOf(null, "95588")).toBe(0);
  });
});

test.each(identities.hotlines)(
  "a hotline $digits is genuine as itself and behind an area code, not behind a prefix",
  (hotline) => {
    const { digits } = hotline;
    expect(imitatedBy(digits)).toBe("");
    for (const area of ["010", "020", "0571", "0755", "0991"]) expect(imitatedBy(area + digits)).toBe("");
    for (const prefix of ["00", "+", "+86", "0086", "000", "0000", "+0", "+00"]) {
      expect(imitatedBy(prefix + digits)).toBe(`${digits} at 0`);
    }
  },
);

test.each([
  ["+8657196110", "96110 at 0"],
  ["00861096110", "96110 at 0"],
  ["8695588", "95588 at 0"],
  ["095588", "95588 at 0"],
  ["195588", "95588 at 1"],
  ["100086", "10086 at 1"],
  ["85588", "95588 at 1"],
])("a hotline is imitated: %s imitates %s", (caller, imitated) => {
  expect(imitatedBy(caller)).toBe(imitated);
});

test.each([
  ["another code of the number plan", "95589"],
  ["a service code of another network", "9558"],
  ["an unassigned code of the number plan", "95587"],
  ["a six-digit code", "950718"],
  ["a local service", "96138"],
  ["an operator", "10060"],
  ["an extension of the same holder", "1008611"],
  ["one of a single digit", "100861"],
  ["a local landline", "87221599"],
  ["a mobile number", "13800138000"],
  ["a mobile number with the country", "+8613800138000"],
  ["a landline", "01095588123"],
  ["a call from abroad", "+12025550123"],
  ["a number behind what is no area code", "+861296110"],
  ["a number behind what is no area code either", "008630196110"],
  ["a 400 number", "4006695588"],
  ["a withheld number", ""],
  ["a short internal number", "6001"],
  ["something unreadable", "☎ ???"],
])("a hotline is not imitated by %s: %s", (_, caller) => {
  expect(imitatedBy(caller)).toBe("");
});

test("a hotline is not imitated by a message port that ends in its digits", () => {
  expect(lookalikes.caller(Float64Array.of(portIdentity(95588, 5)), 0)).toBe(0);
  expect(lookalikes.caller(Float64Array.of(portIdentity(95588, 14)), 0)).toBe(0);
});

test("a hotline is not imitated by any number of nine digits and more without a prefix", () => {
  forAll([fc.integer({ min: 100_000_000, max: 999_999_999_999_999 })], 500, (value) => {
    expect(lookalikes.caller(Float64Array.of(digitIdentity("plain", value)), 0)).toBeLessThanOrEqual(0);
    expect(lookalikes.caller(Float64Array.of(digitIdentity("areaCode", value)), 0)).toBeLessThanOrEqual(0);
  });
});

describe("a hotline", () => {
  const { forged } = buildHotlineIndex(identities.hotlines);

  test("is found behind every forged prefix, of any form and length", () => {
    const missed = [...forged].filter(
      ([caller, index]) => lookalikes.caller(Float64Array.of(caller), 0) !== finding(0, index),
    );
    expect(forged.size).toBeGreaterThan(2000);
    expect(missed.map(([caller]) => formatIdentity(caller))).toEqual([]);
  });

  test("is found behind the country's 86 with a plus or zeros and any area code", () => {
    const long = identities.hotlines.filter(({ digits }) => digits.length >= 5);
    for (const { digits } of long) {
      for (const area of ["10", "21", "571", "898"]) {
        for (const country of ["+86", "0086", "+860", "00860"]) {
          const written = country + area + digits;
          expect(`${written}: ${imitatedBy(written)}`).toBe(`${written}: ${digits} at 0`);
        }
      }
    }
  });

  test.each(["8668312365", "862112345", "0862112345", "0862295567"])(
    "is not read into %s, a number of North America, Poland, Germany or Japan",
    (written) => {
      expect(imitatedBy(written)).toBe("");
    },
  );
});

test.each([
  ["1CBC", "ICBC at 0"],
  ["lCBC", "ICBC at 0"],
  ["ICBCC", "ICBC at 1"],
  ["AL1PAY", "ALIPAY at 0"],
  ["ALIPAYS", "ALIPAY at 1"],
  ["ALPAY", "ALIPAY at 1"],
  ["P1NGAN", "PINGAN at 0"],
])("a sender name is imitated: %s imitates %s", (sender, imitated) => {
  expect(imitatedBy(sender)).toBe(imitated);
});

test.each(["ICBC", "icbc", "CCB", "CGB", "CMB", "ABC", "DHL", "TAOBAO", "LOVE", "MEITUAN", "A", "0", "OTP", "☎"])(
  "a sender name %s imitates nobody",
  (sender) => {
    expect(lookalikes.caller(Float64Array.of(parseIdentity(sender)), 0)).toBeLessThanOrEqual(0);
  },
);

test.each(identities.domains)("a domain $domain is genuine, and so are its subdomains", ({ domain }) => {
  expect(domainImitatedIn(`http://${domain}/login`)).toBe("");
  expect(domainImitatedIn(`http://www.${domain}`)).toBe("");
  expect(domainImitatedIn(`http://a.b.${domain}/`)).toBe("");
});

test.each([
  ["1cbc.com.cn", "icbc.com.cn at 0"],
  ["lcbc.com.cn", "icbc.com.cn at 0"],
  ["icbc.top", "icbc.com.cn at 0"],
  ["icbc-vip.top", "icbc.com.cn at 0"],
  ["login-icbc.cc", "icbc.com.cn at 0"],
  ["icbc95588.cc", "icbc.com.cn at 0"],
  ["icbc.com.cn.evil.top", "icbc.com.cn at 0"],
  ["www.icbc.com.cn.evil.top", "icbc.com.cn at 0"],
  ["icbc-com-cn.evil.top", "icbc.com.cn at 0"],
  ["ccb.com.evil.top", "ccb.com at 0"],
  ["jd.com.evil.top", "jd.com at 0"],
  ["taobao.evil.top", "taobao.com at 0"],
  ["tao-bao.com", "taobao.com at 0"],
  ["taobao.cc", "taobao.com at 0"],
  ["taobaoo.com", "taobao.com at 1"],
  ["ta0bao.com", "taobao.com at 0"],
  ["alipya.com", ""],
  ["v1p.com", "vip.com at 0"],
  ["v1p.top", ""],
  ["alipey.com", ""],
  ["bankcornm.com", "bankcomm.com at 0"],
  ["safefacebooklogin.evil.top", "facebook.com at 0"],
  ["http://icbc.com.cn@1cbc.cc/", "icbc.com.cn at 0"],
  ["good.com icbc-vip.top", "icbc.com.cn at 0"],
  ["taobaoo.com icbc-vip.top", "icbc.com.cn at 0"],
  ["http://іcbс.com.cn/", "icbc.com.cn at 0"],
  ["http://www.icbc.com.cn/ іcbc.com.cn", "icbc.com.cn at 0"],
  ["googlé.com".normalize("NFD"), "google.com at 0"],
])("a domain %s: %j", (text, imitated) => {
  expect(domainImitatedIn(text)).toBe(imitated);
});

test.each(
  (
    "google.co.in|amazon.it/x|www.ebay.co.uk|12301.cn|jd.ru|ccbc.top|example.com|" +
    "http://203.0.113.9/|ＷＷＷ．ＩＣＢＣ．ＣＯＭ．ＣＮ|icbc。com。cn|icbc\u200B.com.cn|" +
    "Привет, www.icbc.com.cn"
  ).split("|"),
)("a domain %s imitates nobody", (text) => {
  expect(domainImitatedIn(text)).toBe("");
});

test("the look-alike stage writes every row, and forgets what an earlier batch left", () => {
  const callers = ["+95588", "13800138000", "1CBC"].map(parseIdentity);
  const { events, findings } = messageBatch(["icbc-vip.top", "", "hello"], callers);
  imitationsFound(findings).caller.fill(9);
  imitationsFound(findings).domain.fill(9);
  readLinks(events, findings);
  checkLookalikes(events, findings, Lookalikes.attach(structuredClone(lookalikes.handle)));
  expect([...imitationsFound(findings).caller]).toEqual([1, 0, 1]);
  expect([...imitationsFound(findings).domain]).toEqual([1, 0, 0]);
  const ofIcbc = identities.hotlines.findIndex(({ sender }) => sender === "ICBC");
  expect(imitationsFound(findings).callerOf[2]).toBe(ofIcbc);
});

test("the look-alike stage attaches once for the same lists", () => {
  const first = Lookalikes.attach(structuredClone(lookalikes.handle));
  expect(Lookalikes.attach(structuredClone(lookalikes.handle))).toBe(first);
  const fewer = Lookalikes.build({ ...identities, domains: identities.domains.slice(0, 1) });
  expect(Lookalikes.attach(fewer.handle)).not.toBe(first);
});

test("the look-alike stage finds the same again once thousands of hosts have passed", () => {
  const hosts = Array.from({ length: 9000 }, (_, i) => `http://host${i}.example.com`);
  for (let from = 0; from < hosts.length; from += 500) domainImitatedIn(hosts.slice(from, from + 500).join(" "));
  expect(domainImitatedIn("icbc-vip.top")).toBe("icbc.com.cn at 0");
});

test("a host with the forged key of another is compared by its own name, whichever is seen first", () => {
  const fake = `www.${FORGED.name}`;
  for (const seen of [
    [FORGED.name, FORGED.target],
    [FORGED.target, FORGED.name],
  ]) {
    const fresh = Lookalikes.build({
      ...identities,
      domains: [...identities.domains, { ...identities.domains[0]!, domain: "ga06ops0scdx.top" }],
    });
    for (const host of [...seen, fake]) {
      const { events, findings } = messageBatch([`http://${host}/`]);
      readLinks(events, findings);
      checkLookalikes(events, findings, fresh);
      // The forged name is one edit from a domain that is protected here; the bank's is genuine.
      expect([host, imitationsFound(findings).domain[0]! > 0]).toEqual([host, host !== FORGED.target]);
    }
  }
});
