/** The public names, in groups. Re-exports only; types that a function takes or returns are reached through it. */

// Screening: plain objects in, verdicts out.
export { createScreener, type Screener } from "./screen/screener.ts";
export type { ScreenedEvent, ScreenEvent } from "./screen/screened-event.ts";
export type { ScreenerOptions } from "./screen/screener-options.ts";

// Simulating a scenario: one arm, or all with paired ones; a pool of workers for many runs.
export { simulate, type SimulationResult } from "./engine/simulation.ts";
export { SimulationPool } from "./engine/simulation-pool.ts";
export { simulateArms } from "./study/variants/arms.ts";
export { loadScenario } from "./scenario/file.ts";
export type { Scenario } from "./scenario/schema.ts";

// What came of a run: its report, as text, as a document, in a directory.
export { reportRun } from "./report/run-report.ts";
export { renderReport } from "./report/render-report.ts";
export type { Report } from "./report/document.ts";
export { writeRun } from "./report/directory/write-run.ts";

// Studies: many runs, one table.
export { sweep } from "./study/sweep.ts";
export { compare } from "./study/compare.ts";
export { tune } from "./study/tune/tune.ts";
export type { StudyResult } from "./study/study.ts";
export type { VariantsDocument } from "./study/document.ts";
export type { TuningDocument } from "./study/document.ts";

// Events in files: those of a scenario with their truth, and recorded ones.
export { generate } from "./dataset/generate.ts";
export { readEvents, writeEvents } from "./dataset/event-file.ts";
export { readRows } from "./rows/read-rows.ts";
export { fillEvents } from "./rows/fill-events.ts";

// Columns, for those who need speed: `screen` fills a row of findings for each event of a batch.
export { EventBatch, KIND_CALL, KIND_MESSAGE, textOf } from "./event/event-batch.ts";
export { parseIdentity } from "./event/identity.ts";
export { DECISIONS, type Decision as Verdict, Findings } from "./event/findings.ts";
export { type Evidence, evidenceNames } from "./detect/evidence.ts";
export { screen } from "./detect/screening.ts";

// For modules with an engine, a stage, a warning policy or a strategy of gangs; `ringfence/contract` checks engines.
export { blocklistEngines } from "./detect/blocklist/engines.ts";
export { blocklistFrom } from "./detect/blocklist/blocklist-from.ts";
export { matcherFrom } from "./detect/matcher/matcher-from.ts";
export {
  type Blocklist,
  type BlocklistEngine,
  type BlocklistTable,
  assertKey,
  assertKeys,
  tableFull,
} from "./detect/blocklist/blocklist.ts";
export { ABSENT, FILTER_ONLY, LISTED } from "./detect/blocklist/found.ts";
export { type Matcher, MIN_MATCH_UNITS, NO_TEMPLATE, matchLength } from "./detect/matcher/matcher.ts";
export type { MatcherEngine } from "./detect/matcher/template-table.ts";
export { Nearest } from "./detect/matcher/nearest.ts";
export type { StageOf } from "./detect/stage.ts";
export { type GangStrategy, strategyFrom } from "./scenario/gang-strategy.ts";
export { policyFrom, type WarningPolicy } from "./record/warning-policy.ts";

// What is thrown: its `code` says of what kind, its message what was expected, what was found, and where.
export { RingfenceError } from "./core/errors.ts";
