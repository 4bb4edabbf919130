/**
 * READ FIRST. Screening: the stages an event passes, in order. Each reads the event columns and writes its own
 * section of the findings; none knows another. The same function screens simulated events in worker
 * threads and real messages from a file. What a stage is: stage.ts. The list of them: finders.ts.
 */
import { RingfenceError } from "../core/errors.ts";
import type { EventBatch } from "../event/event-batch.ts";
import type { Findings } from "../event/findings.ts";
import { CLASSIFY } from "./classifier/stage.ts";
import { FINDERS, SHIPPED } from "./finders.ts";
import type { Stage, TableOf } from "./stage.ts";

const SHIPPED_STAGES = [...SHIPPED, CLASSIFY] as const;

/** All stages: those that find something, and the one that decides. */
export const STAGES: readonly Stage[] = [...FINDERS, CLASSIFY];

/** The shipped stages that may be switched off. */
export type SwitchedStage = Exclude<(typeof SHIPPED_STAGES)[number], { readonly isAlwaysOn: true }>;

/**
 * The table of each stage, by its name. Null: the stage is off and finds nothing; if it is the last one, every event is
 * allowed. `screen` refuses tables that leave a stage out, since a forgotten stage would allow every event. Stages from
 * users' modules are known only at run time.
 */
export type ScreeningTables = {
  readonly [S in SwitchedStage as S["name"]]: TableOf<S> | null;
} & { readonly [stage: string]: unknown };

/**
 * Screens a batch: fills every section of `findings` for every event. Throws RingfenceError "usage" if a stage has no
 * table and is not switched off.
 */
export function screen(events: EventBatch, findings: Findings, tables: ScreeningTables): void {
  for (let at = 0; at < STAGES.length; at++) screenStage(STAGES[at]!, events, findings, tables);
}

/** Runs one stage. The stages before it must have run on the same batch. */
export function screenStage(stage: Stage, events: EventBatch, findings: Findings, tables: ScreeningTables): void {
  const table = tables[stage.name];
  if (table === undefined && !stage.isAlwaysOn) throw noTable(stage);
  const { silent } = findings;
  if (stage.isAlwaysOn || table !== null) {
    if (silent.has(stage.name)) findings.silent = new Set([...silent].filter((name) => name !== stage.name));
    stage.screen(events, findings, table);
  } else if (!silent.has(stage.name)) {
    clear(stage, findings);
    findings.silent = new Set([...silent, stage.name]);
  }
}

function noTable({ name }: Stage): RingfenceError {
  return new RingfenceError(
    "usage",
    `screen: expected a table for the stage ${name}, or null to switch it off, found neither: take the tables of createScreener`,
  );
}

/** Clears the whole capacity once. After that, a stage that is off costs nothing. */
function clear(stage: Stage, findings: Findings): void {
  const { capacity } = findings.handle;
  if (stage.clear) stage.clear(findings, capacity);
  else findings.clear(stage.name, capacity);
}
