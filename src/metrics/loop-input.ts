/**
 * What a report needs of the closed loop: episodes and their warnings, and how the same episodes went in the paired
 * runs.
 */
import type { BankStatement } from "../record/bank.ts";
import type { BlockingCounts } from "../record/blocking.ts";
import type { CardStatement } from "../record/cards.ts";
import type { CardArm } from "./card-weeks.ts";
import type { EpisodeRecord } from "../record/episode.ts";
import type { InvestigationCounts } from "../record/investigation.ts";
import type { MarkCounts } from "../record/marks.ts";
import type { MoneyStatement } from "../record/money.ts";
import type { ReportedPeriodName } from "../record/reported-period.ts";
import type { SignalCounts } from "./signal-worth.ts";
import type { TeamStatistics, Delivery, WarningRecord } from "../record/warning.ts";

/** What is kept of a paired run. */
export interface ArmOutcome {
  readonly episodes: readonly EpisodeRecord[];
}

/** What is known of the trade in cards, and of its paired run. */
export interface CardsOfRun {
  readonly statement: CardStatement;
  /** The run without the crackdown; null where it was left out. */
  readonly withoutCrackdown: CardArm | null;
  /** Null where there is no crackdown. */
  readonly fromHour: number | null;
  /** Of the reported figures, the share that the scenario stands for; whether it has the whole crackdown. */
  readonly scale: number;
  readonly isWhole: boolean;
}

/** All that happened in the closed loop of one run. */
export interface LoopRecords {
  readonly episodes: readonly EpisodeRecord[];
  readonly warnings: readonly WarningRecord[];
  readonly deliveries: readonly Delivery[];
  /** Of each warning, in their order, the gang whose number or host it names; null, or left out, where nobody's. */
  readonly namedGangs?: readonly (number | null)[];
}

export interface LoopInput extends LoopRecords {
  /** Of the scenario, without the hours that the run goes on for its last episodes. */
  readonly hours: number;
  /** With them: until the last episode had ended. */
  readonly hoursRun: number;
  readonly subscribers: number;
  /** Of the reported figures, the share that the scenario stands for: 0.001. */
  readonly referenceScale: number;
  /** The hours of a scenario that this share is for. */
  readonly referenceHours: number;
  /** The period whose figures they are; left out: that of 2020. */
  readonly reference?: ReportedPeriodName;
  readonly teams: readonly TeamStatistics[];
  /** Who had which signals; left out where nobody counted. */
  readonly signals?: SignalCounts;
  readonly investigations: InvestigationCounts;
  readonly marks: MarkCounts;
  readonly blocking: BlockingCounts;
  readonly money: MoneyStatement;
  /** What banks held; null or left out where they hold nothing. */
  readonly banks?: BankStatement | null;
  /** The trade in cards; null or left out where there is none. */
  readonly cards?: CardsOfRun | null;
  /** The same scenario and seed with nothing, and with interception alone; null when the paired runs were left out. */
  readonly noDefences: ArmOutcome | null;
  readonly interceptionOnly: ArmOutcome | null;
}
