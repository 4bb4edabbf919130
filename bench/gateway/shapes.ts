/** The shapes in which events are asked for, and their bytes, made beforehand: the generator sends them as they are. */
import { Corpus } from "../harness/corpus/corpus.ts";
import { listedNumber, unlistedNumber } from "../harness/corpus/mobile-numbers.ts";
import { formatIdentity } from "../../src/event/identity.ts";

export const SHAPES = ["single events", "arrays of 100", "NDJSON"] as const;
export type Shape = (typeof SHAPES)[number];

/** Events of a request at most; of a stream, lines that are written at a time. */
export const EVENTS_AT_ONCE: Readonly<Record<Shape, number>> = {
  "single events": 1,
  "arrays of 100": 100,
  NDJSON: 200,
};

export const SCREEN_PATH = "/v1/screen";

/** Events as JSON, one behind the other with a byte between two. Structured-cloneable. */
export interface PreparedEvents {
  /** UTF-8, with a comma between two events. */
  readonly array: Uint8Array;
  /** The same, each on a line of its own. */
  readonly lines: Uint8Array;
  /** By event, where it begins; one more: where the last has ended, with the byte behind it. */
  readonly starts: Uint32Array;
}

interface Traffic {
  readonly prepared: PreparedEvents;
  /** Numbers to list, a line each. */
  readonly listed: readonly string[];
}

const FRAUD_PERCENT = 20;
const LISTED_PERMILLE = 10;
const SCRIPTS = 1000;

/** Half calls and half messages, a fifth of these fraud; one caller in a hundred is listed. 10 us an event. */
export function makeTraffic(seed: number, count: number, listedCount: number): Traffic {
  const corpus = new Corpus(seed, "clustered");
  const scripts = Array.from({ length: SCRIPTS }, () => corpus.script());
  const listed = Array.from({ length: listedCount }, () => formatIdentity(listedNumber(corpus)));
  const stranger = (): string => formatIdentity(unlistedNumber(corpus));
  const events = Array.from({ length: count }, (_, at) => ({
    id: `e${at}`,
    caller: corpus.below(1000) < LISTED_PERMILLE ? corpus.pick(listed) : stranger(),
    callee: stranger(),
    ...(at % 2 === 0
      ? { duration: corpus.below(300), answered: corpus.below(3) > 0 }
      : { text: corpus.message(scripts, FRAUD_PERCENT) }),
  }));
  return { prepared: prepare(events), listed };
}

function prepare(events: readonly object[]): PreparedEvents {
  const pieces = events.map((event) => Buffer.from(`${JSON.stringify(event)},`));
  const starts = new Uint32Array(events.length + 1);
  for (const [at, { length }] of pieces.entries()) starts[at + 1] = starts[at]! + length;
  const array = new Uint8Array(Buffer.concat(pieces));
  const lines = array.slice();
  for (const end of starts.subarray(1)) lines[end - 1] = LINE_END;
  return { array, lines, starts };
}

const LINE_END = 10;
