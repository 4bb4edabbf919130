/**
 * Times functions that a user's module exports, next to ours. The module says what they are called with, one item at a
 * time. Both get the same items, in the same turns.
 */
import { basename } from "node:path";
import { describeValue, isPromise } from "../../src/core/describe-value.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { findModule, importUserModule } from "../../src/core/module/user-modules.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { createTable, DEFAULT_BLOCKLIST_ENGINE } from "../../src/detect/blocklist/engines.ts";
import { DEFAULT_MATCHER_ENGINE } from "../../src/detect/matcher/engines.ts";
import { MAX_MATCH_UNITS } from "../../src/detect/matcher/matcher.ts";
import { normaliseInto } from "../../src/detect/normaliser/normaliser.ts";
import { formatCount } from "../../src/ui/format.ts";
import { Entries, FALSE_POSITIVE_RATE } from "../harness/entries.ts";
import { matchAll, matcherOf, sharedNormaliser } from "../harness/matching.ts";
import { compareInRounds } from "../harness/measurement.ts";
import { MessageDeck } from "../harness/message-deck.ts";
import { type Contender, measureRounds, sink, turns } from "../harness/rounds.ts";
import type { MicroContext, MicroFindings } from "./group.ts";
import { TEMPLATES } from "./matcher.ts";

/** What a function may be called with: the text of a message, or a number, as digits. */
const OVER = ["texts", "numbers"] as const;
type Over = (typeof OVER)[number];

type OwnFunction = (item: string) => unknown;

interface OwnBench {
  readonly file: string;
  readonly over: Over;
  readonly functions: readonly (readonly [name: string, run: OwnFunction])[];
}

const ENTRIES = { full: 100_000, smoke: 2000 } as const;
const MESSAGES = { full: 20_000, smoke: 200 } as const;

/** Throws RingfenceError "config" for a module that is missing or cannot be used. */
export async function measureOwn(written: string, context: MicroContext): Promise<MicroFindings> {
  const { file, over, functions } = await loadOwn(written, context.onProgress);
  const { items, ours } = over === "texts" ? overTexts(context) : overNumbers(context);
  const theirs = functions.map(([name, run]): Contender => {
    const nextItems = turns(items);
    return { name: `${name}, ${file}`, operations: HAND_SIZE, run: () => callAll(run, nextItems()) };
  });
  const measurements = measureRounds(`of one of the ${over}`, [...ours, ...theirs], { ...context, unit: "ns" });
  const [oursMeasured, theirsMeasured] = [measurements.slice(0, ours.length), measurements.slice(ours.length)];
  return {
    measurements,
    comparisons: theirsMeasured.flatMap((own) =>
      oursMeasured.map((our) => compareInRounds(`${own.name} against ${our.name}`, own, our)),
    ),
  };
}

const HAND_SIZE = 100;

/** The last answer, so that the work behind it cannot be optimised away. */
const answer: { last: unknown } = { last: null };

function callAll(run: OwnFunction, items: readonly string[]): number {
  for (let at = 0; at < items.length; at++) answer.last = run(items[at]!);
  return sink.length;
}

interface Beside {
  readonly items: readonly (readonly string[])[];
  readonly ours: readonly Contender[];
}

function overTexts({ seed, size }: MicroContext): Beside {
  const [messages, templates] = [MESSAGES[size], TEMPLATES[size][0]];
  const normaliser = sharedNormaliser();
  const deck = new MessageDeck({ kind: "clustered", seed, templates, messages }, normaliser);
  const hands = deck.deal(HAND_SIZE);
  const [nextOfNormaliser, nextOfMatcher] = [turns(hands), turns(hands)];
  const out = new Uint16Array(MAX_MATCH_UNITS);
  const normaliseAll = (): number => {
    let units = 0;
    for (const { units: text } of nextOfNormaliser()) units += normaliseInto(normaliser, text, 0, text.length, out);
    return units;
  };
  const matcher = matcherOf(DEFAULT_MATCHER_ENGINE, deck.templates);
  return {
    items: hands.map((hand) => hand.map(({ text }) => text)),
    ours: [
      { name: "ours: normalise", operations: HAND_SIZE, run: normaliseAll },
      {
        name: `ours: match ${formatCount(templates)} scripts`,
        operations: HAND_SIZE,
        run: () => matchAll(matcher, normaliser, nextOfMatcher()),
      },
    ],
  };
}

function overNumbers({ seed, size, entries: given }: MicroContext): Beside {
  const messages = MESSAGES[size];
  const entries = given?.[0] ?? ENTRIES[size];
  const listed = new Entries(seed, entries);
  const options = { capacity: entries, falsePositiveRate: FALSE_POSITIVE_RATE };
  const table = createTable({ engine: DEFAULT_BLOCKLIST_ENGINE, ...options });
  table.addAll(listed.keys, entries);
  const asked = Array.from({ length: messages / HAND_SIZE }, () => listed.asked(HAND_SIZE, 0.5));
  const out = new Uint8Array(HAND_SIZE);
  const next = turns(asked);
  return {
    items: asked.map((keys) => Array.from(keys, String)),
    ours: [
      {
        name: `ours: look up in ${formatCount(entries)} entries`,
        operations: HAND_SIZE,
        run: () => table.lookUpInto(next(), HAND_SIZE, out),
      },
    ],
  };
}

const PROBES: Readonly<Record<Over, string>> = { texts: "Your parcel waits at the station.", numbers: "13800138000" };

async function loadOwn(written: string, onProgress: MicroContext["onProgress"]): Promise<OwnBench> {
  const what = `--file ${printable(written)}`;
  const refuse = (problem: string): never => {
    throw new RingfenceError("config", `${what}: ${problem}`);
  };
  const found = findModule(written);
  if (!("path" in found)) return refuse(`expected a module with functions; ${found.problem}`);
  const { path } = found;
  const { over = OVER[0], ...rest } = await importUserModule(path, what);
  if (!OVER.includes(over as Over)) {
    return refuse(`over: expected ${OVER.map((one) => `"${one}"`).join(" or ")}, found ${describeValue(over)}`);
  }
  const functions = Object.entries(rest).filter(
    (entry): entry is [string, OwnFunction] => typeof entry[1] === "function",
  );
  if (functions.length === 0) {
    return refuse("expected functions that it exports, found none. Write: export const mine = (text) => text.length;");
  }
  // Before any is called: one may never return.
  onProgress(`${basename(path)}: ${functions.map(([name]) => name).join(", ")}`);
  for (const [name, run] of functions) {
    if (isPromise(run(PROBES[over as Over]))) {
      return refuse(`${name}: it returned a promise: only functions that answer at once can be timed`);
    }
  }
  return { file: basename(path), over: over as Over, functions };
}
