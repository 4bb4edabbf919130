import type { Identity } from "../event/identity.ts";
import type { SignalKind } from "./signals.ts";

/** In ascending order of risk. */
export const WARNING_LEVELS = ["low", "medium", "high"] as const;
export type WarningLevel = (typeof WARNING_LEVELS)[number];

/** In ascending order of strength. Family: a relative, rung up by an agent, talks to the subscriber. */
export const DELIVERY_CHANNELS = ["message", "telephone", "family", "visit"] as const;
export type DeliveryChannel = (typeof DELIVERY_CHANNELS)[number];

export const SPOKEN_REPLIES = ["agreement", "denial", "refusal"] as const;
export type SpokenReply = (typeof SPOKEN_REPLIES)[number];

/** What the platform hears when a warning has arrived: words, never thoughts. */
export const REPLIES = [...SPOKEN_REPLIES, "silence"] as const;
export type Reply = (typeof REPLIES)[number];

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
  readonly level: WarningLevel;
  readonly exposure: number;
  /** The strongest signal's part of the exposure. */
  readonly strongest: number;
  /** The kinds of signal behind it, strongest first. */
  readonly reasons: readonly SignalKind[];
  /** The number or domain of the strongest signal; both null for a payment. */
  readonly identity: Identity | null;
  readonly host: string | null;
}

export interface Delivery {
  readonly warning: number;
  readonly subscriber: number;
  readonly channel: DeliveryChannel;
  /** 1 for the first delivery of the warning by this channel. */
  readonly ordinal: number;
  readonly timeMs: number;
}

export const CLOSING_REASONS = [
  "agreed",
  /** The subscriber said that all is well, and was believed. */
  "denied",
  "exhausted",
  /** Its level asks for no more than a message, which was sent. */
  "messageOnly",
  "expired",
  "runEnded",
] as const;
export type ClosingReason = (typeof CLOSING_REASONS)[number];

export interface WarningRecord extends EarlyWarning {
  readonly finalLevel: WarningLevel;
  /** To the subscriber, not to a relative. */
  readonly calls: number;
  readonly visits: number;
  readonly replies: ReplyCounts;
  readonly closedMs: number;
  readonly closedBecause: ClosingReason;
}

export interface TeamState {
  readonly channel: TeamStatistics["channel"];
  /** Members; members at work; waiting jobs. */
  readonly size: number;
  readonly busy: number;
  readonly queue: number;
  /** Calls or visits with a known outcome since the run began; those that reached the subscriber. */
  readonly attempts: number;
  readonly reached: number;
}

export interface TeamStatistics {
  readonly channel: "telephone" | "visit";
  readonly size: number;
  /** Calls or visits made; reached the subscriber; refused; busy; nobody there. */
  readonly attempts: number;
  readonly delivered: number;
  readonly refused: number;
  readonly busy: number;
  readonly away: number;
  /** Replies of subscribers. A relative's reply says nothing of the subscriber. */
  readonly replies: ReplyCounts;
  /** In the hours of the scenario: time spent, over the team, and time available. */
  readonly busyMs: number;
  readonly availableMs: number;
  /** At the end of each of these hours. */
  readonly queueByHour: readonly number[];
}
