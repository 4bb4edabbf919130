/** A signal: something that the platform saw, and that makes it likelier that a gang is working on a subscriber. */
import type { Identity } from "../event/identity.ts";

export const SIGNAL_KINDS = [
  /** A contact that screening flagged and let through. */
  "flaggedContact",
  /** A long answered call with a suspect number. */
  "suspectCall",
  /** A call back to a suspect number, a reply to one. */
  "callBack",
  "reply",
  /** A look-up of a suspect domain. */
  "lookUp",
  /** A number or domain listed now, or an account reported now, with which the subscriber had contact before. */
  "lookBack",
  /** Another suspect number, linked to one that contacted the subscriber before. */
  "severalNumbers",
  /** An install of a suspect app. */
  "install",
  /** A chat with somebody whom a suspect number named. */
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
  /** What it adds to the subscriber's exposure; at least 0. */
  readonly strength: number;
  /** The number concerned, or null where it is a domain or an account. */
  readonly identity: Identity | null;
  readonly host: string | null;
}
