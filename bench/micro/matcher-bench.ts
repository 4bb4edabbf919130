/**
 * From the text as sent to the decision: every engine of the matcher, and what a user would take instead. Held equal:
 * the templates, the messages, one thread; hands of messages (message-deck.ts) in turn. Each contender's decisions are
 * compared with those of `scan`.
 */
import { DEFAULT_MATCHER_ENGINE, matcherEngines } from "../../src/detect/matcher/engines.ts";
import { DEFAULT_THRESHOLD_PERMILLE, type Matcher, NO_TEMPLATE } from "../../src/detect/matcher/matcher.ts";
import type { NormaliserTable } from "../../src/detect/normaliser/normaliser.ts";
import { addRecordToDigest, formatDigest } from "../../src/metrics/digest.ts";
import { formatCount } from "../../src/ui/format.ts";
import type { CorpusKind } from "../harness/corpus/corpus.ts";
import {
  type Comparison,
  type MeasuredError,
  type Measurement,
  type Target,
  compareInRounds,
  measured,
  measuredError,
} from "../harness/measurement.ts";
import { DECISION, REFERENCE, demandSameDecisions } from "./disagreement.ts";
import { matchAll, matcherOf, sharedNormaliser } from "../harness/matching.ts";
import { MessageDeck, normalised } from "../harness/message-deck.ts";
import type { MicroContext, MicroFindings } from "./micro-context.ts";
import { type Peer, loadPeers } from "./peers.ts";
import { findRapidfuzz, runRapidfuzz } from "./rapidfuzz.ts";
import { type Contender, measureRounds } from "../harness/rounds.ts";
import { turns } from "../harness/turns.ts";

export interface MatcherBenchOptions {
  readonly kind: CorpusKind;
  readonly templates: number;
  readonly messages: number;
  /** Messages of one iteration of an engine. */
  readonly handSize: number;
  /** Messages that all engines decide beforehand, for the comparison of decisions. */
  readonly compared: number;
  /** Messages that npm's libraries get in one iteration; 0 leaves them out, as they would take minutes. */
  readonly peerHandSize: number;
  /** Messages that rapidfuzz gets in a round. */
  readonly rapidfuzzHandSize: number;
  /** How many times better than these contenders the default engine is to be. */
  readonly targets: Readonly<Record<string, Target>>;
}

/** What all contenders meet. */
interface Ground {
  /** Goes behind the contenders' names. */
  readonly at: string;
  readonly normaliser: NormaliserTable;
  readonly deck: MessageDeck;
  readonly engines: ReadonlyMap<string, Matcher>;
  /** Normalised messages, the template that each engine finds in each, and that of `scan` once more. */
  readonly texts: readonly string[];
  readonly found: ReadonlyMap<string, readonly number[]>;
  readonly expected: readonly number[];
  readonly matched: number;
  /** Over these decisions. */
  readonly digest: string;
}

/** Its name tells nobody that this is what a user of npm would write first. */
const SCAN_NOTE = "fastest-levenshtein, against every template";

/** Messages of one iteration of an engine that is slow. */
const SLOW_HAND = 10;

/** Peers decide only so many hands beforehand: fuse.js takes 40 ms a message. */
const PEER_HANDS = 5;

export async function measureMatcher(options: MatcherBenchOptions, context: MicroContext): Promise<MicroFindings> {
  context.onProgress(`matcher, ${options.kind}, ${formatCount(options.templates)} templates: building`);
  const ground = layGround(options, context);
  const warnings: string[] = [];
  const contenders = [
    ...engineContenders(ground, options),
    ...(await peerContenders(ground, options, warnings)),
    ...rapidfuzzContenders(ground, options, warnings),
  ];
  context.onProgress(`matcher, ${options.kind}, ${formatCount(options.templates)} templates`);
  const read = readAs(options.kind);
  const noted = contenders.map((contender) => ({ ...contender, notes: [read, ...(contender.notes ?? [])] }));
  const measurements = measureRounds(`matcher, ${options.kind}`, noted, { ...context, unit: "us" });
  const { matched, texts, digest } = ground;
  return {
    measurements,
    comparisons: compareWithDefault(measurements, ground.at, options.targets),
    warnings,
    problems: matched > 0 ? [] : [`${ground.at}: none of ${texts.length} messages matched, so nothing was compared`],
    digest,
    details: { [`matcher, ${ground.at}`]: { compared: texts.length, matched } },
  };
}

/** What stands behind the names of a corpus' rows. */
function readAs(kind: CorpusKind): string {
  const scripts = {
    clustered: "scripts share phrases, which is hard for an index",
    diverse: "each script has its own phrases",
  };
  return `a row: the contender, the corpus (${kind}: ${scripts[kind]}), how many templates are known`;
}

/** Decides the messages to be compared by all engines. Throws where a decision differs. */
function layGround(options: MatcherBenchOptions, { seed, engines: { matcher } }: MicroContext): Ground {
  const normaliser = sharedNormaliser();
  const deck = new MessageDeck({ ...options, seed }, normaliser);
  const engines = new Map(matcher.map((engine) => [engine, matcherOf(engine, deck.templates)]));
  const messages = deck.deal(options.handSize).flat().slice(0, options.compared);
  const found = new Map([...engines.keys()].map((engine): [string, number[]] => [engine, []]));
  const digest = new Uint32Array(2);
  const { matched } = demandSameDecisions({
    reference: engines.get(REFERENCE)!,
    engines: new Map([...engines].filter(([name]) => name !== REFERENCE)),
    templates: deck.templates,
    texts: messages.map(({ units }) => units),
    normaliser,
    onDecision: (engine, ordinal, { template, distance, length }) => {
      found.get(engine)!.push(template);
      if (engine === REFERENCE) addRecordToDigest(digest, DECISION, [ordinal, template, distance, length]);
    },
  });
  const texts = messages.map((message) => normalised(normaliser, message));
  const at = `${options.kind}, ${formatCount(options.templates)}`;
  const expected = found.get(REFERENCE)!;
  return { at, normaliser, deck, engines, texts, found, expected, matched, digest: formatDigest(digest) };
}

function engineContenders(
  { at, normaliser, deck, engines, found, expected }: Ground,
  options: MatcherBenchOptions,
): Contender[] {
  return [...engines].map(([name, matcher]) => {
    // A slow one takes milliseconds a message: it gets fewer at a time.
    const handSize = matcherEngines.of(name).isSlow ? Math.min(SLOW_HAND, options.handSize) : options.handSize;
    const nextHand = turns(deck.deal(handSize));
    return {
      name: `${name}, ${at}`,
      operations: handSize,
      run: () => matchAll(matcher, normaliser, nextHand()),
      error: differing(found.get(name)!, expected, matcherEngines.of(name).isApproximate ? null : 0),
      notes: name === REFERENCE ? [SCAN_NOTE] : [],
    };
  });
}

async function peerContenders(
  { at, normaliser, deck, texts, expected }: Ground,
  { peerHandSize }: MatcherBenchOptions,
  warnings: string[],
): Promise<Contender[]> {
  if (peerHandSize === 0) return [];
  const peers = await loadPeers(deck.templates, (warning) => warnings.push(warning));
  const hands = deck.deal(peerHandSize).map((hand) => hand.map((message) => normalised(normaliser, message)));
  const tried = texts.slice(0, peerHandSize * PEER_HANDS);
  return peers.map(({ name, search }): Contender => {
    const nextHand = turns(hands);
    return {
      name: `${name}, ${at}`,
      operations: peerHandSize,
      run: () => searchAll(search, nextHand()),
      error: differing(tried.map(search), expected, null),
      notes: [`messages normalised beforehand, ${peerHandSize} at a time`],
    };
  });
}

function searchAll(search: Peer["search"], texts: readonly string[]): number {
  let sum = 0;
  for (const text of texts) sum += search(text);
  return sum;
}

function rapidfuzzContenders(
  { at, normaliser, deck, texts, expected }: Ground,
  { rapidfuzzHandSize }: MatcherBenchOptions,
  warnings: string[],
): Contender[] {
  const templates = deck.templates.map(({ text }) => text);
  const python = findRapidfuzz();
  if (python === null) {
    warnings.push("python3 with rapidfuzz in C++ was not found (Debian: python3-rapidfuzz): its row is left out");
    return [];
  }
  const ask = (asked: readonly string[]) => runRapidfuzz(python, templates, asked, DEFAULT_THRESHOLD_PERMILLE);
  const trial = ask(texts.slice(0, rapidfuzzHandSize));
  const hands = deck.deal(rapidfuzzHandSize).map((hand) => hand.map((message) => normalised(normaliser, message)));
  const nextHand = turns(hands);
  return [
    {
      name: `rapidfuzz, ${at}`,
      operations: rapidfuzzHandSize,
      askNs: () => ask(nextHand()).ns,
      error: differing(
        trial.rows.map((row) => deck.templates[row]?.number ?? NO_TEMPLATE),
        expected,
        null,
      ),
      notes: [`${trial.version}, extractOne; in a process of its own, messages normalised beforehand`],
    },
  ];
}

/** Of as many messages as `found` has. Of an engine none may differ, which was seen to beforehand. */
function differing(found: readonly number[], expected: readonly number[], allowed: 0 | null): MeasuredError {
  const different = found.filter((number, i) => number !== expected[i]).length;
  return measuredError("templates found that are not scan's", different, found.length, allowed);
}

function compareWithDefault(
  measurements: readonly Measurement[],
  at: string,
  targets: MatcherBenchOptions["targets"],
): Comparison[] {
  const ours = measured(measurements, `${DEFAULT_MATCHER_ENGINE}, ${at}`);
  return measurements
    .filter((measurement) => measurement !== ours)
    .map((against) => compareInRounds(`matcher: ${against.name}`, ours, against, targets[against.name.split(",")[0]!]));
}
