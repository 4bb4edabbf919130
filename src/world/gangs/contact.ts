import type { Identity } from "../../event/identity.ts";
import type { Campaign } from "./gang.ts";

export interface Contact {
  readonly gang: number;
  readonly target: number;
  readonly step: number;
  readonly attempt: number;
  readonly campaign: Campaign;
  readonly subscriber: number;
  readonly timeMs: number;
  readonly delivered: boolean;
  /** True for a message. */
  readonly answered: boolean;
  readonly identity: Identity;
  readonly host: string | null;
}

/** One contact with one target who was approached before or is a lead: which contact it is, and its draw key. */
export interface FollowUpKey {
  readonly campaign: Campaign;
  readonly target: number;
  readonly step: number;
  readonly attempt: number;
}

export interface FollowUp extends FollowUpKey {
  readonly dueMs: number;
}
