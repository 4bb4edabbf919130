/**
 * Who enacts what the platform lists. Three operators block numbers and sites for their own customers. App stores,
 * which count as one, block apps for everyone. Operators are named by size: what each does is a parameter, and says
 * nothing about a real company.
 */
export const OPERATORS = ["largest", "second", "third"] as const;
export type Operator = (typeof OPERATORS)[number];

/** By operator, weight among customers: 942, 351 and 306 M mobile subscribers at the end of 2020 (annual reports). */
export const OPERATOR_CUSTOMERS: Readonly<Record<Operator, number>> = { largest: 0.59, second: 0.22, third: 0.19 };

/** All who get notices. The order is their code. */
export const RECIPIENTS = [...OPERATORS, "stores"] as const;
type Recipient = (typeof RECIPIENTS)[number];
export const STORES = OPERATORS.length;

/** Why a listed key was not blocked: 0 where it was, or where nothing listed was met. */
export const ENACTED = 0;
/** Its recipient never blocks it. */
export const REFUSED = 1;
/** Its recipient has not enacted the notice yet: LATE + whole hours since the listing, and no more than 255. */
export const LATE = 2;
export const MOST_LAPSE = 255;

/**
 * Counts of the notices of a run, by recipient. Notices from before the run are left out: they were enacted long ago.
 */
export interface NoticeCounts {
  readonly recipient: Recipient;
  readonly notices: number;
  /** Enacted when the run ended. */
  readonly enacted: number;
  /** Of the notices that are ever enacted: from listing to enactment, in whole hours; null where there are none. */
  readonly medianDelayHours: number | null;
  /** Look-ups of listed sites, or installs of listed apps, that were not refused for want of an enacted notice. */
  readonly passed: number;
}
