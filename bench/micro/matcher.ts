/**
 * From the text as sent to the decision: every engine of the matcher, and what a user would take instead. Held equal:
 * the templates, the messages, one thread; hands of messages (message-deck.ts) in turn. Each contender's decisions are
 * compared with those of `scan`.
 */
import { DEFAULT_MATCHER_ENGINE, matcherEngines } from "../../src/detect/matcher/engines.ts";
import { DEFAULT_THRESHOLD_PERMILLE, NO_TEMPLATE, type Template } from "../../src/detect/matcher/matcher.ts";
import { addRecordToDigest, formatDigest } from "../../src/metrics/digest.ts";
import { formatCount } from "../../src/ui/format.ts";
import { CORPORA, type CorpusKind } from "../harness/corpus/corpus.ts";
import { type MeasuredError, type Target, compareInRounds, measured, measuredError } from "../harness/measurement.ts";
import { mergedDigest } from "../harness/merged-digest.ts";
import { matchAll, matcherOf, sharedNormaliser } from "../harness/matching.ts";
import { MessageDeck, normalised } from "../harness/message-deck.ts";
import { type Contender, measureRounds, turns } from "../harness/rounds.ts";
import { REFERENCE, demandSameDecisions } from "./disagreement.ts";
import { type Group, type MicroContext, type MicroFindings, together } from "./group.ts";
import { optionalPackage } from "./stage-peers.ts";
import { findRapidfuzz, runRapidfuzz } from "./rapidfuzz.ts";

interface Sizes {
  readonly messages: number;
  readonly handSize: number;
  /** Messages that all engines decide beforehand, for the comparison of decisions. */
  readonly compared: number;
  /** Messages that npm's libraries get in one iteration; 0 leaves them out, as they would take minutes. */
  readonly peerHandSize: number;
  readonly rapidfuzzHandSize: number;
}

/** How many templates are known where none is said. */
export const TEMPLATES = { full: [1000, 100_000], smoke: [40, 300] } as const;
const FULL: Sizes = { messages: 20_000, handSize: 100, compared: 500, peerHandSize: 10, rapidfuzzHandSize: 1000 };
/** With so many, a scan takes a tenth of a second a message: a sample of a few hundred. */
const MANY = 20_000;
const FULL_OF_MANY: Sizes = { messages: 6000, handSize: 20, compared: 60, peerHandSize: 0, rapidfuzzHandSize: 60 };
const SMOKE: Sizes = { messages: 200, handSize: 20, compared: 100, peerHandSize: 10, rapidfuzzHandSize: 20 };

/** How many times better than these contenders the default engine is to be, by the number of templates. */
const TARGETS: Readonly<Record<number, Readonly<Record<string, Target>>>> = {
  1000: { scan: { limit: 350, aim: 1000 }, rapidfuzz: { limit: 28, aim: 80 } },
  100_000: { scan: { limit: 1800, aim: 6000 } },
};

export const MATCHER_GROUP: Group = {
  name: "matcher",
  measure: async (context) => {
    const parts: MicroFindings[] = [];
    for (const templates of context.templates ?? TEMPLATES[context.size]) {
      for (const kind of CORPORA) parts.push(await measureMatcher(kind, templates, context));
    }
    return together(parts, mergedDigest(parts.map(({ digest }) => digest)));
  },
};

/** Its name tells nobody that this is what a user of npm would write first. */
const SCAN_NOTE = "fastest-levenshtein, against every template";
const SLOW_HAND = 10;
/** Peers decide only so many hands beforehand: fuse.js takes 40 ms a message. */
const PEER_HANDS = 5;

async function measureMatcher(kind: CorpusKind, templates: number, context: MicroContext): Promise<MicroFindings> {
  const isFull = context.size === "full";
  const sizes = !isFull ? SMOKE : templates < MANY ? FULL : FULL_OF_MANY;
  const targets = isFull ? (TARGETS[templates] ?? {}) : {};
  const at = `${kind}, ${formatCount(templates)}`;
  context.onProgress(`matcher, ${at} templates: building`);
  const normaliser = sharedNormaliser();
  const deck = new MessageDeck({ kind, seed: context.seed, templates, messages: sizes.messages }, normaliser);
  const engines = new Map(context.engines.matcher.map((engine) => [engine, matcherOf(engine, deck.templates)]));
  const messages = deck.deal(sizes.handSize).flat().slice(0, sizes.compared);
  const units = messages.map((message) => message.units);
  const decisions = demandSameDecisions(engines, deck.templates, units, normaliser);
  const expected = decisions.get(REFERENCE)!.map(({ template }) => template);
  const matched = expected.filter((template) => template !== NO_TEMPLATE).length;
  const digest = new Uint32Array(2);
  for (const [ordinal, { template, distance, length }] of decisions.get(REFERENCE)!.entries()) {
    addRecordToDigest(digest, 1, [ordinal, template, distance, length]);
  }
  /** Of as many messages as `found` has. Of an exact engine none may differ, which was seen to beforehand. */
  const differing = (found: readonly number[], allowed: 0 | null): MeasuredError => {
    const different = found.filter((number, i) => number !== expected[i]).length;
    return measuredError("templates found that are not scan's", different, found.length, allowed);
  };
  const ofEngines = [...engines].map(([name, matcher]): Contender => {
    const { isSlow, isApproximate } = matcherEngines.of(name);
    // A slow one takes milliseconds a message: it gets fewer at a time.
    const handSize = isSlow ? Math.min(SLOW_HAND, sizes.handSize) : sizes.handSize;
    const nextHand = turns(deck.deal(handSize));
    return {
      name: `${name}, ${at}`,
      operations: handSize,
      run: () => matchAll(matcher, normaliser, nextHand()),
      error: differing(
        decisions.get(name)!.map(({ template }) => template),
        isApproximate ? null : 0,
      ),
      notes: name === REFERENCE ? [SCAN_NOTE] : [],
    };
  });

  const warnings: string[] = [];
  const texts = messages.map((message) => normalised(normaliser, message));
  const handsOf = (size: number): string[][] =>
    deck.deal(size).map((hand) => hand.map((message) => normalised(normaliser, message)));
  const size = sizes.peerHandSize;
  const load = () => loadFuse(deck.templates);
  const fuse = size === 0 ? null : await optionalPackage("fuse.js", load, (warning) => warnings.push(warning));
  const ofPeers = (fuse === null ? [] : [fuse]).map((search): Contender => {
    const nextHand = turns(handsOf(size));
    return {
      name: `fuse.js, ${at}`,
      operations: size,
      run: () => nextHand().reduce((sum, text) => sum + search(text), 0),
      error: differing(texts.slice(0, size * PEER_HANDS).map(search), null),
      notes: [`messages normalised beforehand, ${size} at a time`],
    };
  });
  const rapidfuzz = rapidfuzzContender(deck, texts, handsOf(sizes.rapidfuzzHandSize), differing);
  if (rapidfuzz === null) {
    warnings.push("python3 with rapidfuzz in C++ was not found (Debian: python3-rapidfuzz): its row is left out");
  }
  const contenders = [...ofEngines, ...ofPeers, ...(rapidfuzz ? [{ ...rapidfuzz, name: `rapidfuzz, ${at}` }] : [])];
  const noted = contenders.map((one) => ({ ...one, notes: [readAs(kind), ...(one.notes ?? [])] }));
  context.onProgress(`matcher, ${at} templates`);
  const measurements = measureRounds(`matcher, ${kind}`, noted, { ...context, unit: "us" });
  const ours = measured(measurements, `${DEFAULT_MATCHER_ENGINE}, ${at}`);
  return {
    measurements,
    comparisons: measurements
      .filter((measurement) => measurement !== ours)
      .map((against) =>
        compareInRounds(`matcher: ${against.name}`, ours, against, targets[against.name.split(",")[0]!]),
      ),
    warnings,
    problems: matched > 0 ? [] : [`${at}: none of ${texts.length} messages matched, so nothing was compared`],
    digest: formatDigest(digest),
    details: { [`matcher, ${at}`]: { compared: texts.length, matched } },
  };
}

/** Its score is of another kind (where in the text how much of the pattern lies), so its decisions differ. */
async function loadFuse(templates: readonly Template[]): Promise<(normalised: string) => number> {
  const { default: Fuse } = await import("fuse.js");
  const fuse = new Fuse(
    templates.map(({ text }) => text),
    { threshold: 1 - DEFAULT_THRESHOLD_PERMILLE / 1000, ignoreLocation: true },
  );
  return (message) => {
    const [nearest] = fuse.search(message, { limit: 1 });
    return nearest ? templates[nearest.refIndex]!.number : NO_TEMPLATE;
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

function rapidfuzzContender(
  deck: MessageDeck,
  texts: readonly string[],
  hands: readonly (readonly string[])[],
  differing: (found: readonly number[], allowed: null) => MeasuredError,
): Contender | null {
  const python = findRapidfuzz();
  if (python === null) return null;
  const templates = deck.templates.map(({ text }) => text);
  const ask = (asked: readonly string[]) => runRapidfuzz(python, templates, asked, DEFAULT_THRESHOLD_PERMILLE);
  const operations = hands[0]!.length;
  const trial = ask(texts.slice(0, operations));
  const nextHand = turns(hands);
  return {
    name: "rapidfuzz",
    operations,
    askNs: () => ask(nextHand()).ns,
    error: differing(
      trial.rows.map((row) => deck.templates[row]?.number ?? NO_TEMPLATE),
      null,
    ),
    notes: [`${trial.version}, extractOne; in a process of its own, messages normalised beforehand`],
  };
}
