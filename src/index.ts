/** The public names. Re-exports only. */
export { RingfenceError, type ErrorCode } from "./core/errors.ts";
export { EventBatch, KIND_CALL, KIND_MESSAGE, ROUTES, type Route, textOf } from "./event/event-batch.ts";
export { DECISIONS, type Decision, Findings } from "./event/findings.ts";
export { ABSENT, FILTER_ONLY, LISTED, listingsFound } from "./detect/blocklist/found.ts";
export { EVIDENCE, type Evidence, evidenceNames } from "./detect/evidence.ts";
export { type Identity, formatIdentity, parseIdentity } from "./event/identity.ts";
export { maskIdentity } from "./event/masking.ts";
export { domainKey } from "./event/link/domain-key.ts";
export {
  type Blocklist,
  type BlocklistEngine,
  type BlocklistHandle,
  type BlocklistProbe,
  type BlocklistTable,
  MAX_KEY,
  assertKey,
  assertKeys,
  tableFull,
} from "./detect/blocklist/blocklist.ts";
export { BLOCKLIST_ENGINES, attachBlocklist, blocklistEngines, createTable } from "./detect/blocklist/engines.ts";
export { type FilterAdapter, blocklistFrom } from "./detect/blocklist/blocklist-from.ts";
export { ListedHosts } from "./detect/blocklist/listed-hosts.ts";
export {
  type Listings,
  type ListingsHandle,
  type ListingsOptions,
  attachListings,
  listingsOf,
} from "./detect/blocklist/listings.ts";
export { type ChosenEngines, loadEngines } from "./detect/engines.ts";
export { BlocklistRegistry } from "./detect/blocklist/registry.ts";
export { Lookalikes } from "./detect/lookalike/lookalikes.ts";
export { loadProtectedIdentities } from "./detect/lookalike/protected.ts";
export {
  MAX_MATCH_UNITS,
  MIN_MATCH_UNITS,
  type Matcher,
  NO_TEMPLATE,
  type Template,
  cutTemplate,
  matchLength,
} from "./detect/matcher/matcher.ts";
export { MATCHER_ENGINES, attachMatcher, buildMatcher, matcherEngines } from "./detect/matcher/engines.ts";
export type { MatcherEngine, MatcherHandle, MatcherTables, OwnTables } from "./detect/matcher/matcher-engine.ts";
export { type SearchAdapter, matcherFrom } from "./detect/matcher/matcher-from.ts";
export { ROOM_UNITS } from "./detect/matcher/message-room.ts";
export { Nearest } from "./detect/matcher/nearest.ts";
export { TemplateLibrary } from "./detect/matcher/library.ts";
export { type ScriptOrigin, refuseAlikeScripts } from "./detect/matcher/match-work.ts";
export { attachNormaliser, normaliseText } from "./detect/normaliser/normaliser.ts";
export { buildNormaliserTable } from "./detect/normaliser/normaliser-table.ts";
export { loadNormaliserTable } from "./detect/normaliser/stored-normaliser.ts";
export { KeyIndex } from "./core/key-index.ts";
export { riskOf } from "./event/risk.ts";
export { type ClassifierSettings, DEFAULT_CLASSIFIER } from "./detect/classifier/weights.ts";
export { type ScreeningTables, screen } from "./detect/screening.ts";
export type { EvidenceKind, Stage, StageOf } from "./detect/stage.ts";
export { type StageHandles, StageTables } from "./detect/tables.ts";
export { Skimmer } from "./detect/skim/skimmer.ts";
export { formatScenario, loadScenario, type Setting, shippedScenarios } from "./scenario/file.ts";
export { readSettings } from "./scenario/settings-file.ts";
export type { Scenario } from "./scenario/schema.ts";
export { type SimulationOptions, type SimulationResult, simulate } from "./engine/simulation.ts";
export { SimulationPool } from "./engine/simulation-pool.ts";
export { type ArmsOptions, type ArmsResult, simulateArms } from "./study/variants/arms.ts";
export { type PointFigures, type SweepOptions, type SweepResult, sweep } from "./study/sweep.ts";
export { STUDY_FIGURES, type FigureRow, type StudyFigure } from "./study/figures.ts";
export type { Estimate } from "./study/between-worlds.ts";
export { type RunDescription, reportRun } from "./report/run-report.ts";
export { buildReport } from "./report/build-report.ts";
export type { ReportInput } from "./report/run-input.ts";
export type { Report } from "./report/schema.ts";
export { type KeptRun, writeRun } from "./report/directory/write-run.ts";
export { type ShippedTemplate, shippedTemplates } from "./cli/shipped-templates.ts";
export { type RowSource, readRows } from "./rows/read-rows.ts";
export {
  DATASET_PARTS,
  type DatasetPart,
  type GenerateOptions,
  type GeneratedDataset,
  generate,
} from "./dataset/generate.ts";
export type { Manifest } from "./dataset/manifest.ts";
export { type ReadEventsOptions, type WriteEventsOptions, readEvents, writeEvents } from "./dataset/event-file.ts";
export { FILE_FORMATS, type FileFormat } from "./rows/file-format.ts";
export { fillEvents } from "./rows/fill-events.ts";
export type { Row, RowBatch } from "./rows/row.ts";
export type { MatcherTrial } from "./detect/matcher/try-matcher.ts";
export { renderReport } from "./report/terminal/render-report.ts";
export { type AblateOptions, ablate } from "./study/ablate.ts";
export type { Ablation } from "./study/ablation-schema.ts";
export {
  ASSUMED_COSTS,
  type ComparePoliciesOptions,
  type Policy,
  type PolicyCosts,
  comparePolicies,
} from "./study/compare-policies.ts";
export type { PolicyComparison } from "./study/policies-schema.ts";
export type { Measure, StudyRun } from "./study/measure.ts";
export { type Bounds, readBounds } from "./scenario/bounds.ts";
export { type CellResult, runCell } from "./study/run-cell.ts";
export { type CostProfile, readCostProfile } from "./study/tune/cost-profile.ts";
export { type PooledFigure, type RunRow, TUNE_FIGURES, tuneFigure } from "./study/tune/figures.ts";
export { settingsFragment } from "./scenario/settings-fragment.ts";
export { type Constraint, type Goal, type Judgement, readConstraint } from "./study/tune/goal.ts";
export { type JudgedSetting, type TuneOptions, type Tuning, tune } from "./study/tune/tune.ts";
export {
  type LabelledRows,
  type LabelledTuneOptions,
  type LabelledTuning,
  tuneLabelled,
} from "./training/labelled-tuning.ts";
export { groupNearDuplicates as nearDuplicateGroups } from "./training/near-duplicates.ts";
export { type CurvesOptions, type WarningCurve, type WarningCurves, warningCurves } from "./study/curves/curves.ts";
