import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStream } from "../../../src/core/random.ts";
import { stringOf } from "../../../src/core/units.ts";
import { MAX_TEXT_UNITS } from "../../../src/event/event-batch.ts";
import { composerOf } from "../../../src/world/text/compose.ts";
import { NO_DRESS, dressOf, dressedComposer, rungIn } from "../../../src/world/text/dress.ts";
import { attachPhraseBank } from "../../../src/world/text/phrase-bank.ts";
import { type TextRequest, createTextRequest } from "../../../src/world/text/text-request.ts";
import { wordings } from "../../../src/world/text/wordings.ts";
import { makeBenignMessages, ordinaryMessages } from "../../../src/world/traffic/benign-messages.ts";

const { catalogue, phraseBank } = wordings();
const compose = composerOf(attachPhraseBank(phraseBank));
const dressed = dressedComposer(compose, ordinaryMessages(makeBenignMessages(catalogue)));
const FRAUD = catalogue.scripts
  .flat()
  .flatMap(({ steps }) => steps.flatMap(({ message }) => (message < 0 ? [] : message)));

const request: TextRequest = createTextRequest(new RandomStream(1, "test"));
const out = new Uint16Array(2 * MAX_TEXT_UNITS);

function write(dress: number, at = 0): string {
  const units = dressed(request, dress, out, at);
  expect(units).toBeLessThanOrEqual(MAX_TEXT_UNITS);
  return stringOf(out, at, at + units);
}

const REQUESTS = fc.record({
  message: fc.constantFrom(...FRAUD),
  language: fc.constantFrom(0, 1),
  campaign: fc.integer({ min: -0x80000000, max: 0x7fffffff }),
  level: fc.nat({ max: 5 }),
  entity: fc.nat({ max: 99 }),
  ordinal: fc.nat({ max: 9999 }),
});

describe("a dressed text", () => {
  test("holds the whole plain text, beside others where the dress says so, and leaves its request as it was", () => {
    const fronts: boolean[] = [];
    fc.assert(
      fc.property(REQUESTS, fc.boolean(), fc.boolean(), fc.nat({ max: 900 }), (fields, front, behind, at) => {
        Object.assign(request, fields);
        const plain = write(NO_DRESS, at);
        const before = { ...request };
        const text = write(dressOf(null, front, behind), at);
        expect(request).toEqual(before);
        expect(text).toContain(plain);
        const [head, ...tails] = text.split(plain);
        if (front) fronts.push(head!.endsWith(" "));
        expect([front || head === "", behind || tails.at(-1) === ""]).toEqual([true, true]);
      }),
    );
    // What would bring a link is left out.
    expect(fronts.filter((added) => added).length).toBeGreaterThan(0.7 * fronts.length);
  });

  test("is as plain without a dress as the composer writes it", () => {
    fc.assert(
      fc.property(REQUESTS, (fields) => {
        Object.assign(request, fields);
        const units = compose(request, out, 0);
        expect(write(NO_DRESS)).toBe(stringOf(out, 0, units));
      }),
    );
  });
});

test("a dress fixes the rung of a message, or leaves it as drawn", () => {
  for (const [front, behind] of [
    [false, false],
    [true, false],
    [true, true],
  ] as const) {
    expect(rungIn(dressOf(null, front, behind), 3)).toBe(3);
    for (let rung = 0; rung < 6; rung++) expect(rungIn(dressOf(rung, front, behind), 3)).toBe(rung);
  }
});
