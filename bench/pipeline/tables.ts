/** The tables of the stages that both pipelines pass, as they are handed to a thread. */
import type { BlocklistHandle } from "../../src/blocklist/blocklist.ts";
import { attachBlocklist } from "../../src/blocklist/engines.ts";
import { type MatcherHandle, attachMatcher } from "../../src/matcher/engines.ts";
import { type NormaliserTableHandle, attachNormaliser } from "../../src/matcher/normaliser.ts";
import type { ScreeningTables } from "../../src/screening.ts";
import { Skimmer } from "../../src/skim/skimmer.ts";

export interface TableHandles {
  readonly blocklist: BlocklistHandle;
  readonly matcher: MatcherHandle;
  readonly normaliser: NormaliserTableHandle;
}

/** Blocklist and text match; all other stages are switched off. */
export function attachTables({ blocklist, matcher, normaliser }: TableHandles): ScreeningTables {
  const attached = attachNormaliser(normaliser);
  return {
    blocklist: attachBlocklist(blocklist),
    lookalikes: null,
    matcher: { templates: attachMatcher(matcher), normaliser: attached },
    skimmer: new Skimmer(attached),
    activity: null,
    classifier: null,
  };
}
