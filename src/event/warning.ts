/** Early warnings, and how they are delivered. */
import type { Identity } from "./identity.ts";
import type { SignalKind } from "./signal.ts";

/** In ascending order of risk. */
export const WARNING_LEVELS = ["low", "medium", "high"] as const;
export type WarningLevel = (typeof WARNING_LEVELS)[number];

/** In ascending order of strength. */
export const DELIVERY_CHANNELS = ["text", "telephone", "visit"] as const;
export type DeliveryChannel = (typeof DELIVERY_CHANNELS)[number];

/** One warning to one subscriber, for one episode of exposure. */
export interface EarlyWarning {
  /** Serial number in the run, from 0, in the order of pushing. */
  readonly id: number;
  readonly subscriber: number;
  readonly pushedMs: number;
  /** At the push; `EarlyWarningState.level` may rise later. */
  readonly level: WarningLevel;
  readonly exposure: number;
  /** The kinds of signal behind it, strongest first. */
  readonly reasons: readonly SignalKind[];
  /** What it warns of: the number or domain of the strongest signal. */
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
