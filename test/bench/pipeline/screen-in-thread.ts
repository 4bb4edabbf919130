/** What the pipeline of the bench answers, without workers to start. */
import { Answers } from "../../../bench/pipeline/answers.ts";
import { attachTables } from "../../../bench/harness/tables.ts";
import type { ObviousEvent, ObviousKnowledge } from "../../../bench/obvious/event.ts";
import { allocateBatches, tablesOf } from "../../../bench/pipeline/screening-pipeline.ts";
import { screen } from "../../../src/detect/screening.ts";
import { DEFAULT_BATCH_EVENTS } from "../../../src/engine/simulation-pool.ts";
import { Findings } from "../../../src/event/findings.ts";
import { fillEvents } from "../../../src/rows/fill-events.ts";

export function screenInThread(knowledge: ObviousKnowledge, events: readonly ObviousEvent[]): Answers {
  const answers = Answers.allocate(events.length);
  const findings = Findings.allocate(DEFAULT_BATCH_EVENTS);
  const tables = attachTables(tablesOf(knowledge));
  let from = 0;
  for (const batch of allocateBatches(events.length, DEFAULT_BATCH_EVENTS)) {
    fillEvents(batch, events, from);
    screen(batch, findings, tables);
    answers.take(findings, from, batch.count);
    from += batch.count;
  }
  return answers;
}
