/** The stage `links`: which hosts does the text name? What it finds is read by other stages, and is always there. */
import type { StageOf } from "../stage.ts";
import { readLinks } from "./link.ts";

export const LINKS = {
  name: "links",
  title: { en: "Links", zh: "链接" },
  question: { en: "Which hosts does the text name?", zh: "短信中有哪些网址？" },
  summary: "Hosts that texts name.",
  isAlwaysOn: true,
  columns: null,
  evidence: {},
  attacher: () => ({ attach: (handle) => handle }),
  screen: (events, verdicts, _, skim) => readLinks(events, verdicts, skim),
} as const satisfies StageOf<never, never>;
