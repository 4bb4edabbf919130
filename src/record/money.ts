/** Where the money of a run went, by gang. Truth, like episodes: for the report alone. */

export const EXPENSES = [
  "sims",
  "simBoxSlots",
  "numbers",
  "devices",
  "accounts",
  "domains",
  "apps",
  "calls",
  "messages",
  "rewriting",
  "chats",
  "wages",
] as const;
export type Expense = (typeof EXPENSES)[number];

/** Whole fen, hundredths of a yuan, so that sums are exact. Arrays are by gang, `spent` by expense too. */
export interface MoneyStatement {
  /** Held before the first hour, or put in when a gang was founded. */
  readonly capital: Float64Array;
  readonly sent: Float64Array;
  /** Of that, stopped on the way and returned to victims. */
  readonly returned: Float64Array;
  /** Kept by launderers and by the holders of mule accounts. */
  readonly laundered: Float64Array;
  readonly muled: Float64Array;
  readonly spent: Readonly<Record<Expense, Float64Array>>;
  /** Held after the last hour; below 0 where gangs may owe. */
  readonly held: Float64Array;
  /** The part of the spending on cards and accounts that dealers passed on to holders. Dealers keep the rest. */
  readonly toHolders: number;
}

/** What each gang earned and paid day by day, in yuan: [day][gang]. */
export interface DailyBooks {
  readonly gangs: number;
  /** Final income from victims first engaged that day, after the parts of others. */
  readonly incomeYuan: Float64Array;
  readonly spentYuan: Float64Array;
}

/** Domains and apps of gangs that were blocked, by gang. Truth, like episodes: for the report alone. */
export interface BlockingCounts {
  readonly refusedApps: Uint32Array;
  readonly replacedDomains: Uint32Array;
  readonly replacedApps: Uint32Array;
  readonly domainYuan: number;
  readonly appYuan: number;
}
