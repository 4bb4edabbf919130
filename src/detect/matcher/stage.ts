/** The stage `match`: is the text near a known fraud script? */
import { t } from "../../ui/words.ts";
import { roundTo4 } from "../../core/counted.ts";
import { assert } from "../../core/assert.ts";
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import type { StageOf } from "../stage.ts";
import { attachMatcher } from "./engines.ts";
import type { MatcherHandle } from "./template-table.ts";
import { type MatchContext, type SeenMatch, seenMatch } from "./explain-match.ts";
import { SCRIPT_COLUMNS, scriptsFound } from "./found.ts";
import { type Matcher, NO_TEMPLATE } from "./matcher.ts";
import { type NormaliserTable, normaliseAround } from "../normaliser/normaliser.ts";

export interface MatchTable {
  readonly templates: Matcher;
  readonly normaliser: NormaliserTable;
}

export const MATCH = {
  name: "match",
  title: t`Text match`,
  question: t`Is the text near a known fraud script?`,
  summary: "Texts against known fraud scripts.",
  columns: SCRIPT_COLUMNS,
  evidence: {
    textMatch: { weight: 380, words: t`text is near a known script`, ofText: "known" },
    textMatchClose: {
      weight: 240,
      words: t`text is nearly a known script`,
      ofText: "known",
    },
  },
  marks: {
    closeSimilarity: {
      default: 0.9,
      min: 0.5,
      max: 1,
      unit: "similarity",
      words: "A match is close from this similarity on.",
    },
  },
  readEvidence: ({ kind }, findings, { marks }, bitOf) => {
    const { template, distance, length } = scriptsFound(findings);
    const [near, close] = [bitOf("textMatch"), bitOf("textMatch") | bitOf("textMatchClose")];
    const farPermille = 1000 - marks["closeSimilarity"]!;
    return (row) => {
      if (kind[row] !== KIND_MESSAGE || template[row]! < 0) return 0;
      return distance[row]! * 1000 <= farPermille * length[row]! ? close : near;
    };
  },
  attacher: (normaliser) => {
    let last: Matcher | undefined;
    return {
      attach: (handle) => {
        assert(normaliser !== null, "the stage match needs a normaliser");
        last = attachMatcher(handle, last);
        return { templates: last, normaliser };
      },
    };
  },
  screen: (events, findings, { templates, normaliser }) => matchMessages(events, findings, templates, normaliser),
  clear: (findings, count) => {
    scriptsFound(findings).template.fill(NO_TEMPLATE, 0, count);
  },
  picture: "nearestText",
  saw: (events, findings, row, { context }) => seenMatch(events, findings, row, context),
  record: recordOf,
  fields: (["template", "distance", "length"] as const).map((column) => ({
    name: `match_${column}`,
    type: "int32",
    ofTexts: true,
    of: (findings, row) => (isMatched(findings, row) ? scriptsFound(findings)[column][row]! : null),
  })),
} as const satisfies StageOf<MatcherHandle, MatchTable, SeenMatch, MatchContext>;

function isMatched(findings: Findings, row: number): boolean {
  return scriptsFound(findings).template[row]! >= 0;
}

/** Null if no template is near enough. The similarity has four digits. */
function recordOf(
  { kind }: EventBatch,
  findings: Findings,
  row: number,
): { readonly template: number; readonly similarity: number } | null {
  if (kind[row] !== KIND_MESSAGE || !isMatched(findings, row)) return null;
  const { template, distance, length } = scriptsFound(findings);
  const similarity = length[row] === 0 ? 1 : roundTo4(1 - distance[row]! / length[row]!);
  return { template: template[row]!, similarity };
}

/** Writes the `match` section of every row: NO_TEMPLATE for calls and for messages that match nothing. */
export function matchMessages(
  events: EventBatch,
  findings: Findings,
  matcher: Matcher,
  normaliser: NormaliserTable,
): void {
  const { kind, text, textStart, count } = events;
  const { firstSpan, span } = findings.links;
  const { template, distance, length } = scriptsFound(findings);
  const { buffer } = normaliser;
  template.fill(NO_TEMPLATE, 0, count);
  distance.fill(0, 0, count);
  length.fill(0, 0, count);
  for (let row = 0; row < count; row++) {
    if (kind[row] !== KIND_MESSAGE) continue;
    const from = textStart[row]!;
    const to = textStart[row + 1]!;
    const units = normaliseAround(normaliser, text, from, to, span, firstSpan[row]!, firstSpan[row + 1]!, buffer);
    template[row] = matcher.match(buffer, units);
    distance[row] = matcher.distance;
    length[row] = matcher.length;
  }
}
