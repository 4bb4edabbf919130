/**
 * Blocklist look-ups, at several numbers of entries. Held equal within a group: the same entries and the same look-ups,
 * drawn at random, in batches in turn (one batch over and over would sit in the cache). bloom-filters takes shorter
 * batches, being slower.
 */
import {
  BLOCKLIST_ENGINES,
  blocklistEngines,
  createTable,
  DEFAULT_BLOCKLIST_ENGINE,
} from "../../src/detect/blocklist/engines.ts";
import { addRecordToDigest, formatDigest } from "../../src/metrics/digest.ts";
import { type Comparison, type Measurement, type Target, compareInRounds, measured } from "../harness/measurement.ts";
import { mergedDigest } from "../harness/merged-digest.ts";
import { Entries, FALSE_POSITIVE_RATE, listedPlaces } from "../harness/entries.ts";
import { type StringFilter, bloomFilterOf, engineFilterOf, packedFilterOf } from "./filters.ts";
import { heapBytesOf, heldBytes } from "./held-bytes.ts";
import type { MicroContext, MicroFindings } from "./micro-context.ts";
import { type Contender, measureRounds } from "../harness/rounds.ts";
import { turns } from "../harness/turns.ts";

const BATCH = 4096;
const BATCHES = 64;
const SLOW_BATCH = 256;
const LISTED_SHARE = 0.01;
/**
 * bloom-filters takes 8 seconds for a million entries and a minute and a half for ten, and a Set of ten million a
 * gigabyte.
 */
const MAX_ENTRIES_OF_PEERS = 2_000_000;
const TARGET_ENTRIES = 1_000_000;
const FILTER_TARGET = { atLeast: 500, aim: 780 };
const EXACT_TARGET = { atLeast: 10, aim: 20 };
/** The one that others are compared with. */
const DEFAULT_ENGINE = DEFAULT_BLOCKLIST_ENGINE;
/** Of which the package of that name is measured as its users call it too, by itself and before a Set. */
const PEER_ENGINE = "bloom-filters";
const SET = "Set of numbers";
const BLOOM_THEN_SET = "bloom-filters then Set";

/** `engines` in any order, the default one among them. */
export function measureBlocklist(
  entryCounts: readonly number[],
  context: MicroContext,
  engines: readonly string[] = context.engines.blocklist,
): MicroFindings {
  const parts = entryCounts.map((count) => measureAt(count, context, engines));
  return {
    measurements: parts.flatMap(({ measurements }) => measurements),
    comparisons: parts.flatMap(({ comparisons }) => comparisons),
    warnings: parts.flatMap(({ warnings }) => warnings),
    problems: parts.flatMap(({ problems }) => problems),
    digest: mergedDigest(parts.map(({ digest }) => digest))!,
  };
}

function measureAt(count: number, context: MicroContext, engines: readonly string[]): MicroFindings {
  const at = `${count.toLocaleString("en-US")} entries`;
  context.onProgress(`blocklist, ${at}: building`);
  const entries = new Entries(context.seed, count);
  const withPeers = count <= MAX_ENTRIES_OF_PEERS;
  const bloomFilter = withPeers
    ? bloomFilterOf(entries, entries.strangers(context.probes / 10), context.probes / 10)
    : null;
  context.onProgress(`blocklist, ${at}`);
  const filters = measureFilters(entries, bloomFilter, at, context, engines);
  const exact = measureExact(entries, bloomFilter, at, context, engines);
  const left = `${at}: without bloom-filters and Set, which would take minutes and gigabytes`;
  return {
    measurements: [...filters.measurements, ...exact.measurements],
    comparisons: [...filters.comparisons, ...exact.comparisons],
    warnings: withPeers ? [] : [left],
    problems: [...filters.problems, ...exact.problems],
    digest: digestOf(count, filters.answers, exact.answers),
  };
}

/** Of the default engine's answers, which the others share, and of our own filter's. */
function digestOf(count: number, ...answers: readonly (readonly number[])[]): string {
  const digest = new Uint32Array(2);
  for (const [question, words] of answers.entries()) addRecordToDigest(digest, question, [count, ...words]);
  return formatDigest(digest);
}

/** What one question found. */
interface Asked extends Pick<MicroFindings, "measurements" | "comparisons" | "problems"> {
  /** For the digest. */
  readonly answers: readonly number[];
}

/** The filter's own answer: half of the numbers asked for are listed. */
function measureFilters(
  entries: Entries,
  bloomFilter: StringFilter | null,
  at: string,
  context: MicroContext,
  engines: readonly string[],
): Asked {
  const asked = entries.asked(BATCH * BATCHES, 0.5);
  const packed = packedFilterOf(entries, entries.strangers(context.probes));
  const out = new Uint8Array(BATCH);
  const nextBatch = turns(cut(asked, BATCH));
  const [ours, theirs] = [`packed filter, ${at}`, `bloom-filters, ${at}`];
  const contenders: Contender[] = [
    {
      name: ours,
      operations: BATCH,
      run: () => packed.ask(nextBatch(), out),
      bytesPerEntry: packed.bytesPerEntry,
      error: packed.error,
    },
  ];
  if (bloomFilter !== null) {
    const nextStrings = turns(cut(Array.from(asked, String), SLOW_BATCH));
    contenders.push({
      name: theirs,
      operations: SLOW_BATCH,
      run: () => countIf(nextStrings(), bloomFilter.has),
      bytesPerEntry: bloomFilter.bytesPerEntry,
      error: bloomFilter.error,
    });
  }
  const own = engines.filter((engine) => !BLOCKLIST_ENGINES.includes(engine));
  const strangers = entries.strangers(context.probes / 10);
  const filters = own.flatMap((engine) => engineFilterOf(engine, entries, strangers) ?? []);
  for (const filter of filters) {
    const nextKeys = turns(cut(asked, SLOW_BATCH));
    contenders.push({
      name: `filter of ${filter.engine}, ${at}`,
      operations: SLOW_BATCH,
      run: () => filter.ask(nextKeys(), out),
      bytesPerEntry: filter.bytesPerEntry,
      error: filter.error,
    });
  }
  const measurements = measureRounds("filter's own answer", contenders, { ...context, unit: "ns" });
  return {
    measurements,
    comparisons: compareNamed("filter", measurements, ours, {
      [theirs]: targetAt(FILTER_TARGET, entries, context),
      ...Object.fromEntries(filters.map(({ engine }) => [`filter of ${engine}, ${at}`, null])),
    }),
    problems: [
      ...filters.flatMap(({ engine, missed: denied }) => missed(`the filter of ${engine}`, denied)),
      ...missed("packed filter", packed.missed),
      ...missed("bloom-filters", bloomFilter?.missed ?? 0),
    ],
    answers: [packed.falsePositives, packed.missed],
  };
}

/** Listed or not, without error; one number in a hundred is. */
function measureExact(
  entries: Entries,
  bloomFilter: StringFilter | null,
  at: string,
  context: MicroContext,
  engines: readonly string[],
): Asked {
  const asked = entries.asked(BATCH * BATCHES, LISTED_SHARE);
  const first = asked.slice(0, context.probes / 10);
  const measurable = engines.filter((engine) => engine !== PEER_ENGINE || bloomFilter !== null);
  const heapBytes = bloomFilter?.bytesPerEntry ?? null;
  const ours = measurable.map((engine) => tableContender(engine, entries, asked, first, at, heapBytes));
  const theirs = bloomFilter === null ? [] : peerContenders(entries, bloomFilter, asked, first, at);
  const contenders = [...ours, ...theirs];
  const listed = contenders.map(({ listedOfFirst }) => listedOfFirst());
  const [answers] = listed;
  const measurements = measureRounds("exact answer, 1 % listed", contenders, { ...context, unit: "ns" });
  return {
    measurements,
    comparisons: compareNamed("exact", measurements, `${DEFAULT_ENGINE}, ${at}`, {
      ...Object.fromEntries(engines.filter(isNotDefault).map((engine) => [rowName(engine, at), null])),
      [`${SET}, ${at}`]: targetAt(EXACT_TARGET, entries, context),
      [`${BLOOM_THEN_SET}, ${at}`]: null,
    }),
    problems: listed.every((places) => String(places) === String(answers))
      ? []
      : [`${at}: contenders disagree on which numbers are listed: ${disagreement(contenders, first, listed)}`],
    answers: answers!,
  };
}

/** The first number on which one of them answers otherwise than the one that is named first. */
function disagreement(
  contenders: readonly Contender[],
  asked: Float64Array,
  listed: readonly (readonly number[])[],
): string {
  const sets = listed.map((places) => new Set(places));
  const [reference] = contenders;
  for (const [place, key] of asked.entries()) {
    const odd = sets.findIndex((set) => set.has(place) !== sets[0]!.has(place));
    if (odd < 0) continue;
    const [says, others] = sets[odd]!.has(place) ? ["is", "is not"] : ["is not", "is"];
    return `${key} ${says} for ${contenders[odd]!.name}, and ${others} for ${reference!.name}`;
  }
  return "";
}

function isNotDefault(engine: string): boolean {
  return engine !== DEFAULT_ENGINE;
}

/** The package's own row has its name. */
function rowName(engine: string, at: string): string {
  return `${engine === PEER_ENGINE ? `engine ${engine}` : engine}, ${at}`;
}

type ExactContender = Contender & {
  /** Which of the first numbers asked for are listed, by place: the same for every contender. */
  readonly listedOfFirst: () => readonly number[];
};

function tableContender(
  engine: string,
  { keys }: Entries,
  asked: Float64Array,
  first: Float64Array,
  at: string,
  peerBytesPerEntry: number | null,
): ExactContender {
  const { made: table, bytes } = heldOnHeap(engine, () => {
    const made = createTable({ engine, capacity: keys.length, falsePositiveRate: FALSE_POSITIVE_RATE });
    made.addAll(keys, keys.length);
    made.lookUpInto(keys, 1, new Uint8Array(1));
    return made;
  });
  const batch = blocklistEngines.of(engine).isSlow ? SLOW_BATCH : BATCH;
  const out = new Uint8Array(batch);
  const nextBatch = turns(cut(asked, batch));
  // Its filter lies on the heap of each thread, not in the table.
  const heapBytes = engine === PEER_ENGINE ? peerBytesPerEntry : bytes / keys.length;
  return {
    name: rowName(engine, at),
    operations: batch,
    run: () => table.lookUpInto(nextBatch(), batch, out),
    bytesPerEntry: heapBytes === null ? null : table.byteLength / keys.length + heapBytes,
    listedOfFirst: () => {
      const answers = new Uint8Array(first.length);
      table.lookUpInto(first, first.length, answers);
      return listedPlaces(answers);
    },
  };
}

/** What an adapted filter holds on the heap beside its table in shared memory; of the package the peers' row knows. */
function heldOnHeap<T extends { readonly byteLength: number }>(
  engine: string,
  make: () => T,
): { readonly made: T; readonly bytes: number } {
  if (engine === PEER_ENGINE || !blocklistEngines.of(engine).isSlow) return { made: make(), bytes: 0 };
  const { made, bytes } = heapBytesOf(make);
  return { made, bytes: Math.max(0, bytes - made.byteLength) };
}

function peerContenders(
  { keys }: Entries,
  bloomFilter: StringFilter,
  asked: Float64Array,
  first: Float64Array,
  at: string,
): ExactContender[] {
  const { made: set, bytes } = heldBytes(() => new Set(keys));
  const nextBatch = turns(cut(asked, BATCH));
  const nextStrings = turns(cut(Array.from(asked, String), SLOW_BATCH));
  const nextNumbers = turns(cut(Array.from(asked), SLOW_BATCH));
  const countBoth = (keysAsked: readonly string[], same: readonly number[]): number =>
    countIf(keysAsked, (key, i) => bloomFilter.has(key) && set.has(same[i]!));
  return [
    {
      name: `${SET}, ${at}`,
      operations: BATCH,
      run: () => countListed(set, nextBatch()),
      bytesPerEntry: bytes / keys.length,
      listedOfFirst: () => placesIn(first, (key) => set.has(key)),
    },
    {
      name: `${BLOOM_THEN_SET}, ${at}`,
      operations: SLOW_BATCH,
      run: () => countBoth(nextStrings(), nextNumbers()),
      bytesPerEntry: bytes / keys.length + bloomFilter.bytesPerEntry,
      listedOfFirst: () => placesIn(first, (key) => bloomFilter.has(String(key)) && set.has(key)),
    },
  ];
}

/**
 * By name, never by place: who joins a group must not change what is compared. Those that were not measured are left
 * out.
 */
function compareNamed(
  question: string,
  measurements: readonly Measurement[],
  ours: string,
  others: Readonly<Record<string, Target | null>>,
): Comparison[] {
  const contender = measured(measurements, ours);
  return measurements
    .filter(({ name }) => name in others)
    .map((against) => compareInRounds(`${question}: ${against.name}`, contender, against, others[against.name]));
}

function countListed(set: ReadonlySet<number>, asked: Float64Array): number {
  let listed = 0;
  for (let i = 0; i < asked.length; i++) if (set.has(asked[i]!)) listed++;
  return listed;
}

function countIf(keys: readonly string[], is: (key: string, i: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < keys.length; i++) if (is(keys[i]!, i)) count++;
  return count;
}

function placesIn(keys: Float64Array, is: (key: number) => boolean): number[] {
  return Array.from(keys.keys()).filter((place) => is(keys[place]!));
}

interface Sliceable<T> {
  readonly length: number;
  slice(from: number, to: number): T;
}

/** Whole batches of `size`. */
function cut<T extends Sliceable<T>>(items: T, size: number): T[] {
  return Array.from({ length: Math.floor(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function targetAt(target: Target, { keys }: Entries, { isFull }: MicroContext): Target | null {
  return isFull && keys.length === TARGET_ENTRIES ? target : null;
}

function missed(name: string, count: number): string[] {
  return count === 0 ? [] : [`${name} denied ${count} numbers that are listed`];
}
