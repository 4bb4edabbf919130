import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ListedHosts } from "../../../src/detect/blocklist/listed-hosts.ts";
import { domainKey } from "../../../src/event/link/domain-key.ts";
import { FORGED, forgedNames } from "../../event/forged-keys.ts";
import { forAll } from "../../for-all.ts";

const label = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const host = fc.oneof(
  fc.constantFrom(FORGED.name, FORGED.target, "a.b", "工商银行.cn"),
  fc.array(label, { minLength: 2, maxLength: 5 }).map((labels) => labels.join(".")),
);

describe("the names of listed hosts", () => {
  test("the forged name has the key of its target: what follows means something", () => {
    expect(domainKey(FORGED.name)).toBe(domainKey(FORGED.target));
  });

  test("hold what a Set of names holds, whatever is added, for whoever attaches before or after", () => {
    forAll([fc.array(host, { maxLength: 300 }), fc.array(host, { maxLength: 50 })], 60, (added, strangers) => {
      const hosts = ListedHosts.create();
      const plain = new Set<string>();
      for (const name of added) {
        expect(hosts.add(name)).toBe(domainKey(name));
        plain.add(name);
        const reader = ListedHosts.attach(structuredClone(hosts.handle));
        expect(reader.hasHost(name)).toBe(true);
      }
      expect(hosts.size).toBe(plain.size);
      const reader = ListedHosts.attach(structuredClone(hosts.handle));
      for (const name of [...added, ...strangers]) {
        expect(hosts.hasHost(name)).toBe(plain.has(name));
        expect(reader.hasHost(name)).toBe(plain.has(name));
      }
    });
  });

  test("tell a name from another with the same key, and hold both where both are added", () => {
    const hosts = ListedHosts.create();
    hosts.add(FORGED.name);
    expect(hosts.hasHost(FORGED.target)).toBe(false);
    hosts.add(FORGED.target);
    expect([FORGED.name, FORGED.target].map((name) => hosts.hasHost(name))).toEqual([true, true]);
    expect(hosts.size).toBe(2);
  });

  test("are folded as hosts in messages are", () => {
    const hosts = ListedHosts.create();
    hosts.add("EVIL.Top.");
    expect(hosts.hasHost("evil.top")).toBe(true);
    expect(hosts.hasHost("ｅｖｉｌ．ｔｏｐ")).toBe(true);
  });

  test("do not crowd where thousands share one key", () => {
    const names = forgedNames();
    expect(new Set(names.map(domainKey)).size).toBe(1);
    const hosts = ListedHosts.create();
    for (const name of names) hosts.add(name);
    expect(hosts.size).toBe(names.length);
    // In a table that is at most half full, runs of full slots are a few dozen long.
    expect(longestRun(new Int32Array(hosts.handle.slots))).toBeLessThan(200);
  });
});

function longestRun(slots: Int32Array): number {
  let longest = 0;
  let run = 0;
  for (const at of slots) {
    run = at === 0 ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}
