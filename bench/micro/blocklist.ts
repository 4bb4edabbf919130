/**
 * Blocklist look-ups, at several numbers of entries. Held equal within a question: the same entries and the same
 * look-ups, drawn at random, in batches in turn (one batch over and over would sit in the cache). Slow contenders take
 * shorter batches.
 */
import {
  BLOCKLIST_ENGINES,
  blocklistEngines,
  createTable,
  DEFAULT_BLOCKLIST_ENGINE,
} from "../../src/detect/blocklist/engines.ts";
import { addRecordToDigest, formatDigest } from "../../src/metrics/digest.ts";
import { formatCount } from "../../src/ui/format.ts";
import { Entries, FALSE_POSITIVE_RATE, listedPlaces } from "../harness/entries.ts";
import {
  type Comparison,
  type Measurement,
  type Target,
  compareInRounds,
  measured,
  measuredError,
} from "../harness/measurement.ts";
import { mergedDigest } from "../harness/merged-digest.ts";
import { type Contender, measureRounds, turns } from "../harness/rounds.ts";
import { bloomFilterOf, engineFilterOf, type Filter, packedFilterOf, plainFilterOf } from "./filters.ts";
import { type Group, type MicroContext, type MicroFindings, together } from "./group.ts";
import { heldBytes } from "./held-bytes.ts";

const SIZES = {
  full: { entries: [100_000, 1_000_000], probes: 1_000_000 },
  smoke: { entries: [2000], probes: 20_000 },
} as const;

const BATCH = 4096;
const BATCHES = 64;
const SLOW_BATCH = 256;
/** Slow contenders are tried on so much less. */
const SLOW_SHARE = 10;
const LISTED_SHARE = 0.01;
/**
 * bloom-filters takes 8 seconds for a million entries and a minute and a half for ten, and a Set of ten million a
 * gigabyte.
 */
const MAX_ENTRIES_OF_PEERS = 2_000_000;
const TARGET_ENTRIES = 1_000_000;
/** Of which the package of that name is measured as its users call it too, by itself and before a Set. */
const PEER_ENGINE = "bloom-filters";
/** What our filter, and the default engine, are to beat, and how many times. */
const FILTER_TARGETS: Readonly<Record<string, Target>> = { "bloom-filters": { limit: 500, aim: 780 } };
const EXACT_TARGETS: Readonly<Record<string, Target>> = { "Set of numbers": { limit: 10, aim: 20 } };

export const BLOCKLIST_GROUP: Group = {
  name: "blocklist",
  measure: (context) => {
    const parts = (context.entries ?? SIZES[context.size].entries).map((count) => measureAt(count, context));
    return together(parts, mergedDigest(parts.map(({ digest }) => digest)));
  },
};

function measureAt(count: number, context: MicroContext): MicroFindings {
  const at = `${formatCount(count)} entries`;
  context.onProgress(`blocklist, ${at}: building`);
  const entries = new Entries(context.seed, count);
  const withPeers = count <= MAX_ENTRIES_OF_PEERS;
  const peer = withPeers ? bloomFilterOf(entries.keys) : null;
  const own = context.engines.blocklist.filter((engine) => !BLOCKLIST_ENGINES.includes(engine));
  const filters = [
    packedFilterOf(entries.keys),
    plainFilterOf(entries.keys),
    ...(peer === null ? [] : [peer]),
    ...own.flatMap((engine) => engineFilterOf(engine, entries.keys) ?? []),
  ];
  const { probes } = SIZES[context.size];
  const tried = filters.map((filter) => tryFilter(filter, entries, probes));
  const engines = context.engines.blocklist.filter((engine) => engine !== PEER_ENGINE || withPeers);
  const tables = engines.map((engine) => engineTable(engine, entries.keys, peer?.bytesPerEntry ?? null));
  const exact = [...tables, ...(peer === null ? [] : peerTables(entries.keys, peer))];
  context.onProgress(`blocklist, ${at}`);
  const ofFilters = measureRounds("filter's own answer", filterContenders(tried, entries, at), {
    ...context,
    unit: "ns",
  });
  const asked = entries.asked(BATCH * BATCHES, LISTED_SHARE);
  const first = asked.slice(0, probes / SLOW_SHARE);
  const places = exact.map(({ listed }) => listed(first));
  const ofTables = measureRounds("exact answer, 1 % listed", exactContenders(exact, asked, at), {
    ...context,
    unit: "ns",
  });
  const hasTargets = context.size === "full" && count === TARGET_ENTRIES;
  const digest = new Uint32Array(2);
  addRecordToDigest(digest, 0, [count, tried[0]!.error.n, Math.round(tried[0]!.error.measured * tried[0]!.error.n)]);
  addRecordToDigest(digest, 1, [count, ...places[0]!]);
  return {
    measurements: [...ofFilters, ...ofTables],
    comparisons: [
      ...comparedWith("filter", `packed filter, ${at}`, ofFilters, hasTargets ? FILTER_TARGETS : {}),
      ...comparedWith("exact", `${DEFAULT_BLOCKLIST_ENGINE}, ${at}`, ofTables, hasTargets ? EXACT_TARGETS : {}),
    ],
    warnings: withPeers ? [] : [`${at}: without bloom-filters and Set, which would take minutes and gigabytes`],
    problems: [
      ...tried.flatMap(({ filter, missed }) =>
        missed === 0 ? [] : [`${filter.name} denied ${missed} numbers that are listed`],
      ),
      ...(places.every((one) => String(one) === String(places[0]))
        ? []
        : [`${at}: contenders disagree on which numbers are listed: ${disagreement(exact, first, places)}`]),
    ],
    digest: formatDigest(digest),
  };
}

/** Asks of all keys, and of strangers. */
function tryFilter(filter: Filter, entries: Entries, probes: number) {
  const most = filter.isSlow ? probes / SLOW_SHARE : probes;
  const strangers = entries.strangers(most);
  const known = entries.keys.subarray(0, filter.isSlow ? most : entries.keys.length);
  const error = measuredError("false positives", filter.asking(strangers)(), most, filter.expectedRate);
  return { filter, error, missed: known.length - filter.asking(known)() };
}

function filterContenders(tried: readonly ReturnType<typeof tryFilter>[], entries: Entries, at: string): Contender[] {
  const asked = entries.asked(BATCH * BATCHES, 0.5);
  return tried.map(({ filter, error }) => {
    const batch = filter.isSlow ? SLOW_BATCH : BATCH;
    const next = turns(cut(asked, batch).map((keys) => filter.asking(keys)));
    const { name, bytesPerEntry } = filter;
    return { name: `${name}, ${at}`, operations: batch, run: () => next()(), bytesPerEntry, error };
  });
}

/** Listed or not, without error. */
interface Table {
  readonly name: string;
  readonly bytesPerEntry: number | null;
  readonly isSlow: boolean;
  /** Gives a function that looks these keys up, and returns how many are listed. */
  readonly asking: (keys: Float64Array) => () => number;
  /** The places of the keys that are listed: the same for every contender. */
  readonly listed: (keys: Float64Array) => readonly number[];
}

/** `filterBytes`: of a filter that lies on the heap of each thread, not in the table. */
function engineTable(engine: string, keys: Float64Array, filterBytes: number | null): Table {
  const make = () => {
    const made = createTable({ engine, capacity: keys.length, falsePositiveRate: FALSE_POSITIVE_RATE });
    made.addAll(keys, keys.length);
    made.lookUpInto(keys, 1, new Uint8Array(1));
    return made;
  };
  const isPeer = engine === PEER_ENGINE;
  const isSlow = blocklistEngines.of(engine).isSlow === true;
  const { made: table, bytes } = isSlow && !isPeer ? heldBytes(make, 1) : { made: make(), bytes: 0 };
  const shared = table.byteLength / keys.length;
  const ownBytes = Math.max(shared, bytes / keys.length);
  return {
    // The package's own row has its name.
    name: isPeer ? `engine ${engine}` : engine,
    bytesPerEntry: !isPeer ? ownBytes : filterBytes === null ? null : shared + filterBytes,
    isSlow,
    asking: (asked) => {
      const out = new Uint8Array(asked.length);
      return () => table.lookUpInto(asked, asked.length, out);
    },
    listed: (asked) => {
      const answers = new Uint8Array(asked.length);
      table.lookUpInto(asked, asked.length, answers);
      return listedPlaces(answers);
    },
  };
}

function peerTables(keys: Float64Array, peer: ReturnType<typeof bloomFilterOf>): Table[] {
  const { made: set, bytes } = heldBytes(() => new Set(keys));
  return [
    {
      name: "Set of numbers",
      bytesPerEntry: bytes / keys.length,
      isSlow: false,
      asking: (asked) => () => {
        let listed = 0;
        for (let i = 0; i < asked.length; i++) if (set.has(asked[i]!)) listed++;
        return listed;
      },
      listed: (asked) => placesIn(asked, (key) => set.has(key)),
    },
    {
      name: "bloom-filters then Set",
      bytesPerEntry: bytes / keys.length + peer.bytesPerEntry,
      isSlow: true,
      asking: (asked) => {
        const both = Array.from(asked, (key) => ({ key, text: String(key) }));
        return () => {
          let listed = 0;
          for (const { key, text } of both) if (peer.has(text) && set.has(key)) listed++;
          return listed;
        };
      },
      listed: (asked) => placesIn(asked, (key) => peer.has(String(key)) && set.has(key)),
    },
  ];
}

function placesIn(asked: Float64Array, is: (key: number) => boolean): number[] {
  return Array.from(asked.keys()).filter((place) => is(asked[place]!));
}

function exactContenders(tables: readonly Table[], asked: Float64Array, at: string): Contender[] {
  return tables.map(({ name, bytesPerEntry, isSlow, asking }) => {
    const batch = isSlow ? SLOW_BATCH : BATCH;
    const next = turns(cut(asked, batch).map(asking));
    return { name: `${name}, ${at}`, operations: batch, run: () => next()(), bytesPerEntry };
  });
}

/** The first number on which one of them answers otherwise than the one that is named first. */
function disagreement(tables: readonly Table[], asked: Float64Array, listed: readonly (readonly number[])[]): string {
  const sets = listed.map((places) => new Set(places));
  for (const [place, key] of asked.entries()) {
    const odd = sets.findIndex((set) => set.has(place) !== sets[0]!.has(place));
    if (odd < 0) continue;
    const [says, others] = sets[odd]!.has(place) ? ["is", "is not"] : ["is not", "is"];
    return `${key} ${says} for ${tables[odd]!.name}, and ${others} for ${tables[0]!.name}`;
  }
  return "";
}

/** By name, never by place: a further contender must not change what is compared. */
function comparedWith(
  question: string,
  ours: string,
  measurements: readonly Measurement[],
  targets: Readonly<Record<string, Target>>,
): Comparison[] {
  const contender = measured(measurements, ours);
  return measurements
    .filter((one) => one !== contender)
    .map((against) =>
      compareInRounds(`${question}: ${against.name}`, contender, against, targets[against.name.split(",")[0]!]),
    );
}

function cut(keys: Float64Array, size: number): Float64Array[] {
  return Array.from({ length: Math.floor(keys.length / size) }, (_, i) => keys.slice(i * size, (i + 1) * size));
}
