import { beforeAll, expect, test } from "vitest";
import { runBench } from "../../../bench/harness/bench.ts";
import { type BenchResult, benchResultSchema } from "../../../bench/harness/result.ts";
import { measureBlocklist } from "../../../bench/micro/blocklist-bench.ts";
import { mergedDigest } from "../../../bench/harness/merged-digest.ts";
import { MICRO_GROUPS, type MicroGroup, measureMicro } from "../../../bench/micro/micro.ts";
import { BLOCKLIST_ENGINES } from "../../../src/detect/blocklist/engines.ts";
import { MATCHER_ENGINES } from "../../../src/detect/matcher/engines.ts";

async function run(group: readonly MicroGroup[]): Promise<BenchResult> {
  const options = { size: "smoke", seed: 1, onProgress: () => {}, group } as const;
  return runBench("micro", measureMicro, options, "ringfence bench micro");
}

let result: BenchResult;
beforeAll(async () => {
  result = await run(MICRO_GROUPS);
});

test("the smoke size measures every group, and its result is valid", () => {
  expect(benchResultSchema.parse(result)).toEqual(result);
  expect(result.problems).toEqual([]);
  const names = result.measurements.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const part of [/^packed filter/, /^bloom-filters/, /^Set/, /^synthesise/, /^normaliser/, /^Philox/]) {
    expect(names.some((name) => part.test(name))).toBe(true);
  }
  expect(result.measurements.every(({ value, unit }) => value > 0 || unit === "decisions")).toBe(true);
});

test("every engine of the matcher is measured on both corpora, and its decisions are scan's", () => {
  for (const engine of MATCHER_ENGINES) {
    for (const kind of ["clustered", "diverse"]) {
      const found = result.measurements.find(({ name }) => name === `${engine}, ${kind}, 40`);
      expect(found?.error).toMatchObject({ expected: 0, measured: 0, n: 100 });
    }
  }
  expect(result.details).toMatchObject({ differential: { messages: 1000 } });
});

test("every engine of the blocklist has a row, beside the packages themselves", () => {
  const rows = result.measurements.filter(({ group }) => group.startsWith("exact")).map(({ name }) => name);
  const named = BLOCKLIST_ENGINES.map((engine) => (engine === "bloom-filters" ? `engine ${engine}` : engine));
  expect(rows).toEqual(expect.arrayContaining(named.map((name) => `${name}, 2,000 entries`)));
});

test("stages that somebody else could do stand beside what a user would take for them", () => {
  const peers = ["links: linkify-it", "look-alike: fastest-levenshtein", "behaviour: Map of callers"];
  const all = [...peers, "classify: weights over objects"];
  const compared = result.comparisons.filter(({ name }) => name.startsWith("stage "));
  expect(compared.map(({ contender, against }) => `${contender} | ${against}`)).toEqual(
    all.map((name) => `${name.split(":")[0]} | ${name}`),
  );
  const errorOf = (name: string) => result.measurements.find((one) => one.name === name)!.error!;
  expect(errorOf("classify: weights over objects")).toMatchObject({ expected: 0, measured: 0 });
  // The sketches of smoke are nearly empty, so hardly anybody shares a cell.
  expect(errorOf("behaviour").measured).toBeLessThan(0.02);
  const notesOf = (name: string) => result.measurements.find((one) => one.name === name)!.notes.join();
  expect(notesOf(peers[0]!)).toMatch(/finds other hosts in [\d,]+ of [\d,]+ messages/);
  expect(notesOf(peers[1]!)).toMatch(/says something else of [\d,]+ of [\d,]+ events/);
});

test("a filter's false positives lie about where theory has them", () => {
  const filters = result.measurements.filter(({ error }) => error?.what === "false positives");
  expect(filters.length).toBe(2);
  for (const { error } of filters) {
    // Eight standard deviations: the interval itself would fail one time in twenty.
    const sigma = Math.sqrt((error!.expected! * (1 - error!.expected!)) / error!.n);
    expect(Math.abs(error!.measured - error!.expected!)).toBeLessThan(8 * sigma);
  }
});

test("what each contender of the blocklist holds in memory is told, though it is little", () => {
  const held = result.measurements.filter(({ group }) => /^(filter's own|exact) answer/.test(group));
  expect(held).toHaveLength(7);
  // 2,000 entries: a filter for 1 % false positives takes 1.2 bytes of each, a Set some 40.
  const unlikely = held.filter(({ bytesPerEntry: bytes }) => !(bytes !== null && bytes > 1.2 && bytes < 60));
  expect(unlikely).toEqual([]);
});

test("what is compared are ratios within rounds, without targets at smoke size", () => {
  expect(result.comparisons.length).toBeGreaterThan(5);
  expect(result.comparisons.every(({ atLeast }) => atLeast === null)).toBe(true);
});

test("an engine that joins the blocklist's group is measured and compared with the default, whose name stays", () => {
  const context = {
    rounds: 1,
    timeMs: 1,
    probes: 1000,
    seed: 1,
    isFull: false,
    onProgress: () => {},
    engines: { blocklist: [], matcher: [] },
  };
  const found = measureBlocklist([1000], context, ["bloom-filters", "exact", "packed-bloom"]);
  expect(found.problems).toEqual([]);
  expect(found.measurements.filter(({ group }) => group.startsWith("exact")).map(({ name }) => name)).toEqual(
    ["engine bloom-filters", "exact", "packed-bloom", "Set of numbers", "bloom-filters then Set"].map(
      (name) => `${name}, 1,000 entries`,
    ),
  );
  const exact = found.comparisons.filter(({ name }) => name.startsWith("exact"));
  expect(exact.map(({ name, against }) => [name, against])).toEqual(
    ["engine bloom-filters", "exact", "Set of numbers", "bloom-filters then Set"].map((name) => [
      `exact: ${name}, 1,000 entries`,
      `${name}, 1,000 entries`,
    ]),
  );
  expect(exact.every(({ contender }) => contender === "packed-bloom, 1,000 entries")).toBe(true);
});

test("the decisions of a seed are the same every time, and a group may be measured alone", async () => {
  const again = await run(["differential"]);
  expect(again.digest).toBe(digestsOf(result)["differential"]);
  expect(again.measurements.map(({ group }) => group)).not.toContain("draw");
});

function digestsOf({ details }: BenchResult): Record<string, string> {
  return (details as { digests: Record<string, string> }).digests;
}

test("what every group decides is in the digest", () => {
  const digests = digestsOf(result);
  expect(Object.keys(digests)).toEqual(MICRO_GROUPS);
  for (const digest of Object.values(digests)) expect(digest).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
  expect(result.digest).toBe(mergedDigest(Object.values(digests)));
});
