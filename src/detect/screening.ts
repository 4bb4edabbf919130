/**
 * READ FIRST. Screening: the stages an event passes, in order. Each reads the event columns and writes its own
 * section of the findings; none knows another. The same function screens simulated events in worker
 * threads and real messages from a file. What a stage is: stage.ts. The list of them: finders.ts.
 */
import type { EventBatch } from "../event/event-batch.ts";
import type { Skim } from "../event/skim.ts";
import type { Findings } from "../event/findings.ts";
import type { Activity } from "./behaviour/recall-behaviour.ts";
import type { Listings } from "./blocklist/listings.ts";
import { CLASSIFY } from "./classifier/stage.ts";
import { FINDERS, type FinderName } from "./finders.ts";
import type { LearnedTable } from "./learned/score-messages.ts";
import type { Lookalikes } from "./lookalike/lookalikes.ts";
import type { MatchTable } from "./matcher/stage.ts";
import type { Skimmer } from "./skim/skimmer.ts";
import type { ClassifierSettings } from "./classifier/weights.ts";
import type { Stage } from "./stage.ts";

/** All stages: those that find something, and the one that decides. */
export const STAGES: readonly Stage[] = [...FINDERS, CLASSIFY];

/** The shipped stages that may be switched off. */
export type SwitchedStage = Exclude<FinderName, "links"> | typeof CLASSIFY.name;

/**
 * What the stages look things up in, by the name of the stage. A stage without its table is switched off and finds
 * nothing.
 */
export interface ScreeningTables {
  readonly blocklist: Listings | null;
  readonly lookalike: Lookalikes | null;
  readonly match: MatchTable | null;
  readonly behaviour: Activity | null;
  /** Left out where no model is given. */
  readonly learned?: LearnedTable | null;
  /** Without it every event is allowed. */
  readonly classify: ClassifierSettings | null;
  /** Not a stage: without it, reading messages takes longer. Of the same table as the matcher's normaliser. */
  readonly skimmer: Skimmer | null;
  /** Of stages from modules of a user's own. */
  readonly [stage: string]: unknown;
}

/** Screens a batch: fills every section of `findings` for every event. */
export function screen(events: EventBatch, findings: Findings, tables: ScreeningTables): void {
  const skim = tables.skimmer && tables.skimmer.skim(events);
  for (const stage of STAGES) screenStage(stage, events, findings, tables, skim);
}

/** One of the stages; each expects those before it to have run on the same batch. */
export function screenStage(
  stage: Stage,
  events: EventBatch,
  findings: Findings,
  tables: ScreeningTables,
  skim: Skim | null,
): void {
  const table = tables[stage.name] ?? null;
  if (stage.isAlwaysOn || table !== null) stage.screen(events, findings, table, skim);
  else clear(stage, findings, events.count);
}

function clear(stage: Stage, findings: Findings, count: number): void {
  if (stage.clear) stage.clear(findings, count);
  else for (const column of Object.values(findings.own[stage.name]!)) column.fill(0, 0, count);
}
