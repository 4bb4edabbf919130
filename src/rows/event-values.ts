/** How the values of a recorded event are read: time, duration, answered, route. What cannot be read is NaN. */
import { DIRECTION_RECEIVED, DIRECTION_SENT, ROUTES } from "../event/event-batch.ts";

/** How the times of a file are written: one way for the whole file. */
export const TIME_FORMS = ["seconds", "milliseconds", "iso"] as const;
export type TimeForm = (typeof TIME_FORMS)[number];

/** Seconds of the epoch stay below this until the year 5138, and milliseconds passed it in 1973. */
const MILLISECONDS_FROM = 1e11;
/** 1980: before it telephones had no such records, and a number that means an earlier time has another unit. */
const FIRST_MS = Date.UTC(1980, 0);
/** 2100: a later time is one of another unit too. */
const LAST_MS = Date.UTC(2100, 0);
const NUMBER = /^\d{1,16}(?:\.\d+)?$/;

/**
 * How a file writes its times, by the first of them and the name of its column; null for what is no time. A column
 * whose name ends in `ms` has milliseconds however small they are, as those of a simulation that starts at 0.
 */
export function timeFormOf(value: unknown, column: string): TimeForm | null {
  const number = readNumber(value);
  if (!Number.isNaN(number)) {
    const form = /(?:_ms|[a-z]Ms)$/.test(column) || number >= MILLISECONDS_FROM ? "milliseconds" : "seconds";
    return Number.isNaN(readTime(value, form, false)) ? null : form;
  }
  return typeof value === "string" && !Number.isNaN(readIsoTime(value)) ? "iso" : null;
}

/**
 * Milliseconds since the epoch, or NaN, also for a number that means a time after 2100 or, unless times count from a
 * zero of their own, before 1980.
 */
export function readTime(value: unknown, form: TimeForm, isOfEpoch: boolean): number {
  if (form === "iso") return typeof value === "string" ? readIsoTime(value) : Number.NaN;
  const number = readNumber(value);
  const timeMs = form === "seconds" ? Math.round(number * 1000) : number;
  return isPlausible(timeMs, isOfEpoch) ? timeMs : Number.NaN;
}

/** Whether times that are numbers may be this one. */
export function isPlausible(timeMs: number, isOfEpoch: boolean): boolean {
  return timeMs <= LAST_MS && (timeMs >= FIRST_MS || !isOfEpoch);
}

/** Of a number as JSON or text has it, from 0 on; else NaN. */
function readNumber(value: unknown): number {
  if (typeof value === "number") return value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : Number.NaN;
  return typeof value === "string" && NUMBER.test(value) ? Number(value) : Number.NaN;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Milliseconds since the epoch of a date, or a date and time, as ISO 8601 writes it: 2026-03-01T08:30:00.250+08:00. A
 * space may stand for the T, and slashes for the hyphens. Without a zone it is UTC. NaN for anything else.
 */
export function readIsoTime(text: string): number {
  const day = readDay(text);
  return text.length === DATE_UNITS ? day : day + readTimeOfDay(text);
}

const DATE_UNITS = 10;

function readDay(text: string): number {
  const separator = text.charCodeAt(4);
  if ((separator !== HYPHEN && separator !== SLASH) || text.charCodeAt(7) !== separator) return Number.NaN;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)];
  if (!(month >= 1 && month <= 12 && day >= 1) || day > daysIn(year, month)) return Number.NaN;
  // Years below 100 are others to Date.
  return year < 100 ? Number.NaN : Date.UTC(year, month - 1, day);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

/** Milliseconds since midnight in UTC, of what stands behind a date. */
function readTimeOfDay(text: string): number {
  const mark = text.charCodeAt(DATE_UNITS);
  if (mark !== UPPER_T && mark !== LOWER_T && mark !== SPACE) return Number.NaN;
  const [hour, minute] = [digits(text, 11, 2), digits(text, 14, 2)];
  if (!(hour <= 23 && minute <= 59) || text.charCodeAt(13) !== COLON) return Number.NaN;
  let [at, seconds] = [16, 0];
  if (text.charCodeAt(at) === COLON) {
    seconds = digits(text, at + 1, 2);
    // 60 is a leap second.
    if (!(seconds <= 60)) return Number.NaN;
    at += 3;
  }
  const { ms, end } = readFraction(text, at);
  return hour * HOUR_MS + minute * MINUTE_MS + seconds * 1000 + ms - readZone(text, end);
}

function readFraction(text: string, at: number): { readonly ms: number; readonly end: number } {
  const mark = text.charCodeAt(at);
  if (mark !== POINT && mark !== COMMA) return { ms: 0, end: at };
  let [end, ms, scale] = [at + 1, 0, 100];
  for (let digit = digits(text, end, 1); digit >= 0; digit = digits(text, end, 1)) {
    if (scale >= 1) ms += digit * scale;
    scale = Math.floor(scale / 10);
    end++;
  }
  return { ms: end === at + 1 ? Number.NaN : ms, end };
}

/** How far the zone that stands from `at` to the end is ahead of UTC, in milliseconds; 0 where none is written. */
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

/** The number that `count` digits from `at` on are, or NaN. */
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

/** The column of an event batch holds 16 bits: longer talks, of 18 hours, are as long. */
export const MAX_DURATION_S = 65_535;

/** Whole seconds, or NaN. Fractions are rounded. */
export function readDuration(value: unknown): number {
  return Math.min(MAX_DURATION_S, Math.round(readNumber(value)));
}

/** What an operator has on record: a number from 0 on, or NaN. */
export const readRecord = readNumber;

/** What people write of whether a call was answered: plain words, and those of call records. */
const ANSWERED: ReadonlyMap<string, number> = new Map([
  ...["true", "1", "yes", "y", "answered"].map((word) => [word, 1] as const),
  ...["false", "0", "no", "n", "no answer", "unanswered", "missed", "busy", "failed"].map((word) => [word, 0] as const),
]);

/** 1 or 0, or NaN. */
export function readAnswered(value: unknown): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value === 0 || value === 1 ? value : Number.NaN;
  return typeof value === "string"
    ? (ANSWERED.get(value) ?? ANSWERED.get(value.toLowerCase()) ?? Number.NaN)
    : Number.NaN;
}

/** What people write of whether somebody received a message or sent it. */
const DIRECTION_WORDS: ReadonlyMap<string, number> = new Map([
  ...["received", "receive", "in", "incoming", "inbound", "mt"].map((word) => [word, DIRECTION_RECEIVED] as const),
  ...["sent", "send", "out", "outgoing", "outbound", "mo"].map((word) => [word, DIRECTION_SENT] as const),
]);

/** A code of directions, or NaN. */
export function readDirection(value: unknown): number {
  return typeof value === "string" ? (DIRECTION_WORDS.get(value.toLowerCase()) ?? Number.NaN) : Number.NaN;
}

/** A code of ROUTES, or NaN. */
export function readRoute(value: unknown): number {
  if (typeof value !== "string") return Number.NaN;
  return ROUTE_CODES.get(value) ?? ROUTE_CODES.get(value.toLowerCase()) ?? Number.NaN;
}

const ROUTE_CODES: ReadonlyMap<string, number> = new Map(ROUTES.map((route, code) => [route, code]));

/** The identity of an event as its source wrote it, in two words: whole numbers of 64 bits as they are, else a hash. */
export function readEventId(written: string, into: { low: number; high: number }): void {
  if (/^\d{1,20}$/.test(written)) {
    if (written.length < 16) {
      const number = Number(written);
      into.low = number >>> 0;
      into.high = Math.floor(number / TWO_32);
      return;
    }
    const number = BigInt(written);
    if (number < 1n << 64n) {
      into.low = Number(number & 0xffffffffn);
      into.high = Number(number >> 32n);
      return;
    }
  }
  let [low, high] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < written.length; i++) {
    const unit = written.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995);
    high ^= high >>> 15;
  }
  into.low = low >>> 0;
  into.high = high >>> 0;
}

const TWO_32 = 4294967296;
