import type { Identity } from "../../event/identity.ts";
import type { Campaign } from "./campaign.ts";

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

export interface FollowUp {
  readonly campaign: Campaign;
  readonly target: number;
  readonly step: number;
  readonly attempt: number;
  readonly dueMs: number;
}
