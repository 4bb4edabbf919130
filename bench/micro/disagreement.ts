/**
 * Engines against `scan`, message by message: they must take the same decision. Where they do not, what is thrown holds
 * the message and the templates as a fixture: a line of plain ASCII, so that it can be pasted into a file whatever the
 * message was made of.
 */
import { RingfenceError } from "../../src/core/errors.ts";
import { matcherEngines } from "../../src/detect/matcher/engines.ts";
import type { Matcher, Template } from "../../src/detect/matcher/matcher.ts";
import { stringOf } from "../../src/core/units.ts";
import type { NormaliserTable } from "../../src/detect/normaliser/normaliser.ts";
import { type Decision, decide, sameDecision } from "../harness/matching.ts";

/** The reference's name, which no other engine has. */
export const REFERENCE = "scan";

const SHOWN = 3;
/** Where the tests of the engines read what was found. */
const FIXTURES = "test/fixtures/disagreements.jsonl";

/**
 * The decisions of each engine, `scan` among them, on every text. Throws RingfenceError "invariant" when any decision
 * differs, with the first as fixtures, except those of engines that are approximate.
 */
export function demandSameDecisions(
  engines: ReadonlyMap<string, Matcher>,
  templates: readonly Template[],
  texts: readonly Uint16Array[],
  normaliser: NormaliserTable,
): ReadonlyMap<string, readonly Decision[]> {
  const decisions = new Map(
    [...engines].map(([engine, matcher]) => [engine, texts.map((text) => decide(matcher, normaliser, text))]),
  );
  const expected = decisions.get(REFERENCE)!;
  const fixtures = [...decisions].flatMap(([engine, found]) => {
    if (matcherEngines.known(engine)?.isApproximate) return [];
    return found.flatMap((one, at) =>
      sameDecision(one, expected[at]!) ? [] : [() => fixture(engine, texts[at]!, templates, expected[at]!, one)],
    );
  });
  if (fixtures.length === 0) return decisions;
  const shown = fixtures.slice(0, SHOWN).map((write) => write());
  throw new RingfenceError(
    "invariant",
    `${fixtures.length} decisions on ${texts.length} messages differ from scan's, where none may. Please report them; the first, each a line for ${FIXTURES}:\n${shown.join("\n")}`,
  );
}

function fixture(
  engine: string,
  text: Uint16Array,
  templates: readonly Template[],
  expected: Decision,
  found: Decision,
): string {
  const named = new Set([expected.template, found.template]);
  const involved = templates.filter(({ number }) => named.has(number));
  const message = stringOf(text, 0, text.length);
  // JSON stays JSON.
  return JSON.stringify({ engine, message, templates: involved, expected, found }).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
