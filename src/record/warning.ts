/** Early warnings, and how they are delivered. */
import type { Identity } from "../event/identity.ts";
import type { SignalKind } from "./signal.ts";

/** In ascending order of risk. */
export const WARNING_LEVELS = ["low", "medium", "high"] as const;
export type WarningLevel = (typeof WARNING_LEVELS)[number];

/** In ascending order of strength. Family: a relative, rung up by an agent, talks to the subscriber. */
export const DELIVERY_CHANNELS = ["message", "telephone", "family", "visit"] as const;
export type DeliveryChannel = (typeof DELIVERY_CHANNELS)[number];

/** What a warned person may say: I take care; all is well; leave me alone. */
export const SPOKEN_REPLIES = ["agreement", "denial", "refusal"] as const;
export type SpokenReply = (typeof SPOKEN_REPLIES)[number];

/** What the platform hears when a warning has arrived: words, never the thoughts behind them. */
export const REPLIES = [...SPOKEN_REPLIES, "silence"] as const;
export type Reply = (typeof REPLIES)[number];

/** How often each was said. */
export type ReplyCounts = Readonly<Record<SpokenReply, number>>;

export function noReplies(): Record<SpokenReply, number> {
  return { agreement: 0, denial: 0, refusal: 0 };
}

/** One warning to one subscriber, for one episode of exposure. */
export interface EarlyWarning {
  /** Serial number in the run, from 0, in the order of pushing. */
  readonly id: number;
  readonly subscriber: number;
  readonly pushedMs: number;
  /** At the push. */
  readonly level: WarningLevel;
  readonly exposure: number;
  /** What the strongest signal is worth of it. */
  readonly strongest: number;
  /** The kinds of signal behind it, strongest first. */
  readonly reasons: readonly SignalKind[];
  /** What it warns of: the number or domain of the strongest signal; neither where it is a payment. */
  readonly identity: Identity | null;
  readonly host: string | null;
}

/** A warning that reached its subscriber by one channel. */
export interface Delivery {
  readonly warning: number;
  readonly subscriber: number;
  readonly channel: DeliveryChannel;
  /** 1 for the first delivery of the warning by this channel. */
  readonly ordinal: number;
  readonly timeMs: number;
}

export const CLOSING_REASONS = [
  /** The subscriber promised to take care. */
  "agreed",
  /** The subscriber said that all is well, and was believed. */
  "denied",
  /** Every way of delivery was tried as often as is allowed. */
  "exhausted",
  /** Its level asks for no more than a message, which was sent. */
  "messageOnly",
  /** It grew too old. */
  "expired",
  /** The run was over. */
  "runEnded",
] as const;
export type ClosingReason = (typeof CLOSING_REASONS)[number];

/** A warning once all is over. */
export interface WarningRecord extends EarlyWarning {
  /** The highest level that it rose to. */
  readonly finalLevel: WarningLevel;
  /** To the subscriber; not those to a relative. */
  readonly calls: number;
  readonly visits: number;
  /** What agents and teams were told. */
  readonly replies: ReplyCounts;
  readonly closedMs: number;
  readonly closedBecause: ClosingReason;
}

/** What one kind of team is doing. */
export interface TeamState {
  readonly channel: TeamStatistics["channel"];
  /** Agents, or teams; of them at work; jobs that wait for one. */
  readonly size: number;
  readonly busy: number;
  readonly queue: number;
  /** Calls or visits since the run began whose outcome is known; of them, those that reached the subscriber. */
  readonly attempts: number;
  readonly reached: number;
}

/** What one kind of team did in a run. */
export interface TeamStatistics {
  readonly channel: "telephone" | "visit";
  /** Agents, or teams. */
  readonly size: number;
  /** Calls or visits made; of them, those that reached the subscriber; refused, busy, nobody there. */
  readonly attempts: number;
  readonly delivered: number;
  readonly refused: number;
  readonly busy: number;
  readonly away: number;
  /** What the subscriber said to those who got through. A relative who is told says nothing of the subscriber. */
  readonly replies: ReplyCounts;
  /** In the hours of the scenario: time spent, summed over the team, and the time there was. */
  readonly busyMs: number;
  readonly availableMs: number;
  /** Jobs waiting at the end of each of these hours. */
  readonly queueByHour: readonly number[];
}
