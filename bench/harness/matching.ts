/** A matcher's engine as the stage uses it: from the text as sent to the decision. */
import { attachMatcher, buildMatcher } from "../../src/detect/matcher/engines.ts";
import {
  DEFAULT_THRESHOLD_PERMILLE,
  MAX_MATCH_UNITS,
  type Matcher,
  type Template,
  cutTemplate,
} from "../../src/detect/matcher/matcher.ts";
import {
  attachNormaliser,
  type NormaliserTable,
  normaliseInto,
  normaliseText,
} from "../../src/detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../src/detect/normaliser/stored-normaliser.ts";
import { once } from "../../src/core/once.ts";

export const sharedNormaliser = once((): NormaliserTable => attachNormaliser(loadNormaliserTable()));

/** Normalised, numbered as the scripts are. */
export function templatesOf(scripts: readonly string[], normaliser: NormaliserTable): Template[] {
  return scripts.map((script, number) => ({ number, text: cutTemplate(normaliseText(normaliser, script)) }));
}

export function matcherOf(engine: string, templates: readonly Template[]): Matcher {
  return attachMatcher(buildMatcher(engine, DEFAULT_THRESHOLD_PERMILLE, templates));
}

const units = new Uint16Array(MAX_MATCH_UNITS);

/** The decision on each text, summed: for the sink. */
export function matchAll(
  matcher: Matcher,
  normaliser: NormaliserTable,
  texts: readonly { readonly units: Uint16Array }[],
): number {
  let sum = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!.units;
    sum += matcher.match(units, normaliseInto(normaliser, text, 0, text.length, units));
  }
  return sum;
}

export interface Decision {
  readonly template: number;
  readonly distance: number;
  readonly length: number;
}

export function decide(matcher: Matcher, normaliser: NormaliserTable, text: Uint16Array): Decision {
  const template = matcher.match(units, normaliseInto(normaliser, text, 0, text.length, units));
  return { template, distance: matcher.distance, length: matcher.length };
}

export function sameDecision(a: Decision, b: Decision): boolean {
  return a.template === b.template && a.distance === b.distance && a.length === b.length;
}
