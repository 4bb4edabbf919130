/**
 * What the server of the live page and the page say to each other, and nothing else: types alone, shared by both sides.
 *
 *     GET    /api/catalogue                  -> Catalogue
 *     POST   /api/runs        RunRequest     -> RunAccepted (201)
 *     GET    /api/runs/:run/stream           -> server-sent events: "hello" Hello, "frame" Frame, "status" Status; ids
 *                                               are ticks
 *     POST   /api/runs/:run/control Command  -> Status
 *     GET    /api/runs/:run/events/:event    -> ExplainedEvent (of the events sampled lately)
 *     DELETE /api/runs/:run                  -> 204
 *
 * Four runs go on at a time: the oldest gives way to a new one. A run stands still while no page reads its stream.
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
  "operatorDelayHours",
  "warningThreshold",
  "telephoneAgents",
  "visitTeams",
  "relativesKnown",
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
  readonly unit: "entries" | "share" | "level" | "hours" | "exposure" | "agents" | "teams";
}

export interface Catalogue extends StageWords {
  readonly controls: readonly Control[];
  readonly seed: number;
  readonly scenarios: readonly {
    readonly name: string;
    readonly hours: number;
    readonly subscribers: number;
    readonly gangs: number;
    readonly defaults: Readonly<Record<ControlKey, number>>;
    /** Controls without effect in it. */
    readonly idle: readonly ControlKey[];
  }[];
}

export interface RunRequest {
  readonly scenario: string;
  readonly seed: number;
  readonly settings: Settings;
  /** Simulated hours a second; null: as fast as it goes. */
  readonly hoursPerSecond: number | null;
}

export interface RunAccepted {
  readonly run: string;
}

export type Command =
  | { readonly do: "play" | "pause" | "step" | "crackdown" }
  | { readonly do: "pace"; readonly hoursPerSecond: number | null };

export interface CrackdownState {
  /** It works from this hour on, which may be to come; null: never. */
  readonly fromHour: number | null;
  /** False where no cards are traded, or a student has begun it. */
  readonly canBegin: boolean;
}

export interface Status {
  readonly state: "starting" | "playing" | "paused" | "ended" | "failed";
  readonly hoursPerSecond: number | null;
  /** Null unless the run failed. */
  readonly problem: string | null;
  /** As in the report of the same run; null before the end. */
  readonly digest: string | null;
  readonly crackdown: CrackdownState;
  /** The command that repeats the run without a page, with what has begun since. */
  readonly reproduce: string;
}

/** The first message of every connection: enough to draw the run from nothing. */
export interface Hello {
  readonly run: string;
  readonly request: RunRequest;
  readonly status: Status;
  /** Simulated hours with first contacts; the run goes on until its last episode has ended. */
  readonly hours: number;
  /** Names of the stages that the scenario switches off. */
  readonly off: readonly string[];
  /** The history, and the last frame; null before the first hour is done. */
  readonly history: readonly HistoryPoint[];
  readonly frame: Frame | null;
}

/** People who lost money, and how much: with interception alone, and with no defences. */
export interface OtherWorlds {
  readonly lostUnwarned: number;
  readonly lostYuanUnwarned: number;
  readonly lostUndefended: number;
  readonly lostYuanUndefended: number;
}

export interface HistoryPoint extends OtherWorlds {
  readonly hour: number;
  readonly eventsInHour: number;
  readonly fraudInHour: number;
  readonly blockedFraudInHour: number;
  readonly blockedBenignInHour: number;
  readonly warningsInHour: number;
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

/** Totals once an hour is done. */
export interface Frame extends OtherWorlds {
  readonly hour: number;
  readonly calls: number;
  readonly messages: number;
  readonly fraud: DecisionCounts;
  readonly benign: DecisionCounts;
  readonly stages: readonly StageCounts[];
  /** Look-ups, and those that the filter took for listed ones: 0 for an engine without a filter. */
  readonly filter:
    | (NonNullable<TableStatistics["filter"]> & { readonly probed: number; readonly falsePositives: number })
    | null;
  /** Of warnings with a known outcome; `pushed` counts all. */
  readonly funnel: Omit<Funnel, "repeats">;
  /** Warnings to people who were in no episode: of all that were pushed. */
  readonly falseAlarms: number;
  readonly teams: readonly TeamState[];
  readonly gangs: GangState;
  readonly lostYuan: number;
  /** All hours since the connection's last frame, or since its hello; the last is the frame's own. */
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
  /** Names of the stages that had evidence. */
  readonly stages: readonly string[];
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
