/** What the stage `match` saw of one event: the nearest template, near enough or not, and what is different. */
import { scriptsFound } from "./found.ts";
import { distance as levenshtein } from "fastest-levenshtein";
import { type Edit, textEdits } from "../../core/text-edits.ts";
import { type EventBatch, KIND_MESSAGE, textOf } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import { compareDistances, cutTemplate, MIN_MATCH_UNITS, NO_TEMPLATE } from "./matcher.ts";
import { type NormaliserTable, normaliseText } from "../normaliser/normaliser.ts";

/** What a text was matched with, as people are shown it. */
export interface MatchContext {
  readonly normaliser: NormaliserTable;
  readonly thresholdPermille: number;
  /** The templates in force, as messages are compared with them. */
  readonly templates: Iterable<{ readonly number: number; readonly text: string }>;
  /** A template for people: where it comes from, and how it was worded. */
  readonly describe: (number: number) => { readonly name: string | null; readonly original: string };
}

export interface SeenMatch {
  readonly normalised: string;
  readonly threshold: number;
  /** Null when the text is too short to be compared, or there is no template. */
  readonly nearest: NearestTemplate | null;
}

export interface NearestTemplate {
  readonly template: number;
  readonly name: string | null;
  readonly original: string;
  readonly distance: number;
  readonly length: number;
  readonly similarity: number;
  /** Whether it is near enough. */
  readonly matched: boolean;
  /** From the template to the message, both normalised; null below MIN_SHOWN_SIMILARITY. */
  readonly edits: readonly Edit[] | null;
}

/**
 * Two messages that are less alike share letters, and no wording: what turns one into the other tells nothing. No
 * threshold is lower, so every match is shown.
 */
export const MIN_SHOWN_SIMILARITY = 0.5;

/** Null for a call, which has no text. */
export function seenMatch(
  events: EventBatch,
  findings: Findings,
  row: number,
  context: MatchContext,
): SeenMatch | null {
  if (events.kind[row] !== KIND_MESSAGE) return null;
  const normalised = normaliseText(context.normaliser, textOf(events, row));
  const compared = cutTemplate(normalised);
  const nearest = findNearest(context.templates, compared);
  const threshold = context.thresholdPermille / 1000;
  if (nearest === null) return { normalised, threshold, nearest: null };
  const { number, distance, length } = nearest;
  const similarity = 1 - distance / length;
  return {
    normalised,
    threshold,
    nearest: {
      template: number,
      ...context.describe(number),
      distance,
      length,
      similarity,
      matched: scriptsFound(findings).template[row]! !== NO_TEMPLATE,
      edits: similarity >= MIN_SHOWN_SIMILARITY ? textEdits(nearest.text, compared) : null,
    },
  };
}

interface Candidate {
  readonly number: number;
  readonly text: string;
  readonly distance: number;
  readonly length: number;
}

/** The matcher's own rule without its threshold, by looking at every template: the lowest number among equals. */
function findNearest(templates: MatchContext["templates"], message: string): Candidate | null {
  if (message.length < MIN_MATCH_UNITS) return null;
  let best: Candidate | null = null;
  for (const { number, text } of templates) {
    if (text.length < MIN_MATCH_UNITS) continue;
    const distance = levenshtein(text, message);
    const length = Math.max(text.length, message.length);
    const order = best === null ? -1 : compareDistances(distance, length, best.distance, best.length);
    if (order < 0 || (order === 0 && number < best!.number)) best = { number, text, distance, length };
  }
  return best;
}
