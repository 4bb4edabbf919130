/**
 * Finds the hosts of the links in messages (event/link/link-reader.ts). Writes the `links` section of the findings,
 * which the blocklist and look-alike stages read.
 */
import type { EventBatch } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import { type LinkWriter, readText } from "../../event/link/link-reader.ts";

const MAX_COUNT = 255;
const NO_SPAN = new Uint32Array(0);

/** A call has no links. About 3 ns a unit, and half a microsecond for a text that may have a link. */
export function readLinks(events: EventBatch, findings: Findings): void {
  const { text, textStart, count: rows } = events;
  const { count, traits, first, hostStart, host } = findings.links;
  const writer: LinkWriter = { hostStart, host, links: 0, found: 0, span: NO_SPAN, spans: 0 };
  hostStart[0] = 0;
  first[0] = 0;
  let from = textStart[0]!;
  for (let row = 0; row < rows; row++) {
    const to = textStart[row + 1]!;
    writer.found = 0;
    traits[row] = readText(text, from, to, writer);
    count[row] = writer.found < MAX_COUNT ? writer.found : MAX_COUNT;
    first[row + 1] = writer.links;
    from = to;
  }
}
