import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_HOST_KEYS, domainKey, hostKeysInto } from "../../../src/event/link/domain-key.ts";
import { parseIdentity } from "../../../src/event/identity.ts";
import { forAll } from "../../for-all.ts";

function keysOf(host: string): number[] {
  const units = Uint16Array.from(`xx${host}yy`, (letter) => letter.charCodeAt(0));
  const out = new Float64Array(MAX_HOST_KEYS);
  return [...out.subarray(0, hostKeysInto(units, 2, units.length - 2, out))];
}

/** The plain way: cut the host at its dots. */
function plainKeys(host: string): number[] {
  const labels = host.split(".");
  const suffixes = labels.map((_, i) => labels.slice(i).join(".")).toReversed();
  const several = suffixes.slice(1);
  return [...several.slice(0, MAX_HOST_KEYS - 1), ...several.slice(MAX_HOST_KEYS - 1).slice(-1)].map(domainKey);
}

const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/);

test("the keys of a host are those of its suffixes, the whole host last, none for one label, and one for an IPv4 address", () => {
  expect(keysOf("a.b.example.com")).toEqual(["example.com", "b.example.com", "a.b.example.com"].map(domainKey));
  expect(keysOf("a.b.c.d.e.f.com")).toEqual(
    ["f.com", "e.f.com", "d.e.f.com", "c.d.e.f.com", "a.b.c.d.e.f.com"].map(domainKey),
  );
  expect(keysOf("localhost")).toEqual([]);
  expect(keysOf("")).toEqual([]);
  expect(keysOf("203.0.113.9")).toEqual([domainKey("203.0.113.9")]);
});

test("the keys of a host agree with those of a host cut at its dots", () => {
  forAll([fc.array(label, { minLength: 1, maxLength: 9 })], 1000, (labels) => {
    expect(keysOf(labels.join("."))).toEqual(plainKeys(labels.join(".")));
  });
});

test("the keys of a host lie above every identity and are exact integers", () => {
  forAll([fc.string({ unit: "binary" }), fc.string({ unit: "binary" })], 1000, (host, written) => {
    const key = domainKey(host);
    expect(Number.isSafeInteger(key)).toBe(true);
    expect(key).toBeGreaterThanOrEqual(8e15);
    expect(parseIdentity(written)).toBeLessThan(8e15);
  });
});

test("the keys of a host do not depend on the names that were folded before, however long", () => {
  const [short, long] = [domainKey("evil.top"), domainKey(`${"a".repeat(300)}.top`)];
  expect(domainKey(`${"A".repeat(300)}.TOP.`)).toBe(long);
  expect(domainKey("evil.top")).toBe(short);
  expect(keysOf("evil.top")).toEqual([short]);
  expect(keysOf(`${"a".repeat(300)}.top`)).toEqual([long]);
});

test("the keys of a host do not collide among 200,000 similar domains", () => {
  const keys = new Set<number>();
  for (let i = 0; i < 100_000; i++) {
    keys.add(domainKey(`a${i}.com`));
    keys.add(domainKey(`icbc-${i}.top`));
  }
  expect(keys.size).toBe(200_000);
});
