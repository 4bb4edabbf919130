/** What the stage `match` saw of one event: the nearest template, near enough or not, and the differences. */
import { scriptsFound } from "./found.ts";
import { type Edit, textEdits } from "./text-edits.ts";
import { type EventBatch, KIND_MESSAGE, textOf } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import { cutTemplate, MIN_MATCH_UNITS, NO_TEMPLATE, type Template } from "./matcher.ts";
import { Nearest } from "./nearest.ts";
import { type NormaliserTable, normaliseText } from "../normaliser/normaliser.ts";

export interface MatchContext {
  readonly normaliser: NormaliserTable;
  readonly thresholdPermille: number;
  /** The templates in force, as messages are compared with them. */
  readonly templates: Iterable<Template>;
  /** A template in words: its source and its original text. */
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
  readonly matched: boolean;
  /** From the template to the message, both normalised; null below MIN_SHOWN_SIMILARITY. */
  readonly edits: readonly Edit[] | null;
}

/** Below it, two texts share letters but no wording. No threshold is lower, so every match is shown. */
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
  const { distance, length } = nearest;
  const { number, text } = nearest.template!;
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
      edits: similarity >= MIN_SHOWN_SIMILARITY ? textEdits(text, compared) : null,
    },
  };
}

function findNearest(templates: MatchContext["templates"], message: string): Nearest | null {
  if (message.length < MIN_MATCH_UNITS) return null;
  const nearest = new Nearest(0);
  nearest.begin(message);
  for (const template of templates) if (template.text.length >= MIN_MATCH_UNITS) nearest.propose(template);
  return nearest.template === null ? null : nearest;
}
