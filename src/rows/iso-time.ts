/** Reads times in ISO 8601. For speed, without regular expressions or strings, since a file has one in every row. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Days from 1 March of the year 0, counted from 1. */
const DAYS_TO_1970 = 719_469;

/**
 * Milliseconds since the epoch of a date, or a date and time: 2026-03-01T08:30:00.250+08:00. A space may replace the T,
 * and slashes the hyphens. Without a zone it is UTC. NaN for anything else.
 */
export function readIsoTime(text: string): number {
  const day = readDay(text);
  return text.length === DATE_UNITS ? day : day + readTimeOfDay(text);
}

const DATE_UNITS = 10;

function readDay(text: string): number {
  const separator = text.charCodeAt(4);
  if ((separator !== HYPHEN && separator !== SLASH) || text.charCodeAt(7) !== separator) return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (!(month >= 1 && month <= 12 && day >= 1) || day > daysIn(year, month)) return Number.NaN;
  // A year below 100 is a mistake.
  return year < 100 ? Number.NaN : dayMs(year, month, day);
}

/** Much faster than Date.UTC. A year of this count begins in March, so that a leap day is its last. */
function dayMs(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const days = marchYear * 365 + leapDays + Math.floor((marchMonth * 153 + 2) / 5) + day;
  return (days - DAYS_TO_1970) * DAY_MS;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

/** Milliseconds since midnight in UTC. */
function readTimeOfDay(text: string): number {
  const mark = text.charCodeAt(DATE_UNITS);
  if (mark !== UPPER_T && mark !== LOWER_T && mark !== SPACE) return Number.NaN;
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  if (!(hour <= 23 && minute <= 59) || text.charCodeAt(13) !== COLON) return Number.NaN;
  let at = 16;
  let seconds = 0;
  if (text.charCodeAt(at) === COLON) {
    seconds = digits(text, at + 1, 2);
    // 60 is a leap second.
    if (!(seconds <= 60)) return Number.NaN;
    at += 3;
  }
  const end = fractionEnd(text, at);
  const ms = fractionMs(text, at, end);
  return hour * HOUR_MS + minute * MINUTE_MS + seconds * 1000 + ms - readZone(text, end);
}

/** The end of the fraction that begins at `at`; `at` without one. */
function fractionEnd(text: string, at: number): number {
  const mark = text.charCodeAt(at);
  if (mark !== POINT && mark !== COMMA) return at;
  let end = at + 1;
  while (digits(text, end, 1) >= 0) end++;
  return end;
}

/** Whole milliseconds; NaN for a point without digits. */
function fractionMs(text: string, at: number, end: number): number {
  if (end === at) return 0;
  const count = Math.min(3, end - at - 1);
  return count === 0 ? Number.NaN : digits(text, at + 1, count) * 10 ** (3 - count);
}

/** Milliseconds by which the zone from `at` to the end is ahead of UTC; 0 without a zone. */
function readZone(text: string, at: number): number {
  if (at === text.length) return 0;
  const sign = text.charCodeAt(at);
  if ((sign === UPPER_Z || sign === LOWER_Z) && at + 1 === text.length) return 0;
  if (sign !== PLUS && sign !== HYPHEN) return Number.NaN;
  const hours = digits(text, at + 1, 2);
  const rest = text.length - at - 3;
  const minutesAt = text.charCodeAt(at + 3) === COLON ? at + 4 : at + 3;
  const minutes = rest === 0 ? 0 : text.length === minutesAt + 2 ? digits(text, minutesAt, 2) : Number.NaN;
  if (!(hours <= 14 && minutes <= 59)) return Number.NaN;
  const ahead = hours * HOUR_MS + minutes * MINUTE_MS;
  return sign === PLUS ? ahead : -ahead;
}

function digits(text: string, at: number, count: number): number {
  let number = 0;
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

const [ZERO, COLON, HYPHEN, SLASH, POINT, COMMA, PLUS, SPACE] = [48, 58, 45, 47, 46, 44, 43, 32];
const [UPPER_T, LOWER_T, UPPER_Z, LOWER_Z] = [84, 116, 90, 122];
