/** The public names. Re-exports only. */
export { RingfenceError, type ErrorCode } from "./core/errors.ts";
export { EventBatch, KIND_CALL, KIND_TEXT, ROUTES, type Route, textOf } from "./event/event-batch.ts";
export { VerdictBatch, DECISIONS, type Decision } from "./event/verdict-batch.ts";
export { EVIDENCE, type Evidence, evidenceNames } from "./detect/evidence.ts";
export { type Identity, formatIdentity, parseIdentity } from "./event/identity.ts";
export { maskIdentity } from "./event/masking.ts";
export { domainKey } from "./event/domain-key.ts";
export {
  BLOCKLIST_ENGINES,
  type Blocklist,
  type BlocklistEngine,
  type BlocklistTable,
} from "./detect/blocklist/blocklist.ts";
export { attachBlocklist, createTable } from "./detect/blocklist/engines.ts";
export { type Listings, type ListingsHandle, attachListings, listingsOf } from "./detect/blocklist/listings.ts";
export { BlocklistRegistry } from "./detect/blocklist/registry.ts";
export { Lookalikes } from "./detect/lookalike/lookalikes.ts";
export { loadProtectedIdentities } from "./detect/lookalike/protected.ts";
export type { Matcher, Template } from "./detect/matcher/matcher.ts";
export { MATCHER_ENGINES, type MatcherEngine, attachMatcher, buildMatcher } from "./detect/matcher/engines.ts";
export { TemplateLibrary } from "./detect/matcher/library.ts";
export { type ScriptOrigin, refuseAlikeScripts } from "./detect/matcher/match-work.ts";
export { attachNormaliser, normaliseText } from "./detect/matcher/normaliser.ts";
export { buildNormaliserTable } from "./detect/matcher/normaliser-table.ts";
export { riskOf } from "./event/risk.ts";
export { type ClassifierSettings, DEFAULT_CLASSIFIER } from "./detect/classifier/weights.ts";
export { type ScreeningTables, screen } from "./detect/screening.ts";
export type { EvidenceKind, Stage, StageOf } from "./detect/stage.ts";
export { type StageHandles, StageTables } from "./detect/tables.ts";
export { Skimmer } from "./detect/skim/skimmer.ts";
export { formatScenario, loadScenario, shippedScenarios } from "./scenario/file.ts";
export type { Scenario } from "./scenario/schema.ts";
export { type SimulationOptions, type SimulationResult, simulate } from "./engine/simulation.ts";
export { SimulationPool } from "./engine/simulation-pool.ts";
export { type ArmsOptions, type ArmsResult, simulateArms } from "./experiment/arms.ts";
export { type RunDescription, reportRun } from "./report/run-report.ts";
export { type ReportInput, buildReport } from "./report/report.ts";
export type { Report } from "./report/schema.ts";
export { renderReport } from "./report/terminal/render-report.ts";
