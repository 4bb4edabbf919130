/** The stage "text match": the nearest known script of each message. */
import { prepared } from "../../core/prepared.ts";
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import type { Skim } from "../../event/skim.ts";
import type { Findings } from "../../event/findings.ts";
import { MAX_MATCH_UNITS, type Matcher, NO_TEMPLATE } from "./matcher.ts";
import { type NormaliserTable, normaliseInto } from "../normaliser/normaliser.ts";

/**
 * Writes the `match` section of every row: NO_TEMPLATE for calls and for messages that match nothing. Of a text that
 * was skimmed, only the rest is normalised, if there is any, and the `links` section has been written.
 */
export function matchMessages(
  events: EventBatch,
  findings: Findings,
  matcher: Matcher,
  normaliser: NormaliserTable,
  skim: Skim | null = null,
): void {
  const { template, distance, length } = findings.match;
  template.fill(NO_TEMPLATE, 0, events.count);
  distance.fill(0, 0, events.count);
  length.fill(0, 0, events.count);
  if (skim) matchSkimmed(events, findings, matcher, normaliser, skim);
  else matchWhole(events, findings, matcher, normaliser);
}

function matchWhole(events: EventBatch, findings: Findings, matcher: Matcher, normaliser: NormaliserTable): void {
  const { kind, text, textStart, count } = events;
  const { room } = matcher;
  const message = room.subarray(0, MAX_MATCH_UNITS);
  for (let row = 0; row < count; row++) {
    if (kind[row] !== KIND_MESSAGE) continue;
    const units = normaliseInto(normaliser, text, textStart[row]!, textStart[row + 1]!, message);
    matchMessage(findings, row, matcher, units, 0);
  }
}

/** Of a text, by the skim or by the links stage, which comes first and is always on. */
const NO_LINK = -1;

/**
 * In the room lies the message that is normalised just now, and from here on what texts were folded to, at an even
 * unit.
 */
const FOLDED_FROM = MAX_MATCH_UNITS + 1;

function matchSkimmed(
  events: EventBatch,
  findings: Findings,
  matcher: Matcher,
  normaliser: NormaliserTable,
  { opening, foldedTo, foldedStart, folded }: Skim,
): void {
  const { kind, text, textStart, count } = events;
  const { links } = findings;
  const { room } = matcher;
  const { message, behind } = partsOf(room);
  /** Rows before this one lie in the room, the first unit of them being `first` of those folded. */
  let placed = 0;
  let first = 0;
  for (let row = 0; row < count; row++) {
    if (kind[row] !== KIND_MESSAGE) continue;
    const from = foldedStart[row]!;
    const units = foldedStart[row + 1]! - from;
    if (row >= placed) {
      placed = lastFitting(foldedStart, row, count, behind.length);
      first = from;
      behind.set(folded.subarray(first, foldedStart[placed]!));
    }
    const to = textStart[row + 1]!;
    if (foldedTo[row] === to) {
      matchMessage(findings, row, matcher, units, FOLDED_FROM + from - first);
    } else {
      const mayLink = links.count[row] === 0 ? NO_LINK : opening[row]!;
      for (let i = 0; i < units; i++) message[i] = folded[from + i]!;
      const all = normaliseInto(normaliser, text, textStart[row]!, to, message, foldedTo[row]!, units, mayLink);
      matchMessage(findings, row, matcher, all, 0);
    }
  }
}

const partsOf = prepared((room: Uint16Array) => ({
  message: room.subarray(0, MAX_MATCH_UNITS),
  behind: room.subarray(FOLDED_FROM),
}));

/** The row behind the last one that fits into so many units, the first being `row`. */
function lastFitting(start: Int32Array, row: number, count: number, units: number): number {
  let end = row + 1;
  while (end < count && start[end + 1]! - start[row]! <= units) end++;
  return end;
}

/** Of the matcher's room, `units` units from `from` on. */
function matchMessage({ match }: Findings, row: number, matcher: Matcher, units: number, from: number): void {
  match.template[row] = matcher.match(matcher.room, units, from);
  match.distance[row] = matcher.distance;
  match.length[row] = matcher.length;
}
