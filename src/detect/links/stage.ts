/** The stage `links`: which hosts does the text name? What it finds is read by other stages, and is always there. */
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
  screen: (events, findings, _, skim) => readLinks(events, findings, skim),
  saw: seenLinks,
  explain: (_events, _findings, _row, saw) => explainLinks(saw),
} as const satisfies StageOf<never, never, SeenLinks>;
