/** The stage `links`: which hosts does the text name? Other stages read its findings, so it is always on. */
import { t, type Localised } from "../../ui/words.ts";
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import { type Findings, hostsOf } from "../../event/findings.ts";
import type { StageOf } from "../stage.ts";
import { type LinkWriter, readText } from "../../event/link/link-reader.ts";

export const LINKS = {
  name: "links",
  title: t`Links`,
  question: t`Which hosts does the text name?`,
  summary: "Hosts that messages name.",
  isAlwaysOn: true,
  columns: null,
  evidence: {},
  attacher: () => ({ attach: (handle) => handle }),
  screen: readLinks,
  saw: seenLinks,
  explain: (_events, _findings, _row, saw) => explainLinks(saw),
  record: ({ kind }, findings, row) =>
    kind[row] === KIND_MESSAGE
      ? { count: findings.links.count[row]!, hosts: hostsOf(findings, row) }
      : { count: 0, hosts: [] },
  fields: [
    { name: "links_count", type: "int32", ofTexts: true, of: ({ links }, row) => links.count[row]! },
    { name: "links_hosts", type: "string", ofTexts: true, of: (findings, row) => hostsOf(findings, row).join(" ") },
  ],
} as const satisfies StageOf<never, never, SeenLinks>;

export interface SeenLinks {
  /** The number of links in the text, and the hosts of those that were examined. */
  readonly found: number;
  readonly hosts: readonly string[];
}

/** Null for a call, which has no text. */
function seenLinks({ kind }: EventBatch, findings: Findings, row: number): SeenLinks | null {
  if (kind[row] !== KIND_MESSAGE) return null;
  return { found: findings.links.count[row]!, hosts: hostsOf(findings, row) };
}

function explainLinks(saw: SeenLinks | null): Localised | null {
  if (saw === null) return t`a call has no text`;
  const { found, hosts } = saw;
  return found === 0 ? null : t`${found}: ${hosts.join(", ")}`;
}

const MAX_COUNT = 255;

/** A call has no links. About 3 ns a unit, and half a microsecond for a text that may have a link. */
export function readLinks(events: EventBatch, findings: Findings): void {
  const { text, textStart, count: rows } = events;
  const { count, traits, first, hostStart, host, firstSpan, span } = findings.links;
  const writer: LinkWriter = { hostStart, host, links: 0, found: 0, span, spans: 0 };
  hostStart[0] = 0;
  firstSpan[0] = 0;
  first[0] = 0;
  let from = textStart[0]!;
  for (let row = 0; row < rows; row++) {
    const to = textStart[row + 1]!;
    writer.found = 0;
    traits[row] = readText(text, from, to, writer);
    count[row] = writer.found < MAX_COUNT ? writer.found : MAX_COUNT;
    first[row + 1] = writer.links;
    firstSpan[row + 1] = writer.spans;
    from = to;
  }
}
