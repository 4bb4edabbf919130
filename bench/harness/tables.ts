/** The tables of the stages, as they are handed to a thread. */
import { createTable, DEFAULT_BLOCKLIST_ENGINE } from "../../src/detect/blocklist/engines.ts";
import { ListedHosts } from "../../src/detect/blocklist/listed-hosts.ts";
import { type ListingsHandle, attachListings } from "../../src/detect/blocklist/listings.ts";
import type { ClassifierSettings } from "../../src/detect/classifier/weights.ts";
import { type ChosenEngines, placesOf } from "../../src/detect/engines.ts";
import type { Identity } from "../../src/event/identity.ts";
import { Lookalikes, type LookalikesHandle } from "../../src/detect/lookalike/lookalikes.ts";
import {
  type MatcherHandle,
  DEFAULT_MATCHER_ENGINE,
  attachMatcher,
  buildMatcher,
} from "../../src/detect/matcher/engines.ts";
import { DEFAULT_THRESHOLD_PERMILLE, cutTemplate } from "../../src/detect/matcher/matcher.ts";
import { type NormaliserTableHandle, attachNormaliser, normaliseText } from "../../src/detect/matcher/normaliser.ts";
import { normaliserTable } from "../../src/engine/platform.ts";
import type { ScreeningTables } from "../../src/detect/screening.ts";
import { Skimmer } from "../../src/detect/skim/skimmer.ts";

/** Null: the stage is switched off, as behaviour always is, for it needs a past. */
export interface TableHandles {
  /** To be loaded by the thread before it attaches the tables. */
  readonly engines: ChosenEngines;
  readonly blocklist: ListingsHandle;
  readonly matcher: MatcherHandle;
  readonly normaliser: NormaliserTableHandle;
  readonly lookalikes: LookalikesHandle | null;
  readonly classifier: ClassifierSettings | null;
}

const FALSE_POSITIVE_RATE = 0.01;

/** Blocklist and text match by these engines, by default the default ones; all other stages are switched off. */
export function buildTables(
  listed: readonly Identity[],
  scripts: readonly string[],
  { blocklist = DEFAULT_BLOCKLIST_ENGINE, matcher = DEFAULT_MATCHER_ENGINE }: ChosenEngines = {},
): TableHandles {
  const table = createTable({
    engine: blocklist,
    capacity: Math.max(1, listed.length),
    falsePositiveRate: FALSE_POSITIVE_RATE,
  });
  for (const identity of listed) table.add(identity);
  const normaliser = normaliserTable();
  const reader = attachNormaliser(normaliser);
  const templates = scripts.map((script, number) => ({ number, text: cutTemplate(normaliseText(reader, script)) }));
  return {
    engines: placesOf({ blocklist, matcher }),
    blocklist: { table: table.handle, hosts: ListedHosts.create().handle },
    matcher: buildMatcher(matcher, DEFAULT_THRESHOLD_PERMILLE, templates),
    normaliser,
    lookalikes: null,
    classifier: null,
  };
}

export function attachTables(handles: TableHandles): ScreeningTables {
  const { blocklist, matcher, lookalikes, classifier } = handles;
  const normaliser = attachNormaliser(handles.normaliser);
  return {
    blocklist: attachListings(blocklist),
    lookalikes: lookalikes && Lookalikes.attach(lookalikes),
    matcher: { templates: attachMatcher(matcher), normaliser },
    skimmer: new Skimmer(normaliser),
    activity: null,
    classifier,
  };
}
