/**
 * What a message costs over the size of the template library, and a look-up over that of the blocklist: all sizes in
 * turn within a round.
 */
import { createTable } from "../../src/detect/blocklist/engines.ts";
import { type DigestWords, addRecordToDigest, formatDigest } from "../../src/metrics/digest.ts";
import { formatCount } from "../../src/ui/format.ts";
import { Entries, FALSE_POSITIVE_RATE, listedPlaces } from "../harness/entries.ts";
import { decide, matchAll, matcherOf, sharedNormaliser } from "../harness/matching.ts";
import { MessageDeck } from "../harness/message-deck.ts";
import { type Contender, type RoundSettings, measureRounds } from "../harness/rounds.ts";
import { turns } from "../harness/turns.ts";
import type { MeasuredPoint } from "./series.ts";

interface TableSettings extends Pick<RoundSettings, "rounds" | "timeMs"> {
  readonly seed: number;
  readonly onProgress: (what: string) => void;
  /** Names of the engines that are measured. */
  readonly engines: { readonly matcher: string; readonly blocklist: string };
}

export interface MeasuredTables {
  readonly points: readonly MeasuredPoint[];
  /** Over what is decided of all that is asked, once for each size. */
  readonly digest: string;
}

const BATCH = 4096;
const BATCHES = 64;
const LISTED_SHARE = 0.01;

/** From the text as sent to the decision, by one engine: clustered corpus, one message in ten fraud. */
export function measureTemplates(
  sizes: readonly number[],
  { messages, handSize }: { readonly messages: number; readonly handSize: number },
  settings: TableSettings,
): MeasuredTables {
  const normaliser = sharedNormaliser();
  const group = `${settings.engines.matcher}, a message`;
  return measureSizes("templates", sizes, { ...settings, group, unit: "us" }, (templates, digest) => {
    const deck = new MessageDeck({ kind: "clustered", seed: settings.seed, templates, messages }, normaliser);
    const matcher = matcherOf(settings.engines.matcher, deck.templates);
    const hands = deck.deal(handSize);
    for (const [ordinal, { units }] of hands.flat().entries()) {
      const { template, distance, length } = decide(matcher, normaliser, units);
      addRecordToDigest(digest, templates, [ordinal, template, distance, length]);
    }
    const nextHand = turns(hands);
    return { operations: handSize, run: () => matchAll(matcher, normaliser, nextHand()) };
  });
}

/** The exact answer of one engine, one number in a hundred listed, in batches. */
export function measureEntries(sizes: readonly number[], settings: TableSettings): MeasuredTables {
  const engine = settings.engines.blocklist;
  return measureSizes("entries", sizes, { ...settings, group: `${engine}, a look-up`, unit: "ns" }, (count, digest) => {
    const entries = new Entries(settings.seed, count);
    const table = createTable({ engine, capacity: count, falsePositiveRate: FALSE_POSITIVE_RATE });
    table.addAll(entries.keys, count);
    const asked = entries.asked(BATCH * BATCHES, LISTED_SHARE);
    const answers = new Uint8Array(asked.length);
    table.lookUpInto(asked, asked.length, answers);
    addRecordToDigest(digest, count, listedPlaces(answers));
    const nextBatch = turns(Array.from({ length: BATCHES }, (_, i) => asked.subarray(i * BATCH, (i + 1) * BATCH)));
    const out = new Uint8Array(BATCH);
    return {
      operations: BATCH,
      run: () => table.lookUpInto(nextBatch(), BATCH, out),
      bytesPerEntry: table.byteLength / count,
    };
  });
}

/** `make` adds the answers of a size to the digest, and gives what is timed. */
function measureSizes(
  what: string,
  sizes: readonly number[],
  { group, onProgress, ...rounds }: TableSettings & RoundSettings & { readonly group: string },
  make: (size: number, digest: DigestWords) => Pick<Contender, "operations" | "bytesPerEntry"> & { run: () => number },
): MeasuredTables {
  const digest = new Uint32Array(2);
  const contenders = sizes.map((size): Contender => {
    const name = `${formatCount(size)} ${what}`;
    onProgress(`${name}: building`);
    return { name, ...make(size, digest) };
  });
  onProgress(`over ${what}`);
  const measurements = measureRounds(group, contenders, rounds);
  return {
    points: sizes.map((x, i) => ({ x, measurement: measurements[i]!, mainThreadBusy: null, coresBusy: null })),
    digest: formatDigest(digest),
  };
}
