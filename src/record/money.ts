/** Where the money of a run went, by gang. Truth, like episodes: for the report alone. */

/** What a gang pays for. */
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
  /** Sent by victims. */
  readonly sent: Float64Array;
  /** Of that, stopped on the way and returned to victims. */
  readonly returned: Float64Array;
  /** Kept by those who launder it, and by the holders of mule accounts. */
  readonly laundered: Float64Array;
  readonly muled: Float64Array;
  readonly spent: Readonly<Record<Expense, Float64Array>>;
  /** Held after the last hour; below 0 where gangs may owe. */
  readonly held: Float64Array;
  /** Of what gangs spent on cards and accounts: what dealers passed on to holders. The rest is theirs. */
  readonly toHolders: number;
}

/** What each gang earned and paid day by day, in yuan: [day][gang]. */
export interface DailyBooks {
  readonly gangs: number;
  /** What victims first engaged that day brought the gang in the end, after what others keep. */
  readonly incomeYuan: Float64Array;
  readonly spentYuan: Float64Array;
}
