/**
 * The report of a run, as a document: every figure follows from the merged tally and from the records of the loop.
 * Positive = blocked = intercepted.
 */
import { assert } from "../core/assert.ts";
import type { LoopInput } from "../metrics/loop-input.ts";
import { traceWarnings } from "../metrics/traced-warning.ts";
import type { ReportInput, RunResult } from "./run-input.ts";
import { REPORT_SCHEMA_VERSION, type Report } from "./schema.ts";
import { SECTIONS } from "./sections/list.ts";

/**
 * About 50 ms for 40,000 episodes and 20,000 warnings. Throws RingfenceError("invariant") when the ledger of events or
 * of money does not balance, or an episode's gang is missing in the tally.
 */
export function buildReport(input: ReportInput): Report {
  checkGangs(input.loop, input.tally.handle.gangs);
  const run: RunResult = { ...input, traced: traceWarnings(input.loop) };
  const fields: object[] = SECTIONS.map(({ make }) => make(run));
  return Object.assign({ schemaVersion: REPORT_SCHEMA_VERSION }, ...fields) as Report;
}

function checkGangs({ episodes, noDefences, interceptionOnly }: LoopInput, gangs: number): void {
  for (const arm of [episodes, noDefences?.episodes ?? [], interceptionOnly?.episodes ?? []]) {
    const stranger = arm.find(({ gang }) => gang >= gangs);
    assert(stranger === undefined, `an episode is of gang ${stranger?.gang}, and the tally has ${gangs}`);
  }
}
