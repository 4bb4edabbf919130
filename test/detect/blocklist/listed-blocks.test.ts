import { LISTED, listingsFound } from "../../../src/detect/blocklist/found.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkBlocklist } from "../../../src/detect/blocklist/check-blocklist.ts";
import { BLOCKLIST_ENGINES } from "../../../src/detect/blocklist/engines.ts";
import { blockOf } from "../../../src/detect/blocklist/listed-blocks.ts";
import { attachListings, listingsOf } from "../../../src/detect/blocklist/listings.ts";
import { BlocklistRegistry } from "../../../src/detect/blocklist/registry.ts";
import { attachBlocks, neighboursInto } from "../../../src/detect/blocklist/listed-blocks.ts";
import { HOURS_PER_DAY } from "../../../src/core/time.ts";
import { domainKey } from "../../../src/event/link/domain-key.ts";
import { type Identity, canonicalIdentity, isListable, parseIdentity } from "../../../src/event/identity.ts";
import { messageBatch } from "../../event/message-batch.ts";
import { forAll } from "../../for-all.ts";

/** Few blocks, so that many numbers meet in one: mobile numbers, ten digits, nine, and what must not count. */
const FRONTS = ["13800138", "13800139", "4692576", "2566445", "612345", "4001234", "8001234", "95105", "12"];
const written = fc
  .record({
    prefix: fc.constantFrom("", "", "", "+86", "0086", "86", "0", "00", "+"),
    front: fc.constantFrom(...FRONTS),
    last: fc.integer({ min: 0, max: 5 }),
    letters: fc.constantFrom("", "", "", "ICBC"),
  })
  .map(({ prefix, front, last, letters }) => letters || `${prefix}${front}${String(last).padStart(3, "0")}`);

const COUNTRY_CODE = /^(?:\+|00)?86(?=1[3-9]\d{9}$)/;

/** The rule in words: the block by what is written, or null. */
function plainBlock(caller: string): string | null {
  const digits = caller.replace(COUNTRY_CODE, "");
  if (!/^[1-9]\d{8,14}$/.test(digits) || /^[48]00\d{7}$/.test(digits) || digits.startsWith("106")) return null;
  return digits.slice(0, -3);
}

function canonicalText(caller: string): string {
  return caller.replace(COUNTRY_CODE, "");
}

/** Listed neighbours of callers, by a Map of counts. */
function plainNeighbours(listed: readonly string[], callers: readonly string[], least: number): number[] {
  const known = new Set(listed.map(canonicalText));
  const counts = new Map<string, number>();
  for (const number of known) {
    const block = plainBlock(number);
    if (block !== null) counts.set(block, (counts.get(block) ?? 0) + 1);
  }
  return callers.map((caller) => {
    const count = counts.get(plainBlock(caller) ?? "") ?? 0;
    return known.has(canonicalText(caller)) || count < least || least === 0 ? 0 : count;
  });
}

function neighboursOf(listings: Parameters<typeof checkBlocklist>[2], callers: readonly string[]): number[] {
  const { events, findings } = messageBatch(
    callers.map(() => null),
    callers.map(parseIdentity),
  );
  listingsFound(findings).neighbours.fill(77);
  checkBlocklist(events, findings, listings);
  return [...listingsFound(findings).neighbours.subarray(0, callers.length)];
}

describe("listed neighbours", () => {
  test.each(BLOCKLIST_ENGINES)("are those that a Map of counts by block finds, with %s", (engine) => {
    forAll(
      [fc.array(written, { maxLength: 60 }), fc.array(written, { maxLength: 60 }), fc.integer({ min: 0, max: 4 })],
      engine === "bloom-filters" ? 5 : 60,
      (listed, callers, neighbours) => {
        const listable = listed.filter((number) => isListable(parseIdentity(number)));
        const made = listingsOf({ engine, falsePositiveRate: 0.01, neighbours }, listable.map(parseIdentity), [
          "evil.top",
        ]);
        const expected = plainNeighbours(listable, callers, neighbours);
        expect(neighboursOf(made, callers)).toEqual(expected);
        const { table, hosts, blocks } = made;
        const handle = { table: table.handle, hosts: hosts.handle, blocks: blocks?.handle ?? null };
        const attached = attachListings(structuredClone(handle));
        expect(neighboursOf(attached, callers)).toEqual(expected);
      },
    );
  });

  test("come and go with listings that begin, are renewed and end", () => {
    const numbers = ["13800138000", "13800138001", "13800138002", "13800138003", "13800139000", "95105105"];
    const keys = numbers.map((number) => canonicalIdentity(parseIdentity(number)));
    const listing = fc.record({ index: fc.nat(keys.length - 1), tick: fc.nat(70) });
    forAll([fc.array(listing, { maxLength: 25 }), fc.integer({ min: 1, max: 3 })], 40, (listings, neighbours) => {
      const options = { engine: "exact", falsePositiveRate: 0.01, capacity: 4, lifeTicks: 30, neighbours };
      const registry = new BlocklistRegistry(options);
      for (const { index, tick } of listings) registry.list(keys[index]!, tick);
      let before = { seen: [] as number[], again: (): number[] => [] };
      for (let tick = 0; tick < 100; tick += 7) {
        registry.seal(tick);
        const blocks = attachBlocks(structuredClone(registry.sealBlocks()!));
        const inForce = numbers.filter((_, index) =>
          listings.some(
            (one) =>
              one.index === index &&
              one.tick <= tick &&
              tick < Math.ceil((one.tick + 30) / HOURS_PER_DAY) * HOURS_PER_DAY,
          ),
        );
        const answers = Uint8Array.from(numbers, (number) => (inForce.includes(number) ? LISTED : 0));
        const again = (): number[] => {
          const out = new Uint16Array(numbers.length);
          neighboursInto(blocks, Float64Array.from(keys), answers, numbers.length, out, 0);
          return [...out];
        };
        expect(again()).toEqual(plainNeighbours(inForce, numbers, neighbours));
        // What the tick before shows is still what it was.
        expect(before.again()).toEqual(before.seen);
        before = { seen: again(), again };
      }
    });
  });

  test("of a whole block are a thousand less one", () => {
    const listed = Array.from({ length: 999 }, (_, last) => (4_692_576_000 + last) as Identity);
    const full = listingsOf({ engine: "exact", falsePositiveRate: 0.01, neighbours: 3 }, listed, []);
    expect(neighboursOf(full, ["4692576999", "4692576000", "4692577000"])).toEqual([999, 0, 0]);
  });

  test("have no block where the key is of a short code, a hotline, a name, a domain or a number with a prefix", () => {
    const none = "95588|95105105|4008123456|8008123456|ICBC|02012345678|+442012345678||1069012345678".split("|");
    expect(none.map((caller) => blockOf(canonicalIdentity(parseIdentity(caller))))).toEqual(none.map(() => -1));
    expect(blockOf(domainKey("evil.top"))).toBe(-1);
    expect(blockOf(canonicalIdentity(parseIdentity("+8613800138000")))).toBe(13_800_138);
  });
});
