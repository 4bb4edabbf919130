/** Tries an approximate matcher on copies of the templates in force, edited at random: how often is it not `scan`? */
import { RingfenceError } from "../../core/errors.ts";
import { RandomStream, below } from "../../core/random.ts";
import { unitsOf } from "../../core/units.ts";
import { DEFAULT_MATCHER_ENGINE, MATCHER_ENGINES, attachMatcher, buildMatcher, matcherEngines } from "./engines.ts";
import type { Template } from "./matcher.ts";

export interface MatcherTrial {
  readonly engine: string;
  readonly messages: number;
  /** Of these, where another template was found than by `scan`, or none, or one where `scan` finds none. */
  readonly differing: number;
}

/** Enough for a share to be known to some hundredths; a search may take a millisecond a message. */
const MESSAGES = 500;
/** Copies differ by up to so large a share of their units: some match no more. */
const EDITED_SHARE = 0.3;

/**
 * Null for an engine that decides as `scan` does, and without templates. Throws RingfenceError "invariant" where one
 * that does not call itself approximate decides otherwise.
 */
export function tryMatcher(
  engine: string,
  thresholdPermille: number,
  templates: readonly Template[],
  seed: number,
): MatcherTrial | null {
  const { name, isApproximate = false } = matcherEngines.of(engine);
  if (MATCHER_ENGINES.includes(name) || templates.length === 0) return null;
  const tried = attachMatcher(buildMatcher(engine, thresholdPermille, templates));
  // The default decides as `scan` does, and sooner.
  const reference = attachMatcher(buildMatcher(DEFAULT_MATCHER_ENGINE, thresholdPermille, templates));
  const draws = new RandomStream(seed, "matcher-trial");
  let differing = 0;
  for (let message = 0; message < MESSAGES; message++) {
    const [which] = draws.draw(message, 0);
    const units = editedCopy(unitsOf(templates[below(which!, templates.length)]!.text), draws, message);
    if (tried.match(units, units.length) !== reference.match(units, units.length)) differing++;
  }
  if (isApproximate) return { engine: name, messages: MESSAGES, differing };
  if (differing === 0) return null;
  throw new RingfenceError(
    "invariant",
    `${matcherEngines.describe(engine)} decided otherwise than scan on ${differing} of ${MESSAGES} edited copies of the scripts in ` +
      "force: expected none, as it does not call itself approximate. Leave out isExact, or set isApproximate: true",
  );
}

function editedCopy(units: Uint16Array, draws: RandomStream, message: number): Uint16Array {
  if (units.length === 0) return units;
  const edits = (message % 10) * 0.1 * EDITED_SHARE * units.length;
  for (let edit = 1; edit <= edits; edit++) {
    const [at, letter] = draws.draw(message, edit);
    units[below(at!, units.length)] = 0x61 + below(letter!, 26);
  }
  return units;
}
