/** A signal: something that the platform saw, and that makes it likelier that a gang is working on a subscriber. */
import type { Identity } from "../event/identity.ts";

export const SIGNAL_KINDS = [
  "flaggedContact",
  "suspectCall",
  "callBack",
  "reply",
  "lookUp",
  /** A number, domain or account known only now, with which the subscriber had contact before. */
  "lookBack",
  /** Another suspect number, linked to an earlier one of the same subscriber. */
  "severalNumbers",
  "install",
  /** A chat with a person named by a suspect number. */
  "chat",
  /** A payment to an account that a victim reported. */
  "payment",
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

export interface Signal {
  readonly kind: SignalKind;
  readonly subscriber: number;
  /** When the platform learned of it. */
  readonly timeMs: number;
  /** Added exposure; at least 0. */
  readonly strength: number;
  /** Null for a domain or an account. */
  readonly identity: Identity | null;
  readonly host: string | null;
}
