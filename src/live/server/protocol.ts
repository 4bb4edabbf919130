/**
 * What the server of the live page and the page say to each other, and nothing else: types alone, shared by both sides.
 *
 *     GET    /api/catalogue                  -> Catalogue
 *     POST   /api/runs        RunRequest     -> RunAccepted (201)
 *     GET    /api/runs/:run/stream           -> server-sent events: "hello" Hello, "frame" Frame, "status" Status;
 *                                               ids are ticks; "call" Call, "displaced" Displaced
 *     POST   /api/runs/:run/present Call     -> 204
 *     POST   /api/runs/:run/control Command  -> Status
 *     GET    /api/runs/:run/events/:event    -> ExplainedEvent (of the events sampled lately)
 *     DELETE /api/runs/:run                  -> 204
 *
 * A call goes out where somebody else would like the place of whoever reads the stream: who answers soon keeps it. A
 * stream whose place was given away ends with "displaced".
 *
 * Errors are `Problem` documents with a status of 400 and above. All counts are totals since the run began, and of
 * hours that share a frame it holds every point, so a page that is too slow for the run loses nothing but samples.
 */
import type { TableStatistics } from "../../engine/platform.ts";
import type { Decision } from "../../event/findings.ts";
import type { StageWords } from "../../explain/stage-words.ts";
import type { Funnel } from "../../metrics/funnel.ts";
import type { GangState } from "../../record/gang-state.ts";
import type { TeamState, WarningLevel } from "../../record/warning.ts";

/** Controls of a student. The server knows the scenario parameters of each. */
export const CONTROL_KEYS = [
  "filterEntries",
  "filterErrorRate",
  "matchThreshold",
  "obfuscation",
  "reportDelayHours",
  "warningThreshold",
  "telephoneAgents",
  "prevalence",
] as const;
export type ControlKey = (typeof CONTROL_KEYS)[number];
export type Settings = Readonly<Partial<Record<ControlKey, number>>>;

export interface Control {
  readonly key: ControlKey;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly scale: "linear" | "log";
  readonly unit: "entries" | "share" | "level" | "hours" | "exposure" | "agents";
  /** The scenario parameters behind it, as `--set` names them. */
  readonly parameters: readonly string[];
}

export interface Catalogue extends StageWords {
  readonly controls: readonly Control[];
  readonly seed: number;
  readonly scenarios: readonly {
    readonly name: string;
    readonly description: string;
    readonly hours: number;
    readonly subscribers: number;
    readonly gangs: number;
    readonly defaults: Readonly<Record<ControlKey, number>>;
    readonly idle: Readonly<Partial<Record<ControlKey, IdleReason>>>;
  }[];
}

/** What a scenario lacks for a control to matter. */
export type IdleReason = "noBlocklist" | "noFilter" | "noMatch" | "noComplaints" | "noWarnings";

export interface RunRequest {
  readonly scenario: string;
  readonly seed: number;
  readonly settings: Settings;
  /** Simulated hours a second; null: as fast as it goes. */
  readonly hoursPerSecond: number | null;
  /** Starts at once, or waits for "play" or "step". */
  readonly playing: boolean;
}

export interface RunAccepted {
  readonly run: string;
  /** The command that repeats the run without a page. */
  readonly reproduce: string;
}

export type Command =
  | { readonly do: "play" | "pause" | "step" | "crackdown" }
  | { readonly do: "pace"; readonly hoursPerSecond: number | null };

export interface CrackdownState {
  /** It works from this hour on, which may be to come; null: never. */
  readonly fromHour: number | null;
  /** Why it cannot begin at another hour; null if it can, until that hour comes. */
  readonly idle: CrackdownIdleReason | null;
}

/** No cards are traded, or a student has begun it. */
export type CrackdownIdleReason = "noCards" | "begun";

export interface Status {
  readonly state: "starting" | "playing" | "paused" | "ended" | "failed";
  readonly hoursPerSecond: number | null;
  /** Null unless the run failed. */
  readonly problem: string | null;
  /** As in the report of the same run; null before the end. */
  readonly digest: string | null;
  readonly crackdown: CrackdownState;
  /** As in RunAccepted, with what has begun since. */
  readonly reproduce: string;
}

/** A call to send back, to show that the stream is read. */
export interface Call {
  readonly call: string;
}

export type Displaced = Problem;

/** The first message of every connection: enough to draw the run from nothing. */
export interface Hello {
  readonly run: string;
  readonly request: RunRequest;
  readonly status: Status;
  /** Simulated hours with first contacts; the run goes on until its last episode has ended. */
  readonly hours: number;
  /** The history, and the last frame; null before the first hour is done. */
  readonly history: readonly HistoryPoint[];
  readonly frame: Frame | null;
}

export interface BesideTotals {
  /** People who lost money, and how much, with interception alone: nobody is warned. */
  readonly lostUnwarned: number;
  readonly lostYuanUnwarned: number;
  /** With no defences. */
  readonly lostYuanUndefended: number;
}

export interface HistoryPoint extends BesideTotals {
  readonly hour: number;
  readonly eventsInHour: number;
  readonly fraudInHour: number;
  readonly blockedFraudInHour: number;
  readonly blockedBenignInHour: number;
  readonly warningsInHour: number;
  /** Total: people who kept their money after a warning reached them in time. */
  readonly kept: number;
  /** Total: warnings to people who were in no episode. */
  readonly falseAlarms: number;
  readonly telephoneQueue: number;
  readonly visitQueue: number;
  /** Totals, with all defences: people who lost money, and how much. */
  readonly lost: number;
  readonly lostYuan: number;
  /** What gangs pay for a set of cards; absent if none are traded. */
  readonly setYuan?: number;
}

type Filter = NonNullable<TableStatistics["filter"]>;

/** Totals once an hour is done. */
export interface Frame extends BesideTotals {
  readonly hour: number;
  readonly events: number;
  readonly calls: number;
  readonly messages: number;
  readonly fraud: DecisionCounts;
  readonly benign: DecisionCounts;
  readonly stages: readonly StageCounts[];
  /** Look-ups, and those that the filter took for listed ones: 0 for an engine without a filter. */
  readonly filter: (Filter & { readonly probed: number; readonly falsePositives: number }) | null;
  readonly templatesInForce: number;
  /** Of warnings with a known outcome; `pushed` counts all. */
  readonly funnel: Omit<Funnel, "repeats">;
  /** Warnings to people who were in no episode: of all that were pushed. */
  readonly falseAlarms: number;
  readonly teams: readonly TeamState[];
  readonly gangs: GangState;
  readonly episodes: {
    readonly begun: number;
    readonly open: number;
    readonly lost: number;
    readonly begunUndefended: number;
  };
  readonly lostYuan: number;
  /** Hours until the world's last episode ended; null while it goes on. */
  readonly over: Readonly<Record<"defended" | "unwarned" | "undefended", number | null>>;
  readonly point: HistoryPoint;
  /** All hours since the connection's last frame, or since its hello; the last is `point`. */
  readonly points: readonly HistoryPoint[];
  /** Some events of the hour; at full speed, of the last sampled hour, each sent once. */
  readonly samples: readonly SampledEvent[];
  /** The latest pushed in the hours of `points`, or since the start in the frame of a hello; in their order. */
  readonly warnings: readonly PushedWarning[];
}

export interface DecisionCounts {
  readonly allowed: number;
  readonly flagged: number;
  readonly blocked: number;
}

/** Events that a stage had evidence on; of them blocked; of these, let through if it had been silent. */
export interface StageCounts {
  readonly stage: string;
  readonly fraud: { readonly seen: number; readonly blocked: number; readonly decisive: number };
  readonly benign: { readonly seen: number; readonly blocked: number; readonly decisive: number };
}

export interface SampledEvent {
  /** 16 hexadecimal digits. */
  readonly id: string;
  readonly hour: number;
  readonly kind: "call" | "message";
  readonly caller: string;
  /** The head of a text, whatever it holds; null for a call. */
  readonly text: string | null;
  readonly decision: Decision;
  readonly stages: readonly StageCounts["stage"][];
  readonly fraud: boolean;
}

export interface PushedWarning {
  readonly id: number;
  readonly hour: number;
  readonly level: WarningLevel;
  readonly subscriber: string;
  readonly text: string;
}

/**
 * `explanation` is an `Explanation` of src/explain, `truth` a `TruthDocument` of src/report, `outcome` an
 * `EventOutcome` there.
 */
export interface ExplainedEvent<Explanation = unknown, Truth = unknown, Outcome = unknown> {
  readonly event: SampledEvent;
  readonly explanation: Explanation;
  readonly truth: Truth;
  /** As of the shown hour; null for a benign event. */
  readonly outcome: Outcome | null;
}

export interface Problem {
  readonly error: string;
}
