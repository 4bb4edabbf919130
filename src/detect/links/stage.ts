/** The stage `links`: which hosts does the text name? What it finds is read by other stages, and is always there. */
import { KIND_MESSAGE } from "../../event/event-batch.ts";
import { hostsOf } from "../../event/findings.ts";
import type { StageOf } from "../stage.ts";
import { explainLinks, type SeenLinks, seenLinks } from "./explain-links.ts";
import { readLinks } from "./read-links.ts";

export const LINKS = {
  name: "links",
  title: { en: "Links", zh: "链接" },
  question: { en: "Which hosts does the text name?", zh: "短信中有哪些网址？" },
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
