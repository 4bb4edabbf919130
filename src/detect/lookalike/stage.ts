/** The stage `lookalike`: does the caller, or a domain in the text, pass for a hotline or a brand? */
import { KIND_MESSAGE } from "../../event/event-batch.ts";
import type { StageOf } from "../stage.ts";
import { checkLookalikes } from "./check-lookalikes.ts";
import { explainLookalikes, type SeenLookalikes, seenLookalikes } from "./explain-lookalike.ts";
import { Lookalikes, type LookalikesHandle } from "./lookalikes.ts";

export const LOOKALIKE = {
  name: "lookalike",
  title: { en: "Look-alike", zh: "仿冒识别" },
  question: { en: "Does it pass for a hotline or a brand?", zh: "是否冒充客服热线或品牌？" },
  summary: "Identities and domains that imitate protected ones.",
  columns: null,
  evidence: {
    callerLookalike: { weight: 650, words: { en: "caller imitates a hotline", zh: "主叫冒充热线" } },
    domainLookalike: { weight: 450, words: { en: "domain imitates a brand", zh: "域名冒充品牌" } },
  },
  readEvidence: ({ kind }, { lookalike: { caller, domain } }, _, bitOf) => {
    const [callerLookalike, domainLookalike] = [bitOf("callerLookalike"), bitOf("domainLookalike")];
    return (row) => {
      let bits = caller[row]! > 0 ? callerLookalike : 0;
      if (domain[row]! > 0 && kind[row] === KIND_MESSAGE) bits |= domainLookalike;
      return bits;
    };
  },
  attacher: () => ({ attach: (handle) => Lookalikes.attach(handle) }),
  screen: checkLookalikes,
  clear: ({ lookalike: { caller, domain } }, count) => {
    caller.fill(0, 0, count);
    domain.fill(0, 0, count);
  },
  saw: (_, findings, row, { context }) => seenLookalikes(findings, row, context),
  explain: (_events, _findings, _row, saw) => saw && explainLookalikes(saw),
} as const satisfies StageOf<LookalikesHandle, Lookalikes, SeenLookalikes, Lookalikes>;
