/** The stage `links`: which hosts does the text name? Other stages read its findings, so it is always on. */
import { t, type Localised } from "../../ui/words.ts";
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import { type Findings, hostsOf } from "../../event/findings.ts";
import type { StageOf } from "../stage.ts";
import { readLinks } from "./read-links.ts";

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
