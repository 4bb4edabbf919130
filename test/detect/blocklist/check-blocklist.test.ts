import { ABSENT, FILTER_ONLY, LISTED, listingsFound } from "../../../src/detect/blocklist/found.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkBlocklist } from "../../../src/detect/blocklist/check-blocklist.ts";
import { createTable, DEFAULT_BLOCKLIST_ENGINE } from "../../../src/detect/blocklist/engines.ts";
import { ListedHosts } from "../../../src/detect/blocklist/listed-hosts.ts";
import { canonicalIdentity, parseIdentity } from "../../../src/event/identity.ts";
import { readLinks } from "../../../src/detect/links/stage.ts";
import { hostsOf } from "../../../src/event/findings.ts";
import { FORGED } from "../../event/forged-keys.ts";
import { messageBatch } from "../../event/message-batch.ts";
import { forAll } from "../../for-all.ts";

describe("the blocklist stage", () => {
  const table = createTable({ engine: DEFAULT_BLOCKLIST_ENGINE, capacity: 100, falsePositiveRate: 0.01 });
  for (const written of ["13800138000", "0095588", "ICBC"]) table.add(canonicalIdentity(parseIdentity(written)));
  const hosts = ListedHosts.create();
  for (const host of ["evil.top", "203.0.113.9", "a.b.c.d.e.f.com", FORGED.name]) table.add(hosts.add(host));
  const listings = { table, hosts };

  test.each([
    ["13800138000", true],
    ["+8613800138000", true],
    ["008613800138000", true],
    ["0095588", true],
    ["95588", false],
    ["icbc", true],
    ["", false],
  ])("a caller %j is listed: %s", (caller, listed) => {
    const { events, findings } = messageBatch([""], [parseIdentity(caller)]);
    readLinks(events, findings);
    checkBlocklist(events, findings, listings);
    expect(listingsFound(findings).caller[0] === LISTED).toBe(listed);
    expect(listingsFound(findings).domain[0]).toBe(ABSENT);
    expect([...listingsFound(findings).counters]).toEqual([
      1,
      listingsFound(findings).caller[0] === FILTER_ONLY ? 1 : 0,
      0,
      0,
    ]);
  });

  test.each([
    ["http://evil.top/", true],
    ["http://www.evil.top/", true],
    ["a.b.c.d.e.f.evil.top", true],
    ["good.com evil.top", true],
    ["evil.top.good.com", false],
    ["notevil.top", false],
    ["http://203.0.113.9/", true],
    ["http://1.203.0.113.9.com/", false],
    ["a.b.c.d.e.f.com", true],
    ["no link", false],
    [`http://${FORGED.name}/`, true],
    [`http://www.${FORGED.name}/`, true],
    // It has the key of a name that is listed, and is another.
    [`http://${FORGED.target}/`, false],
    [`http://www.${FORGED.target}/ 查询`, false],
  ])("a text %j is listed: %s", (text, listed) => {
    const { events, findings } = messageBatch([text]);
    readLinks(events, findings);
    checkBlocklist(events, findings, listings);
    expect(listingsFound(findings).domain[0] === LISTED).toBe(listed);
  });

  test("probes what there is to probe, in batches of any size", () => {
    forAll([fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 9 })], 20, (rows, every) => {
      const texts = Array.from({ length: rows }, (_, row) =>
        row % 10 < every ? `x${row}.evil.top a${row}.b.com c.cn d.cn` : "",
      );
      const callers = texts.map((_, row) => (row % 3 === 0 ? 13800138000 : 15000000000 + row));
      const { events, findings } = messageBatch(texts, callers);
      listingsFound(findings).caller.fill(9);
      listingsFound(findings).domain.fill(9);
      readLinks(events, findings);
      checkBlocklist(events, findings, listings);
      const { caller, domain, counters } = listingsFound(findings);
      for (let row = 0; row < rows; row++) {
        expect(caller[row] === LISTED).toBe(row % 3 === 0);
        expect(domain[row] === LISTED).toBe(row % 10 < every);
        expect(hostsOf(findings, row)).toHaveLength(row % 10 < every ? 4 : 0);
      }
      const withLinks = texts.filter((text) => text !== "").length;
      expect([counters[0], counters[2]]).toEqual([rows, withLinks * 6]);
      expect(counters[1]).toBe(caller.subarray(0, rows).filter((answer) => answer === FILTER_ONLY).length);
    });
  });
});
