/**
 * Single features of an event, each cut into a few bins and counted by truth and channel. From the merged counts the
 * report finds how much any one feature can do alone (single-feature.ts): a simulated world that one feature solves
 * would prove nothing.
 */
import { activityFound } from "../detect/behaviour/found.ts";
import { LISTED, listingsFound } from "../detect/blocklist/found.ts";
import { imitationsFound } from "../detect/lookalike/found.ts";
import { scriptsFound } from "../detect/matcher/found.ts";
import { HOUR_MS } from "../core/time.ts";
import { type EventBatch, KIND_MESSAGE, ROUTE_INTERNATIONAL, ROUTES } from "../event/event-batch.ts";
import { type Identity, digitIdentity, identityValue } from "../event/identity.ts";
import { DISGUISE, SECOND_SPACE } from "../event/unit-traits.ts";
import type { Findings } from "../event/findings.ts";
import {
  countDisguises,
  DISGUISE_STARTS,
  disguiseBin,
  HOST_ENDINGS,
  hostEnding,
  LAST_CHARACTERS,
  lastCharacter,
} from "./text-features.ts";

type FeatureKind = "threshold" | "set";

export interface Feature {
  readonly name: string;
  readonly kind: FeatureKind;
  readonly bins: number;
  /** Bins of a set that have no order: neighbours are then not joined in a rule's name. */
  readonly unordered?: true;
  readonly label: (bin: number) => string;
}

/** Bins of a count by powers of two: 0, 1, 2 to 3, 4 to 7, ... up to 65,535. */
const COUNT_BINS = 17;
const SIMILARITY_BINS = 21;
/** No answered calls known, then tenths from 0 to 10. */
const ANSWERED_BINS = 12;
const TEXT_LENGTH_BINS = 33;
const TEXT_LENGTH_UNITS = 8;
const HOURS = 24;

/** Of a caller whose number starts with + or 00; the first is anybody else, +86 included. */
const COUNTRIES = ["home", "+1", "other"] as const;

const PRESENT = (bin: number): string => (bin === 1 ? "yes" : "no");
const COUNT = (bin: number): string => String(bin === 0 ? 0 : 1 << (bin - 1));

/** The order is the order of the offsets below. */
export const FEATURES: readonly Feature[] = [
  { name: "caller listed", kind: "threshold", bins: 2, label: PRESENT },
  { name: "domain listed", kind: "threshold", bins: 2, label: PRESENT },
  { name: "caller look-alike", kind: "threshold", bins: 2, label: PRESENT },
  { name: "domain look-alike", kind: "threshold", bins: 2, label: PRESENT },
  { name: "similarity", kind: "threshold", bins: SIMILARITY_BINS, label: (bin) => (bin / 20).toFixed(2) },
  { name: "links present", kind: "threshold", bins: 2, label: PRESENT },
  { name: "route international", kind: "threshold", bins: 2, label: PRESENT },
  { name: "route", kind: "set", bins: ROUTES.length, unordered: true, label: (bin) => ROUTES[bin]! },
  { name: "fan-out", kind: "threshold", bins: COUNT_BINS, label: COUNT },
  { name: "attempts", kind: "threshold", bins: COUNT_BINS, label: COUNT },
  { name: "answered share", kind: "set", bins: ANSWERED_BINS, label: answeredLabel },
  { name: "text length", kind: "set", bins: TEXT_LENGTH_BINS, label: (bin) => textLengthLabel(bin) },
  { name: "hour of day", kind: "set", bins: HOURS, label: (bin) => `${bin}h` },
  {
    name: "disguise characters",
    kind: "threshold",
    bins: DISGUISE_STARTS.length,
    label: (bin) => String(DISGUISE_STARTS[bin]),
  },
  {
    name: "last character",
    kind: "set",
    bins: LAST_CHARACTERS.length,
    unordered: true,
    label: (bin) => LAST_CHARACTERS[bin]!,
  },
  { name: "host ending", kind: "set", bins: HOST_ENDINGS.length, unordered: true, label: (bin) => HOST_ENDINGS[bin]! },
  { name: "caller's country", kind: "set", bins: COUNTRIES.length, unordered: true, label: (bin) => COUNTRIES[bin]! },
];

/** First bin of each feature in the column of counts, and the number of bins in all. */
export const FEATURE_OFFSETS: readonly number[] = FEATURES.map((_, index) =>
  FEATURES.slice(0, index).reduce((sum, feature) => sum + feature.bins, 0),
);
export const FEATURE_BINS = FEATURES.reduce((sum, feature) => sum + feature.bins, 0);

/** Counts by truth and channel: cell = 2 * fraud + channel. */
export const CELLS = 4;

// Local copies: an imported or exported name is loaded and checked at each use, which took a fifth of the time of the
// loops below.
const WIDTH = CELLS;
const TEXT = KIND_MESSAGE;
const IS_LISTED = LISTED;
const ABROAD = ROUTE_INTERNATIONAL;
const MS_AN_HOUR = HOUR_MS;
const ODD = DISGUISE | SECOND_SPACE;

const [
  CALLER_LISTED,
  DOMAIN_LISTED,
  CALLER_LOOKALIKE,
  DOMAIN_LOOKALIKE,
  SIMILARITY,
  LINKS,
  INTERNATIONAL,
  ROUTE,
  FAN_OUT,
  ATTEMPTS,
  ANSWERED,
  TEXT_LENGTH,
  HOUR,
  DISGUISES,
  LAST_CHARACTER,
  HOST_ENDING,
  COUNTRY,
] = FEATURE_OFFSETS as readonly number[] & { readonly length: 17 };

/** What only a message has; a call falls into bin 0 of each. */
const TEXT_FEATURES = [
  DOMAIN_LISTED,
  DOMAIN_LOOKALIKE,
  SIMILARITY,
  LINKS,
  TEXT_LENGTH,
  DISGUISES,
  LAST_CHARACTER,
  HOST_ENDING,
] as readonly number[];

type FeatureCounter = (counts: Float64Array) => void;

/**
 * Counts the features of the events that the batch holds when it is called; `fraud` is 1 for those that are. Two loops,
 * as V8 would not inline all of it into one. About 40 ns an event.
 */
export function featureCounter(events: EventBatch, findings: Findings, fraud: Uint8Array): FeatureCounter {
  const countEvents = eventFeatureCounter(events, findings, fraud);
  const countTexts = textFeatureCounter(events, findings, fraud);
  return (counts) => {
    countEvents(counts);
    countTexts(counts);
  };
}

function eventFeatureCounter(events: EventBatch, findings: Findings, fraud: Uint8Array): FeatureCounter {
  const { kind, route, caller, timeMs } = events;
  const { fanOut, attempts, answered, calls } = activityFound(findings);
  const { caller: listed } = listingsFound(findings);
  const { caller: lookalike } = imitationsFound(findings);
  return (counts) => {
    const rows = events.count;
    for (let row = 0; row < rows; row++) {
      const cell = 2 * fraud[row]! + kind[row]!;
      count(counts, CALLER_LISTED!, listed[row] === IS_LISTED ? 1 : 0, cell);
      count(counts, CALLER_LOOKALIKE!, lookalike[row]! > 0 ? 1 : 0, cell);
      count(counts, INTERNATIONAL!, route[row] === ABROAD ? 1 : 0, cell);
      count(counts, ROUTE!, route[row]!, cell);
      count(counts, FAN_OUT!, countBin(fanOut[row]!), cell);
      count(counts, ATTEMPTS!, countBin(attempts[row]!), cell);
      count(counts, ANSWERED!, answeredBin(answered[row]!, calls[row]!), cell);
      // As integers: a remainder of doubles is a call out of the loop.
      count(counts, HOUR!, ((timeMs[row]! / MS_AN_HOUR) | 0) % HOURS, cell);
      count(counts, COUNTRY!, countryBin(caller[row]! as Identity), cell);
    }
  };
}

function textFeatureCounter(events: EventBatch, findings: Findings, fraud: Uint8Array): FeatureCounter {
  const { kind, text, textStart } = events;
  const { traits, count: links, first, hostStart, host } = findings.links;
  const { domain: listed } = listingsFound(findings);
  const { domain: lookalike } = imitationsFound(findings);
  const { template, distance, length } = scriptsFound(findings);
  return (counts) => {
    const rows = events.count;
    let calls = 0;
    let fraudCalls = 0;
    for (let row = 0; row < rows; row++) {
      if (kind[row] !== TEXT) {
        calls++;
        fraudCalls += fraud[row]!;
        continue;
      }
      const cell = 2 * fraud[row]! + TEXT;
      const from = textStart[row]!;
      const to = textStart[row + 1]!;
      const disguises = (traits[row]! & ODD) === 0 ? 0 : countDisguises(text, from, to);
      count(counts, DOMAIN_LISTED!, listed[row] === IS_LISTED ? 1 : 0, cell);
      count(counts, DOMAIN_LOOKALIKE!, lookalike[row]! > 0 ? 1 : 0, cell);
      const isMatch = template[row]! >= 0;
      count(counts, SIMILARITY!, isMatch ? similarityBin(distance[row]!, length[row]!) : 0, cell);
      count(counts, LINKS!, links[row]! > 0 ? 1 : 0, cell);
      count(counts, TEXT_LENGTH!, textLengthBin(to - from), cell);
      count(counts, DISGUISES!, disguiseBin(disguises), cell);
      count(counts, LAST_CHARACTER!, lastCharacter(text, from, to), cell);
      const link = first[row]!;
      const hasHost = links[row]! > 0 && link !== first[row + 1]!;
      count(counts, HOST_ENDING!, hasHost ? hostEnding(host, hostStart[link]!, hostStart[link + 1]!) : 0, cell);
    }
    for (const offset of TEXT_FEATURES) {
      counts[offset * WIDTH]! += calls - fraudCalls;
      counts[offset * WIDTH + 2]! += fraudCalls;
    }
  };
}

function count(counts: Float64Array, offset: number, bin: number, cell: number): void {
  counts[(offset + bin) * WIDTH + cell]!++;
}

/** Of a match: twentieths of the similarity, rounded down, at least 1. */
function similarityBin(distance: number, length: number): number {
  if (length === 0) return SIMILARITY_BINS - 1;
  const twentieths = ((20 * (length - distance)) / length) | 0;
  return twentieths < 1 ? 1 : twentieths;
}

function countBin(value: number): number {
  return 32 - Math.clz32(value);
}

function answeredBin(answered: number, calls: number): number {
  if (calls === 0) return 0;
  const tenths = ((10 * answered) / calls) | 0;
  return tenths < 10 ? 1 + tenths : 11;
}

function textLengthBin(units: number): number {
  const bin = ((units + TEXT_LENGTH_UNITS - 1) / TEXT_LENGTH_UNITS) | 0;
  return bin < TEXT_LENGTH_BINS ? bin : TEXT_LENGTH_BINS - 1;
}

/** The forms "doubleZero" and "plus" are neighbours in the encoding. */
const FIRST_ABROAD = digitIdentity("doubleZero", 0);
const LAST_ABROAD = digitIdentity("plus", 999_999_999_999_999);

function countryBin(caller: Identity): number {
  if (caller < FIRST_ABROAD || caller > LAST_ABROAD) return 0;
  let digits = identityValue(caller);
  while (digits >= 100) digits = Math.floor(digits / 10);
  if (digits === 86) return 0;
  return digits === 1 || (digits >= 10 && digits < 20) ? 1 : 2;
}

function answeredLabel(bin: number): string {
  return bin === 0 ? "unknown" : `${(bin - 1) * 10} %`;
}

function textLengthLabel(bin: number): string {
  if (bin === 0) return "none";
  const first = (bin - 1) * TEXT_LENGTH_UNITS + 1;
  return bin === TEXT_LENGTH_BINS - 1 ? `from ${first}` : `${first}-${first + TEXT_LENGTH_UNITS - 1}`;
}
