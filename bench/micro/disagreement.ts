/**
 * Engines against `scan`, message by message: they must take the same decision. Where they do not, what is thrown holds
 * the message and the templates as a fixture: a line of plain ASCII, so that it can be pasted into a file whatever the
 * message was made of.
 */
import { assert } from "../../src/core/assert.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { matcherEngines } from "../../src/detect/matcher/engines.ts";
import { type Matcher, NO_TEMPLATE, type Template } from "../../src/detect/matcher/matcher.ts";
import { stringOf } from "../../src/core/units.ts";
import type { NormaliserTable } from "../../src/detect/normaliser/normaliser.ts";
import { type Decision, decide, sameDecision } from "../harness/matching.ts";

/** A decision's kind of record in a digest; its words: ordinal, template, distance, length. */
export const DECISION = 1;

interface Compared {
  readonly messages: number;
  /** In which the reference found a template: without any, the comparison means nothing. */
  readonly matched: number;
}

interface Comparand {
  readonly reference: Matcher;
  readonly engines: ReadonlyMap<string, Matcher>;
  readonly templates: readonly Template[];
  readonly texts: Iterable<Uint16Array>;
  readonly normaliser: NormaliserTable;
  /** Told what each engine decides, message by message, the reference first. */
  readonly onDecision?: (engine: string, ordinal: number, decision: Decision) => void;
}

/** The reference's name, which no other engine has. */
export const REFERENCE = "scan";

const SHOWN = 3;
/** Where the tests of the engines read what was found. */
const FIXTURES = "test/fixtures/disagreements.jsonl";

/**
 * Compares on every text. Throws RingfenceError "invariant" when any decision differs, with the first as fixtures; save
 * those of engines that are approximate.
 */
export function demandSameDecisions(comparand: Comparand): Compared {
  const { reference, engines, templates, texts, normaliser, onDecision } = comparand;
  const fixtures: string[] = [];
  let messages = 0;
  let matched = 0;
  let different = 0;
  for (const text of texts) {
    const expected = decide(reference, normaliser, text);
    onDecision?.(REFERENCE, messages, expected);
    if (expected.template !== NO_TEMPLATE) matched++;
    for (const [engine, matcher] of engines) {
      const found = decide(matcher, normaliser, text);
      onDecision?.(engine, messages, found);
      if (sameDecision(found, expected) || matcherEngines.known(engine)?.isApproximate) continue;
      different++;
      if (fixtures.length < SHOWN) fixtures.push(fixture(engine, text, templates, expected, found));
    }
    messages++;
  }
  assert(messages > 0, "a comparison needs messages");
  if (different === 0) return { messages, matched };
  throw new RingfenceError(
    "invariant",
    `${different} decisions on ${messages} messages differ from scan's, where none may. Please report them; the first, each a line for ${FIXTURES}:\n${fixtures.join("\n")}`,
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
  return ascii(
    JSON.stringify({ engine, message: stringOf(text, 0, text.length), templates: involved, expected, found }),
  );
}

/** JSON stays JSON. */
function ascii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
