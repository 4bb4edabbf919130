/** How often an approximate matcher differs from `scan`, on edited copies of the templates in force. */
import { RingfenceError } from "../../core/errors.ts";
import { RandomStream, below } from "../../core/random.ts";
import { unitsOf } from "../../core/units.ts";
import { editedText } from "./check-engine.ts";
import { DEFAULT_MATCHER_ENGINE, MATCHER_ENGINES, attachMatcher, buildMatcher, matcherEngines } from "./engines.ts";
import type { Template } from "./matcher.ts";

export interface MatcherTrial {
  readonly engine: string;
  readonly messages: number;
  /** Messages for which it found another template than `scan`, or only one of the two found one. */
  readonly differing: number;
}

/** Enough to know a share to some hundredths. A search may take a millisecond a message. */
const MESSAGES = 500;

/** Null for an exact engine, or without templates. Throws "invariant" if one that is not approximate differs. */
export function tryMatcher(
  engine: string,
  thresholdPermille: number,
  templates: readonly Template[],
  seed: number,
): MatcherTrial | null {
  const { name, isApproximate = false } = matcherEngines.of(engine);
  if (MATCHER_ENGINES.includes(name) || templates.length === 0) return null;
  const tried = attachMatcher(buildMatcher(engine, thresholdPermille, templates));
  // The default engine decides like `scan`, and is faster.
  const reference = attachMatcher(buildMatcher(DEFAULT_MATCHER_ENGINE, thresholdPermille, templates));
  const draws = new RandomStream(seed, "matcher-trial");
  let differing = 0;
  for (let message = 0; message < MESSAGES; message++) {
    const [which] = draws.draw(message, 0);
    const units = unitsOf(editedText(templates[below(which!, templates.length)]!.text, draws, message));
    if (tried.match(units, units.length) !== reference.match(units, units.length)) differing++;
  }
  if (isApproximate) return { engine: name, messages: MESSAGES, differing };
  if (differing === 0) return null;
  throw new RingfenceError(
    "invariant",
    `${matcherEngines.describe(engine)} decided differently from scan on ${differing} of ${MESSAGES} edited copies of the scripts in ` +
      "force: expected none, as it does not call itself approximate. Leave out isExact, or set isApproximate: true",
  );
}
