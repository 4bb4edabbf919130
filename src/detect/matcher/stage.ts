/** The stage `match`: is the text near a known fraud script? */
import { assert } from "../../core/assert.ts";
import { KIND_MESSAGE } from "../../event/event-batch.ts";
import type { StageOf } from "../stage.ts";
import { type MatcherHandle, attachMatcher } from "./engines.ts";
import { type MatchContext, type SeenMatch, seenMatch } from "./explain-match.ts";
import { matchMessages } from "./match-messages.ts";
import type { Matcher } from "./matcher.ts";
import type { NormaliserTable } from "../normaliser/normaliser.ts";

export interface MatchTable {
  readonly templates: Matcher;
  readonly normaliser: NormaliserTable;
}

export const MATCH = {
  name: "match",
  title: { en: "Text match", zh: "文本匹配" },
  question: { en: "Is the text near a known fraud script?", zh: "是否接近已知诈骗话术？" },
  summary: "Texts against known fraud scripts.",
  columns: null,
  evidence: {
    textMatch: { weight: 380, words: { en: "text is near a known script", zh: "文本接近已知话术" } },
    textMatchClose: { weight: 240, words: { en: "text is all but a known script", zh: "文本几乎就是已知话术" } },
  },
  readEvidence: ({ kind }, { match: { template, distance, length } }, { closePermille }, bitOf) => {
    const [near, close] = [bitOf("textMatch"), bitOf("textMatch") | bitOf("textMatchClose")];
    const farPermille = 1000 - closePermille;
    return (row) => {
      if (kind[row] !== KIND_MESSAGE || template[row]! < 0) return 0;
      return distance[row]! * 1000 <= farPermille * length[row]! ? close : near;
    };
  },
  attacher: (normaliser) => {
    let last: Matcher | undefined;
    return {
      attach: (handle) => {
        assert(normaliser !== null, "texts are matched once they are normalised");
        last = attachMatcher(handle, last);
        return { templates: last, normaliser };
      },
    };
  },
  screen: (events, findings, { templates, normaliser }, skim) =>
    matchMessages(events, findings, templates, normaliser, skim),
  clear: ({ match }, count) => {
    match.template.fill(-1, 0, count);
  },
  saw: (events, findings, row, { context }) => seenMatch(events, findings, row, context),
} as const satisfies StageOf<MatcherHandle, MatchTable, SeenMatch, MatchContext>;
