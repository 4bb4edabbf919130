/** Units of time that more than one room counts in. */
export const HOUR_MS = 3_600_000;
export const HOURS_PER_DAY = 24;
