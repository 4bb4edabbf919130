import type { BlocklistKey } from "../event/blocklist-key.ts";
import type { Identity } from "../event/identity.ts";

/** A template is dropped this long after it was learned. Assumed; changes no headline figure. */
export const TEMPLATE_LIFE_DAYS = 45;

export type ListingUpdate =
  /** `isConfirmed`: somebody investigated it. */
  | { readonly what: "identity"; readonly identity: Identity; readonly fromTick: number; readonly isConfirmed?: true }
  /** Hundreds an hour come into force together. */
  | { readonly what: "identities"; readonly identities: Float64Array; readonly fromTick: number }
  | { readonly what: "host"; readonly host: string; readonly fromTick: number }
  /** Delisted: its holder appealed. */
  | { readonly what: "cleared"; readonly key: BlocklistKey; readonly fromTick: number }
  | { readonly what: "script"; readonly text: string; readonly fromTick: number };

export interface InvestigationCounts {
  readonly complaints: number;
  readonly cases: number;
  readonly fraudulent: number;
  readonly benign: number;
  readonly wrong: number;
  readonly waiting: number;
  /** Lines that operators cut off for many outgoing calls, and those of them that were benign. */
  readonly cutOff: number;
  readonly cutOffWrongly: number;
  /** Listings that ended by an appeal. */
  readonly appeals: number;
}
