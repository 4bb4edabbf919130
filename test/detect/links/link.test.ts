import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { domainKey } from "../../../src/event/link/domain-key.ts";
import { readLinks } from "../../../src/detect/links/stage.ts";
import { DISGUISE, SECOND_SPACE, SPACE, UNIT_TRAITS } from "../../../src/event/unit-traits.ts";
import { MAX_LINKS, hostsOf } from "../../../src/event/findings.ts";
import { messageBatch } from "../../event/message-batch.ts";
import { forAll } from "../../for-all.ts";

function linksIn(text: string): string[] {
  const { events, findings } = messageBatch([text]);
  readLinks(events, findings);
  return hostsOf(findings, 0);
}

test.each([
  ["http://evil.top", "evil.top"],
  ["see https://Sub.Evil.TOP/a/b?c=d#e now", "sub.evil.top"],
  ["icbc-vip.top", "icbc-vip.top"],
  ["登录icbc-vip.top领取", "icbc-vip.top"],
  ["登录http://evil.top马上领取", "evil.top"],
  ["登录http://evil.top。马上领取", "evil.top"],
  ["登录http://evil.top/abc马上领取", "evil.top"],
  ["退订t.cn/RxYz回T", "t.cn"],
  ["访问 www.icbc.com.cn，回复", "www.icbc.com.cn"],
  ["【银行】evil.cc", "evil.cc"],
  ["http://bank.com@evil.top/", "evil.top"],
  ["http://user:pass@evil.top:8080/x", "evil.top"],
  ["http://bank.com:80@evil.top", "evil.top"],
  ["http://a@b@evil.top/", "evil.top"],
  ["bank.com@evil.top/login", "evil.top"],
  ["evil.top:8080", "evil.top"],
  ["http://203.0.113.9/x", "203.0.113.9"],
  ["203.0.113.9:8080/x", "203.0.113.9"],
  ["http://xn--fiq228c5hs.com/", "xn--fiq228c5hs.com"],
  ["http://中国银行.com/", "中国银行.com"],
  ["http://www.中国银行.中国/", "www.中国银行.中国"],
  ["http://bank.中国马上领取", "bank.中国"],
  ["http:\\\\evil.top\\x", "evil.top"],
  ["http:///evil.top", "evil.top"],
  ["HTTP://EVIL.TOP.", "evil.top"],
  ["call.www.evil.com.Thanks", "call.www.evil.com"],
  ["wait...evil.top", "evil.top"],
  ["http://evil.newtld", "evil.newtld"],
  ["http://evil.newtld马上领取", "evil.newtld"],
  ["evil.newtld/a", "evil.newtld"],
  ["www.love.me", "www.love.me"],
  ["t.me/joinchat", "t.me"],
  ["a1b.in", "a1b.in"],
  ["shop.co.in", "shop.co.in"],
  ["168.xn--vhquv", "168.xn--vhquv"],
  ["ftp://evil.top", "evil.top"],
])("links are found %s has the host %s", (text, host) => {
  expect(linksIn(text)).toEqual([host]);
});

test.each([
  ["zero-width characters", "http://ev\u200Bil.t\uFEFFop/"],
  ["zero-width characters in a bare host", "e\u200Dvil\u2060.to\u00ADp"],
  ["full-width letters", "ｈｔｔｐ：／／ｅｖｉｌ．ｔｏｐ／ａ"],
  ["a Chinese full stop", "evil。top"],
  ["a half-width full stop", "http://evil｡top"],
  ["Cyrillic letters", "http://еvіl.tор"],
  ["Greek letters", "εvιl.τορ"],
  ["circled letters", "ⓔⓥⓘⓛ.ⓣⓞⓟ"],
  ["mathematical letters", "𝐞𝐯𝐢𝐥.𝗍𝗈𝗉"],
  ["combining accents", "e\u0335v\u0335il.top"],
  ["marks of direction", "\u202Eevil.top\u202C"],
  ["lone surrogates", "ev\uDC00il.top\uD800"],
])("links are found behind %s", (_, text) => {
  expect(linksIn(text)).toEqual(["evil.top"]);
});

test("links are found in a list, in a redirect, and after a harmless one", () => {
  expect(linksIn("good.com,evil.top")).toEqual(["good.com", "evil.top"]);
  expect(linksIn("http://good.com/go?u=http://evil.top/x")).toEqual(["good.com", "evil.top"]);
  expect(linksIn("good.com/a/b.html?x=y.com evil.top")).toEqual(["good.com", "evil.top"]);
  expect(linksIn("good.com和evil.top")).toEqual(["good.com", "evil.top"]);
  expect(linksIn("http://good.comhttp://evil.top")).toContain("evil.top");
});

test.each(
  (
    "3.5|v2.1.0|e.g. this|i.e.|10.5.2026|1.2.3.4|192.168.1.256/x|name@qq.com|" +
    "写信到name@qq.com谢谢|see you.so late|ok.no problem|at 5.am or 5.30.pm|余额5.20元|Rs.500.in|" +
    "and/or|hello world|...|http://|http://@/|http://localhost/x|http://3.5|http://马上领取|" +
    "a.b.c.d||.com|www.|@"
  ).split("|"),
)("no link is found in %j", (text) => {
  expect(linksIn(text)).toEqual([]);
});

test("the links section counts every link and records the first four", () => {
  const { events, findings } = messageBatch(["a1.com b2.com c3.com d4.com e5.com", "", "f6.com"]);
  readLinks(events, findings);
  expect([...findings.links.count.subarray(0, 3)]).toEqual([5, 0, 1]);
  expect(hostsOf(findings, 0)).toHaveLength(MAX_LINKS);
  expect(hostsOf(findings, 1)).toEqual([]);
  expect(hostsOf(findings, 2)).toEqual(["f6.com"]);
});

test("the links section stops counting at 255", () => {
  const { events, findings } = messageBatch(["a.cn,".repeat(300), ""]);
  readLinks(events, findings);
  expect(findings.links.count[0]).toBe(255);
});

test("the links section forgets what an earlier batch left in it", () => {
  const { events, findings } = messageBatch(["evil.top", "evil.top"]);
  readLinks(events, findings);
  events.textStart.fill(0);
  readLinks(events, findings);
  expect([...findings.links.count.subarray(0, 2)]).toEqual([0, 0]);
  expect([...findings.links.first.subarray(0, 3)]).toEqual([0, 0, 0]);
});

test("the links section takes a host of 253 units and no longer one", () => {
  const label = "a".repeat(49);
  const host = `${`${label}.`.repeat(5)}com`;
  expect(host).toHaveLength(253);
  expect(linksIn(`http://${host}/`)).toEqual([host]);
  expect(linksIn(`http://a${host}/`)).toEqual([]);
  expect(linksIn(`http://${"x".repeat(500)}@evil.top/`)).toEqual(["evil.top"]);
});

const fragment = fc.constantFrom(
  ...(
    ".|/|:|@|?|#|-|_|,|\\| |http://|evil.top|中国|。|\u200B|\uD835|\uDC00|\uD83D\uDE00|" +
    "192.168.0.1|xn--|www.|com|\0|е|.."
  ).split("|"),
);
const anyText = fc.oneof(
  fc.array(fragment, { maxLength: 30 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

describe("on hostile input", () => {
  test("any text is read, alone or in a batch, with the same links", () => {
    forAll([fc.array(anyText, { maxLength: 5 })], 600, (texts) => {
      const { events, findings } = messageBatch(texts);
      readLinks(events, findings);
      for (const [row, single] of texts.entries()) {
        const hosts = hostsOf(findings, row);
        expect(hosts).toEqual(linksIn(single));
        for (const host of hosts) {
          expect(host).toMatch(/^[^\s./:@?#]+(\.[^\s./:@?#]+)+$/);
          expect(linksIn(`http://${host}/`)).toEqual([host]);
        }
      }
    });
  });

  test("a space parts any two messages: together they have the links of both", () => {
    forAll([anyText, anyText], 400, (one, other) => {
      expect(linksIn(`${one} ${other}`)).toEqual([...linksIn(one), ...linksIn(other)].slice(0, MAX_LINKS));
    });
  });

  test("half a letter at the end of a text is not completed by the text behind it", () => {
    const half = "http://evil.to\ud835";
    const { events, findings } = messageBatch([half, "\udc0fabc", half]);
    readLinks(events, findings);
    expect([0, 1, 2].map((row) => hostsOf(findings, row))).toEqual([["evil.to"], [], ["evil.to"]]);
  });

  test("a text with any disguise character in it, or two spaces, is told from others", () => {
    forAll([anyText, fc.constantFrom("", "  ", "\u200b", "Ａ", "е")], 200, (text, added) => {
      const { events, findings } = messageBatch([text + added]);
      readLinks(events, findings);
      const told = (findings.links.traits[0]! & (DISGUISE | SECOND_SPACE)) !== 0;
      const traits = Array.from(events.text.subarray(0, events.textStart[1]!), (unit) => UNIT_TRAITS[unit]!);
      expect(told).toBe(
        traits.some((one, at) => (one & DISGUISE) !== 0 || (one & (traits[at - 1] ?? 0) & SPACE) !== 0),
      );
    });
  });

  test("any host with a known top-level domain is found between Chinese characters, with any path", () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
    const host = fc
      .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), fc.constantFrom("com", "cn", "com.cn", "top", "xyz"))
      .map(([labels, top]) => [...labels, top].join("."));
    const path = fc.constantFrom("", "/", "/a.b?c=d", ":443/x", "?q", "#f");
    forAll([host, path, fc.constantFrom("", "http://", "https://")], 1000, (name, tail, scheme) => {
      expect(linksIn(`请点${scheme}${name}${tail}谢谢`)).toEqual([name]);
    });
  });
});

test("a domain key is that of the link however it is written", () => {
  expect(domainKey("EVIL.top.")).toBe(domainKey("evil.top"));
  expect(domainKey("ｅｖｉｌ．ｔｏｐ")).toBe(domainKey("evil.top"));
  expect(domainKey("evil.tоp")).toBe(domainKey("evil.top"));
  expect(domainKey("evil.top")).not.toBe(domainKey("evi1.top"));
});
