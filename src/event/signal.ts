/**
 * A signal: something that the platform saw, and that makes it likelier that a subscriber is being worked on by a gang.
 */
import type { Identity } from "./identity.ts";

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
  /** An install of a suspect app. */
  "install",
  /** A number or domain listed now, with which the subscriber had to do before. */
  "lookBack",
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

export interface Signal {
  readonly kind: SignalKind;
  readonly subscriber: number;
  /** When the platform learned of it. */
  readonly timeMs: number;
  /** What it adds to the subscriber's exposure; at least 0. */
  readonly strength: number;
  /** The number concerned, or null where it is a domain. */
  readonly identity: Identity | null;
  readonly host: string | null;
}
