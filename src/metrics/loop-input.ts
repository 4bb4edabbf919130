/** What a report needs of the closed loop, and how the same episodes went in the paired runs. */
import type { BankStatement } from "../record/bank.ts";
import type { BlockingCounts, MoneyStatement } from "../record/money.ts";
import type { CardStatement } from "../record/cards.ts";
import type { CardArm } from "./card-weeks.ts";
import type { EpisodeRecord } from "../record/episode.ts";
import type { InvestigationCounts } from "../record/investigation.ts";
import type { Member } from "../record/line-group.ts";
import type { MarkCounts } from "../record/complaint.ts";
import type { ReportedPeriodName } from "../record/reported-period.ts";
import type { TeamStatistics, Delivery, WarningRecord } from "../record/warning.ts";

export interface ArmOutcome {
  readonly episodes: readonly EpisodeRecord[];
}

export interface CardsOfRun {
  readonly statement: CardStatement;
  readonly withoutCrackdown: CardArm | null;
  readonly fromHour: number | null;
  /** Of the reported figures, the share that the scenario stands for; whether it has the whole crackdown. */
  readonly scale: number;
  readonly isWhole: boolean;
}

export interface LoopRecords {
  readonly episodes: readonly EpisodeRecord[];
  readonly warnings: readonly WarningRecord[];
  readonly deliveries: readonly Delivery[];
  /** By warning, in their order: the gang whose number or host it names; null, or left out, if no gang's. */
  readonly namedGangs?: readonly (number | null)[];
}

export interface LoopInput extends LoopRecords {
  /** Of the scenario, without the drain. */
  readonly hours: number;
  /** With the drain, until the last episode had ended. */
  readonly hoursRun: number;
  readonly subscribers: number;
  /** Of the reported figures, the share that the scenario stands for: 0.001. */
  readonly referenceScale: number;
  readonly referenceHours: number;
  /** The period of the reported figures; default 2020. */
  readonly reference?: ReportedPeriodName;
  readonly teams: readonly TeamStatistics[];
  readonly investigations: InvestigationCounts;
  readonly marks: MarkCounts;
  readonly blocking: BlockingCounts;
  readonly money: MoneyStatement;
  /** Null or left out if banks hold nothing. */
  readonly banks?: BankStatement | null;
  /** Null or left out if operators do not block by groups. */
  readonly groups?: Readonly<Record<Member, number>> | null;
  /** Null or left out if none are traded. */
  readonly cards?: CardsOfRun | null;
  /** The same scenario and seed with nothing, and with interception alone; null when the paired runs were left out. */
  readonly noDefences: ArmOutcome | null;
  readonly interceptionOnly: ArmOutcome | null;
}
