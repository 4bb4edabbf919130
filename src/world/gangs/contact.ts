/** Contacts of gangs: made, and to come. */
import type { Identity } from "../../event/identity.ts";
import type { Campaign } from "./gang.ts";

/** One contact of a gang, as it fared. */
export interface Contact {
  readonly gang: number;
  readonly target: number;
  /** Step of the script and try of the step, both from 0. */
  readonly step: number;
  readonly attempt: number;
  readonly campaign: Campaign;
  readonly subscriber: number;
  readonly timeMs: number;
  /** Not blocked. */
  readonly delivered: boolean;
  /** True for a message. */
  readonly answered: boolean;
  /** The line or sender, as shown. */
  readonly identity: Identity;
  /** The gang's domain that the text names, or null. */
  readonly host: string | null;
}

/** One contact with one target, who was approached before or is a lead: which it is, and how it is keyed. */
export interface FollowUpKey {
  readonly campaign: Campaign;
  readonly target: number;
  readonly step: number;
  readonly attempt: number;
}

/** A contact that a gang is going to make. */
export interface FollowUp extends FollowUpKey {
  readonly dueMs: number;
}
