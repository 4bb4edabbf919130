/** Reads values of recorded events: time, duration, answered, route. NaN if a value cannot be read. */
import { fnv1a } from "../core/fnv.ts";
import { readIsoTime } from "./iso-time.ts";
import { DIRECTION_RECEIVED, DIRECTION_SENT, ROUTES } from "../event/event-batch.ts";

/** Forms of times. A file has one form. */
export const TIME_FORMS = ["seconds", "milliseconds", "iso"] as const;
export type TimeForm = (typeof TIME_FORMS)[number];

/** Seconds of the epoch stay below this until the year 5138, and milliseconds passed it in 1973. */
const MILLISECONDS_FROM = 1e11;
/** 1980: an earlier time means another unit. */
const FIRST_MS = Date.UTC(1980, 0);
/** 2100: a later time means another unit too. */
const LAST_MS = Date.UTC(2100, 0);
const NUMBER = /^\d{1,16}(?:\.\d+)?$/;

/**
 * The form of a file's times, from the first time and the column's name; null if it is no time. A column whose name
 * ends in `ms` has milliseconds, even small ones, such as those of a simulation that starts at 0.
 */
export function timeFormOf(value: unknown, column: string): TimeForm | null {
  const number = readNumber(value);
  if (!Number.isNaN(number)) {
    const form = /(?:_ms|[a-z]Ms)$/.test(column) || number >= MILLISECONDS_FROM ? "milliseconds" : "seconds";
    return Number.isNaN(readTime(value, form, false)) ? null : form;
  }
  return typeof value === "string" && !Number.isNaN(readIsoTime(value)) ? "iso" : null;
}

/** Milliseconds since the epoch, or NaN. Also NaN for a number after 2100 or, with `isOfEpoch`, before 1980. */
export function readTime(value: unknown, form: TimeForm, isOfEpoch: boolean): number {
  if (form === "iso") return typeof value === "string" ? readIsoTime(value) : Number.NaN;
  const number = readNumber(value);
  const timeMs = form === "seconds" ? Math.round(number * 1000) : number;
  return timeMs <= LAST_MS && (timeMs >= FIRST_MS || !isOfEpoch) ? timeMs : Number.NaN;
}

/** A number from 0 on, of JSON or text; else NaN. */
function readNumber(value: unknown): number {
  if (typeof value === "number") return value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : Number.NaN;
  return typeof value === "string" && NUMBER.test(value) ? Number(value) : Number.NaN;
}

/** The column has 16 bits: longer calls are cut to 18 hours. */
const MAX_DURATION_S = 65_535;

/** Whole seconds, or NaN. Fractions are rounded. */
export function readDuration(value: unknown): number {
  return Math.min(MAX_DURATION_S, Math.round(readNumber(value)));
}

/** A value of an operator's records: a number from 0 on, or NaN. */
export const readRecord = readNumber;

/** Words for answered and unanswered calls, also those of call records. */
const ANSWERED: ReadonlyMap<string, number> = new Map([
  ...["true", "1", "yes", "y", "answered"].map((word) => [word, 1] as const),
  ...["false", "0", "no", "n", "no answer", "unanswered", "missed", "busy", "failed"].map((word) => [word, 0] as const),
]);

/** 1 or 0, or NaN. */
export function readAnswered(value: unknown): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value === 0 || value === 1 ? value : Number.NaN;
  return codeOf(value, ANSWERED);
}

const DIRECTION_WORDS: ReadonlyMap<string, number> = new Map([
  ...["received", "receive", "in", "incoming", "inbound", "mt"].map((word) => [word, DIRECTION_RECEIVED] as const),
  ...["sent", "send", "out", "outgoing", "outbound", "mo"].map((word) => [word, DIRECTION_SENT] as const),
]);

/** A code of directions, or NaN. */
export function readDirection(value: unknown): number {
  return codeOf(value, DIRECTION_WORDS);
}

/** A code of ROUTES, or NaN. */
export function readRoute(value: unknown): number {
  return codeOf(value, ROUTE_CODES);
}

const ROUTE_CODES: ReadonlyMap<string, number> = new Map(ROUTES.map((route, code) => [route, code]));

/** In either case. */
function codeOf(value: unknown, codes: ReadonlyMap<string, number>): number {
  if (typeof value !== "string") return Number.NaN;
  return codes.get(value) ?? codes.get(value.toLowerCase()) ?? Number.NaN;
}

/** An event id in two words: whole numbers of 64 bits as they are, else a hash. */
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
  let high = 0x9747b28c;
  for (let i = 0; i < written.length; i++) {
    high = Math.imul(high ^ written.charCodeAt(i), 0x5bd1e995);
    high ^= high >>> 15;
  }
  into.low = fnv1a(written);
  into.high = high >>> 0;
}

const TWO_32 = 4294967296;
