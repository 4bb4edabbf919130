/**
 * What is screened under load, and the tables it is screened with: half calls and half texts of the clustered corpus, a
 * fifth of the texts fraud; one caller in a hundred is listed and one in two hundred shows a hotline with zeros in
 * front. All stages but behaviour, which needs a past, are on.
 */
import type { BlocklistHandle } from "../../src/blocklist/blocklist.ts";
import { attachBlocklist, createTable } from "../../src/blocklist/engines.ts";
import { DEFAULT_CLASSIFIER } from "../../src/classifier/weights.ts";
import { EventBatch, type EventBatchHandle } from "../../src/event/event-batch.ts";
import { Lookalikes, type LookalikesHandle } from "../../src/lookalike/lookalikes.ts";
import { type MatcherHandle, DEFAULT_MATCHER_ENGINE, attachMatcher, buildMatcher } from "../../src/matcher/engines.ts";
import { DEFAULT_THRESHOLD_PERMILLE, cutTemplate } from "../../src/matcher/matcher.ts";
import { type NormaliserTableHandle, attachNormaliser, normaliseText } from "../../src/matcher/normaliser.ts";
import { normaliserTable, protectedIdentities } from "../../src/platform.ts";
import type { ScreeningTables } from "../../src/screening.ts";
import { Skimmer } from "../../src/skim/skimmer.ts";
import { fillEvents } from "../../src/source/fill-events.ts";
import { Corpus } from "../corpus/corpus.ts";
import { listedNumber, unlistedNumber } from "../corpus/mobile-numbers.ts";

export interface TrafficOptions {
  readonly seed: number;
  /** Different events; a longer run meets them again. */
  readonly events: number;
  readonly templates: number;
  readonly listed: number;
}

export interface Traffic {
  readonly events: EventBatchHandle;
  readonly tables: TableHandles;
}

/** The tables as they are handed to a thread. */
export interface TableHandles {
  readonly blocklist: BlocklistHandle;
  readonly lookalikes: LookalikesHandle;
  readonly matcher: MatcherHandle;
  readonly normaliser: NormaliserTableHandle;
}

const FRAUD_PERCENT = 20;
const LISTED_PERMILLE = 10;
const HOTLINE_PERMILLE = 5;
const FALSE_POSITIVE_RATE = 0.01;

/** The same for the same options. About 4 us an event and 0.3 us a listed number. */
export function makeTraffic({ seed, events: count, templates, listed }: TrafficOptions): Traffic {
  const corpus = new Corpus(seed, "clustered");
  const scripts = Array.from({ length: templates }, () => corpus.script());
  const numbers = Array.from({ length: listed }, () => listedNumber(corpus));
  const { hotlines } = protectedIdentities();
  const caller = (): string => {
    const draw = corpus.below(1000);
    if (draw < LISTED_PERMILLE) return String(corpus.pick(numbers));
    if (draw < LISTED_PERMILLE + HOTLINE_PERMILLE) return `00${corpus.pick(hotlines).digits}`;
    return String(unlistedNumber(corpus));
  };
  const rows = Array.from({ length: count }, (_, row) => ({
    line: row + 1,
    caller: caller(),
    text: row % 2 === 0 ? null : corpus.message(scripts, FRAUD_PERCENT),
    label: null,
  }));
  const events = EventBatch.allocate(count);
  fillEvents(events, rows, 0);
  return { events: events.handle, tables: buildTables(scripts, numbers) };
}

function buildTables(scripts: readonly string[], numbers: readonly number[]): TableHandles {
  const blocklist = createTable({
    engine: "packed-bloom",
    capacity: numbers.length,
    falsePositiveRate: FALSE_POSITIVE_RATE,
  });
  for (const number of numbers) blocklist.add(number);
  const normaliser = attachNormaliser(normaliserTable());
  const texts = scripts.map((script, number) => ({ number, text: cutTemplate(normaliseText(normaliser, script)) }));
  return {
    blocklist: blocklist.handle,
    lookalikes: Lookalikes.build(protectedIdentities()).handle,
    matcher: buildMatcher(DEFAULT_MATCHER_ENGINE, DEFAULT_THRESHOLD_PERMILLE, texts),
    normaliser: normaliserTable(),
  };
}

export function attachTables({ blocklist, lookalikes, matcher, normaliser }: TableHandles): ScreeningTables {
  const attached = attachNormaliser(normaliser);
  return {
    blocklist: attachBlocklist(blocklist),
    lookalikes: Lookalikes.attach(lookalikes),
    matcher: { templates: attachMatcher(matcher), normaliser: attached },
    skimmer: new Skimmer(attached),
    activity: null,
    classifier: DEFAULT_CLASSIFIER,
  };
}
