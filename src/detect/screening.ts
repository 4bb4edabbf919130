/**
 * READ FIRST. Screening: the stages an event passes, in order. Each reads the event columns and writes its own
 * section of the verdict columns; none knows another. The same function screens simulated events in worker
 * threads and real messages from a file.
 */
import { type Activity, recallBehaviour } from "./behaviour/recall-behaviour.ts";
import { checkBlocklist } from "./blocklist/check-blocklist.ts";
import type { Listings } from "./blocklist/listings.ts";
import { classify } from "./classifier/classify.ts";
import type { ClassifierSettings } from "./classifier/weights.ts";
import type { EventBatch } from "../event/event-batch.ts";
import { readLinks } from "./links/link.ts";
import type { VerdictBatch } from "../event/verdict-batch.ts";
import { checkLookalikes } from "./lookalike/check-lookalikes.ts";
import type { Lookalikes } from "./lookalike/lookalikes.ts";
import { matchTexts } from "./matcher/match-texts.ts";
import type { Matcher } from "./matcher/matcher.ts";
import type { NormaliserTable } from "./matcher/normaliser.ts";
import type { Skimmer } from "./skim/skimmer.ts";

/** What the stages look things up in. A stage without its table is switched off and finds nothing. */
export interface ScreeningTables {
  readonly blocklist: Listings | null;
  readonly lookalikes: Lookalikes | null;
  readonly matcher: { readonly templates: Matcher; readonly normaliser: NormaliserTable } | null;
  /** Not a stage: without it, reading texts takes longer. Of the same table as the matcher's normaliser. */
  readonly skimmer: Skimmer | null;
  readonly activity: Activity | null;
  /** Without it every event is allowed. */
  readonly classifier: ClassifierSettings | null;
}

/** Screens a batch: fills every section of `verdicts` for every event. */
export function screen(events: EventBatch, verdicts: VerdictBatch, tables: ScreeningTables): void {
  const { blocklist, lookalikes, matcher, skimmer, activity, classifier } = tables;
  const skim = skimmer && skimmer.skim(events);
  readLinks(events, verdicts, skim);

  if (blocklist) checkBlocklist(events, verdicts, blocklist);
  else verdicts.clearBlocklist(events.count);

  if (lookalikes) checkLookalikes(events, verdicts, lookalikes);
  else verdicts.clearLookalike(events.count);

  if (matcher) matchTexts(events, verdicts, matcher.templates, matcher.normaliser, skim);
  else verdicts.clearMatch(events.count);

  if (activity) recallBehaviour(events, verdicts, activity);
  else verdicts.clearBehaviour(events.count);

  if (classifier) classify(events, verdicts, classifier);
  else verdicts.clearOutcome(events.count);
}
