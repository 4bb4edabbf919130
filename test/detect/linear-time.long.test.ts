/** Hostile texts are read in linear time: the normaliser and the reader of links. */
import { expect, test } from "vitest";
import { readLinks } from "../../src/detect/links/stage.ts";
import { MAX_NORMALISED_UNITS, attachNormaliser, normaliseInto } from "../../src/detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../src/detect/normaliser/stored-normaliser.ts";
import { unitsOf } from "../../src/core/units.ts";
import { MAX_TEXT_UNITS } from "../../src/event/event-batch.ts";
import { messageBatch } from "../event/message-batch.ts";

const FACTOR = 8;
/** Eight times as much takes linear work about 8 times as long, and work with the square of its size 64 times. */
const MAX_GROWTH = 24;
/** The first rounds run code that is not compiled yet: both sizes need some to get to their best. */
const MIN_ROUNDS = 6;
const MAX_ROUNDS = 15;

/**
 * How many times longer eight times as much takes: the quickest of several rounds each, both sizes in turn. More rounds
 * are made as long as it is more than work in linear time may take, since a round that was disturbed only lasts longer.
 * `size` should take some microseconds, and eight times as much few enough milliseconds to go undisturbed now and then.
 */
function growthOf(makeWork: (size: number) => () => void, size: number): number {
  const works = [makeWork(size), makeWork(size * FACTOR)];
  const best = [Infinity, Infinity];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (const [which, work] of works.entries()) {
      const startMs = performance.now();
      work();
      best[which] = Math.min(best[which]!, performance.now() - startMs);
    }
    if (round + 1 >= MIN_ROUNDS && best[1]! <= MAX_GROWTH * best[0]!) break;
  }
  return best[1]! / best[0]!;
}

test.each(["a", "a.", "a:", "www.", "http://a.", ".", "\u200b", "\ud800", "a\u200b.", "😀.", "1", "ﷺ", "://"])(
  "a long text of %j is normalised in linear time",
  (part) => {
    const normaliser = attachNormaliser(loadNormaliserTable());
    const out = new Uint16Array(MAX_NORMALISED_UNITS);
    const reading = (length: number) => {
      const text = unitsOf(part.repeat(Math.ceil(length / part.length)));
      return () => void normaliseInto(normaliser, text, 0, text.length, out);
    };
    expect(growthOf(reading, 1024)).toBeLessThan(MAX_GROWTH);
  },
);

test.each(["a.", ".", "://", "a@", "http://a", "中.", "http://中.a", "-"])(
  "links of a long text of %j are read in linear time",
  (piece) => {
    const reading = (length: number) => {
      // Calls make room: so long a text is cut before it comes into a batch, which would leave little to tell apart.
      const calls = Array.from({ length: length / MAX_TEXT_UNITS }, () => null);
      const { events, findings } = messageBatch([piece.repeat(length / piece.length), ...calls]);
      return () => readLinks(events, findings);
    };
    expect(growthOf(reading, 1024)).toBeLessThan(MAX_GROWTH);
  },
);
