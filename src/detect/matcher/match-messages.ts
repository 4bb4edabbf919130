/** The stage "text match": the nearest known script of each message. */
import { scriptsFound } from "./found.ts";
import { prepared } from "../../core/prepared.ts";
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import type { Skim } from "../../event/skim.ts";
import type { Findings } from "../../event/findings.ts";
import { MAX_MATCH_UNITS, type Matcher, NO_TEMPLATE } from "./matcher.ts";
import { finishTexts } from "../normaliser/finish-texts.ts";
import { type NormaliserTable, normaliseInto } from "../normaliser/normaliser.ts";

/**
 * Writes the `match` section of every row: NO_TEMPLATE for calls and for messages that match nothing. Where texts were
 * skimmed, the `links` section has been written.
 */
export function matchMessages(
  events: EventBatch,
  findings: Findings,
  matcher: Matcher,
  normaliser: NormaliserTable,
  skim: Skim | null = null,
): void {
  const found = scriptsFound(findings);
  const { template, distance, length } = found;
  template.fill(NO_TEMPLATE, 0, events.count);
  distance.fill(0, 0, events.count);
  length.fill(0, 0, events.count);
  if (skim) {
    finishTexts(events, findings, normaliser, skim);
    matchSkimmed(events, found, matcher, skim);
  } else matchWhole(events, found, matcher, normaliser);
}

type Found = ReturnType<typeof scriptsFound>;

function matchWhole(events: EventBatch, found: Found, matcher: Matcher, normaliser: NormaliserTable): void {
  const { kind, text, textStart, count } = events;
  const { buffer } = matcher;
  const message = buffer.subarray(0, MAX_MATCH_UNITS);
  for (let row = 0; row < count; row++) {
    if (kind[row] !== KIND_MESSAGE) continue;
    const units = normaliseInto(normaliser, text, textStart[row]!, textStart[row + 1]!, message);
    matchMessage(found, row, matcher, units, 0);
  }
}

/** From here on the buffer has what texts were folded to, at an even unit; before it nothing but what fills it up. */
const FOLDED_FROM = MAX_MATCH_UNITS + 1;

function matchSkimmed(
  events: EventBatch,
  found: Found,
  matcher: Matcher,
  { foldedStart, foldedUnits, folded }: Skim,
): void {
  const { kind, count } = events;
  const behind = behindOf(matcher.buffer);
  /** Rows before this one lie in the buffer, the first unit of them being `first` of those folded. */
  let placed = 0;
  let first = 0;
  for (let row = 0; row < count; row++) {
    if (kind[row] !== KIND_MESSAGE) continue;
    const from = foldedStart[row]!;
    if (row >= placed) {
      placed = lastFitting(foldedStart, row, count, behind.length);
      first = from;
      behind.set(folded.subarray(first, foldedStart[placed]!));
    }
    matchMessage(found, row, matcher, foldedUnits[row]!, FOLDED_FROM + from - first);
  }
}

const behindOf = prepared((buffer: Uint16Array) => buffer.subarray(FOLDED_FROM));

/** The row behind the last one that fits into so many units, the first being `row`. */
function lastFitting(start: Int32Array, row: number, count: number, units: number): number {
  let end = row + 1;
  while (end < count && start[end + 1]! - start[row]! <= units) end++;
  return end;
}

function matchMessage(found: Found, row: number, matcher: Matcher, units: number, from: number): void {
  found.template[row] = matcher.match(matcher.buffer, units, from);
  found.distance[row] = matcher.distance;
  found.length[row] = matcher.length;
}
