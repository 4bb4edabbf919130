/** Copies single rows to another batch, for events that are needed after their batch is used again. */
import type { EventBatch } from "./event-batch.ts";
import type { Findings } from "./findings.ts";

/** Appends event `row` of `from`; `to` must have room. Returns the new row. */
export function appendEvent(from: EventBatch, row: number, to: EventBatch): number {
  const at = to.count;
  to.timeMs[at] = from.timeMs[row]!;
  to.idLow[at] = from.idLow[row]!;
  to.idHigh[at] = from.idHigh[row]!;
  to.kind[at] = from.kind[row]!;
  to.route[at] = from.route[row]!;
  to.direction[at] = from.direction[row]!;
  to.caller[at] = from.caller[row]!;
  to.callee[at] = from.callee[row]!;
  to.provenance[at] = from.provenance[row]!;
  to.answered[at] = from.answered[row]!;
  to.durationS[at] = from.durationS[row]!;
  const first = from.textStart[row]!;
  const end = from.textStart[row + 1]!;
  const start = at === 0 ? 0 : to.textStart[at]!;
  for (let unit = first; unit < end; unit++) to.text[start + unit - first] = from.text[unit]!;
  to.textStart[at] = start;
  to.textStart[at + 1] = start + end - first;
  to.count = at + 1;
  return at;
}

/**
 * Copies what was found of event `row` of `from` to row `at` of `to`; rows must be written in order. Counters of the
 * batch stay.
 */
export function copyFindings(from: Findings, row: number, to: Findings, at: number): void {
  const [read, written] = [from.eventColumns, to.eventColumns];
  for (let column = 0; column < read.length; column++) written[column]![at] = read[column]![row]!;
  copyLinks(from.links, row, to.links, at);
}

type Links = Findings["links"];

function copyLinks(from: Links, row: number, to: Links, at: number): void {
  to.count[at] = from.count[row]!;
  const first = at === 0 ? 0 : to.first[at]!;
  const links = from.first[row + 1]! - from.first[row]!;
  let unit = first === 0 ? 0 : to.hostStart[first]!;
  to.first[at] = first;
  to.hostStart[first] = unit;
  for (let i = 0; i < links; i++) {
    const link = from.first[row]! + i;
    for (let u = from.hostStart[link]!; u < from.hostStart[link + 1]!; u++) to.host[unit++] = from.host[u]!;
    to.hostStart[first + i + 1] = unit;
  }
  to.first[at + 1] = first + links;
}
