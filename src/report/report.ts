/**
 * The report of a run, as a document: every figure follows from the merged tally and from the records of the loop.
 * Positive = blocked = intercepted.
 */
import type { MatcherTrial } from "../detect/matcher/try-matcher.ts";
import type { FilterTrial } from "../record/filter-trial.ts";
import { sumOf } from "../core/sum.ts";
import { assert } from "../core/assert.ts";
import type { Machine } from "../core/machine.ts";
import { BENIGN_CLASSES } from "../event/taxonomy.ts";
import { BLOCK, FLAG } from "../event/findings.ts";
import { type AdversaryInput, adversarySection } from "./adversary.ts";
import { baselineRows, singleFeatureRows } from "./baselines.ts";
import { interceptionByChannel, interceptionTables } from "./breakdown.ts";
import { formatDigest, mergeDigest } from "../metrics/digest.ts";
import { headlineRates, precisionRows } from "./headline.ts";
import { balanceLedger } from "../metrics/ledger.ts";
import { digestLoop } from "../metrics/loop-digest.ts";
import { blockedRate } from "../metrics/hurt-rate.ts";
import type { LoopInput, LoopRecords } from "../metrics/loop-input.ts";
import { reportLoop } from "./loop.ts";
import { rate, scaleClusteredRate } from "../metrics/rates.ts";
import { type RetrainingInput, retrainingReport } from "./retraining.ts";
import { REPORT_SCHEMA_VERSION, type Report } from "./schema.ts";
import { decidedRows, evidenceRows, precisionRecallCurves, stageRows } from "./stage-rows.ts";
import { benignCell, CHANNELS, type Tally } from "../metrics/tally.ts";
import type { TextTrial } from "../metrics/text-trial.ts";

/** What the report needs to know of a run beside its tally. */
export interface ReportInput {
  readonly scenario: string;
  readonly seed: number;
  readonly workers: number;
  /** The command line that repeats the run. */
  readonly reproduce: string;
  /** The merged tally of all batches. */
  readonly tally: Tally;
  /** Events that were planned, by a count apart from the tally's: see `balanceLedger`. */
  readonly planned?: number;
  /** The blocklist's filter, tried at the end of the run; null when it has none. */
  readonly filter: FilterTrial | null;
  /** What character pairs alone would have done; null where there was nothing to learn from, or nobody asked. */
  readonly textTrial?: TextTrial | null;
  /** The matcher, tried then too; null or left out where it decides as `scan` does. */
  readonly matcher?: MatcherTrial | null;
  readonly loop: LoopInput;
  /** Null or left out where gangs keep their habit. */
  readonly adversary?: AdversaryInput | null;
  /** Null or left out where the model stays as it is. */
  readonly retraining?: RetrainingInput | null;
  /** Null or left out where it was not asked for. */
  readonly performance: {
    readonly wallSeconds: number;
    readonly peakRssMiB: number;
    readonly node: string;
    readonly machine?: Machine;
    /** Share of the wall time that the main thread was busy. */
    readonly mainThreadBusy: number;
    /** With the paired runs. */
    readonly wallSecondsAllArms: number;
  };
}

/** Throws RingfenceError("invariant") when the ledger does not balance: then there is nothing to report. */
export function buildReport(input: ReportInput): Report {
  const { tally } = input;
  const ledger = balanceLedger(tally, input.planned);
  const channel = interceptionByChannel(tally);
  const { funnelRates, ...loop } = reportLoop(tally, input.loop);
  const rates = { ...headlineRates(tally), ...funnelRates };
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    scenario: input.scenario,
    seed: input.seed,
    workers: input.workers,
    digest: digestRun(tally, input.loop),
    reproduce: input.reproduce,
    hours: {
      scenario: input.loop.hours,
      untilLastOutcome: input.loop.hoursRun,
      reference: input.loop.referenceHours,
    },
    events: {
      total: ledger.generated,
      calls: ledger.byChannel.calls.generated,
      messages: ledger.byChannel.messages.generated,
    },
    fraud: {
      contacts: pick(channel, "contacts"),
      intercepted: {
        ...pick(channel, "intercepted"),
        domains: sumOf(tally.columns.domains),
        apps: sumOf(input.loop.blocking.refusedApps),
      },
      flagged: pick(channel, "flagged"),
    },
    benign: benignSection(tally),
    ...loop,
    rates,
    precisionByPrevalence: precisionRows(tally),
    interception: { channel, ...interceptionTables(tally) },
    filter: filterSection(input),
    ...(input.matcher ? { matcher: matcherSection(input.matcher) } : {}),
    baselines: baselineRows(tally, rates, input.textTrial ?? null),
    singleFeatures: singleFeatureRows(tally),
    precisionRecall: precisionRecallCurves(tally),
    stages: stageRows(tally),
    decidedBy: decidedRows(tally),
    evidence: evidenceRows(tally),
    ledger,
    ...(input.adversary ? { adversary: adversarySection(tally, input.loop.money, input.adversary) } : {}),
    ...(input.retraining ? { retraining: retrainingReport(tally, input.retraining) } : {}),
    performance: performanceSection(input, ledger.generated),
  };
}

/** Of the events' digest and the loop's, in a sum of its own: a report may be built twice. */
export function digestRun(tally: Tally, loop: LoopRecords): string {
  const digest = new Uint32Array(2);
  mergeDigest(digest, tally.columns.digest);
  digestLoop(digest, loop);
  return formatDigest(digest);
}

function pick(
  rows: Report["interception"]["channel"],
  key: "contacts" | "intercepted" | "flagged",
): Report["fraud"]["contacts"] {
  const [calls, messages] = rows.map((row) => row[key]);
  return { calls: calls!, messages: messages! };
}

type BenignSection = Report["benign"];

function benignSection(tally: Tally): BenignSection {
  const entries = BENIGN_CLASSES.map((name, index) => {
    const [calls, messages] = CHANNELS.map((_, channel) => benignCounts(tally, index, channel));
    const total = calls!.total + messages!.total;
    const intercepted = calls!.intercepted + messages!.intercepted;
    const flagged = calls!.flagged + messages!.flagged;
    const interceptedPer10000 = scaleClusteredRate(blockedRate(tally, index, total), 10_000);
    return [name, { total, intercepted, flagged, interceptedPer10000, calls: calls!, messages: messages! }] as const;
  });
  const sum = (key: "total" | "intercepted" | "flagged"): number => entries.reduce((all, [, row]) => all + row[key], 0);
  return {
    total: sum("total"),
    intercepted: sum("intercepted"),
    flagged: sum("flagged"),
    byClass: Object.fromEntries(entries) as BenignSection["byClass"],
  };
}

function benignCounts(tally: Tally, benignClass: number, channel: number) {
  const { benign } = tally.columns;
  const at = benignCell(benignClass, channel);
  return {
    total: benign[at]! + benign[at + FLAG]! + benign[at + BLOCK]!,
    intercepted: benign[at + BLOCK]!,
    flagged: benign[at + FLAG]!,
  };
}

function filterSection({ tally, filter: trial }: ReportInput): Report["filter"] {
  if (trial === null) return null;
  const [numbers, falseNumbers, domains, falseDomains] = tally.columns.filter;
  return {
    promised: trial.promised,
    expected: trial.expected,
    measured: rate(trial.falsePositives, trial.probes),
    numbers: { probed: numbers!, falsePositives: falseNumbers! },
    domains: { probed: domains!, falsePositives: falseDomains! },
  };
}

function matcherSection({ engine, messages, differing }: MatcherTrial): NonNullable<Report["matcher"]> {
  return { engine, differing: rate(differing, messages) };
}

function performanceSection({ performance }: ReportInput, events: number): Report["performance"] {
  const { wallSeconds, peakRssMiB, node, machine, mainThreadBusy, wallSecondsAllArms } = performance;
  assert(wallSeconds > 0, `a run takes time, got ${wallSeconds} s`);
  return {
    wallSeconds: threeDigits(wallSeconds),
    eventsPerSecond: Math.round(events / wallSeconds),
    peakRssMiB: Math.round(peakRssMiB * 10) / 10,
    node,
    ...(machine === undefined ? {} : { machine }),
    // Two clocks are read, so a thread without a pause can measure a hair above 1.
    mainThreadBusy: Math.min(1, threeDigits(mainThreadBusy)),
    wallSecondsAllArms: threeDigits(wallSecondsAllArms),
  };
}

function threeDigits(value: number): number {
  return Math.round(value * 1000) / 1000;
}
