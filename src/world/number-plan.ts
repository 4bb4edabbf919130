/**
 * The number plan: synthetic identities by form and index. The last digits are a permutation of the index, and ranges
 * of indices keep owners apart, so no two share a number. A match with a real number is chance.
 */
import { assert } from "../core/assert.ts";
import { below } from "../core/random.ts";
import { type Identity, digitIdentity, portIdentity } from "../event/identity.ts";

const MOBILE_PREFIXES = [
  130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 150, 151, 152, 155, 156, 157, 158, 159, 173, 176, 177, 178, 180,
  181, 182, 183, 185, 186, 187, 188, 189, 191, 198, 199,
] as const;
const VIRTUAL_PREFIXES = [162, 165, 167, 170, 171] as const;
/** Area codes of the regions, without their leading zero: a region is an index into this list. */
export const AREA_CODES = [
  10, 20, 21, 22, 23, 24, 25, 27, 28, 29, 311, 351, 371, 411, 431, 451, 512, 531, 571, 591, 731, 755, 771, 871,
] as const;
const COUNTRY_CODES = [1, 44, 60, 62, 63, 65, 66, 84, 95, 852, 855, 856, 886] as const;

/** Hotlines that institutions call from and gangs pretend to. Public short codes. */
export const HOTLINES = {
  bank: [95588, 95533, 95599, 95566, 95559, 95555, 95528, 95568, 95561, 95558, 95577, 95508, 95595, 95580],
  government: [12345, 12333, 12315, 12366, 12381, 12329, 96110],
  operator: [10086, 10010, 10000, 10099],
  courier: [95338, 95543, 95554, 95546, 95311, 11183],
} as const;
export const ALL_HOTLINES: readonly number[] = Object.values(HOTLINES).flat();

export const MAX_INDEX = 100_000_000;

/** A permutation of [0, 10^8): the multiplier is prime to ten, and the product stays below 2^53. */
function scatter(index: number): number {
  assert(index >= 0 && index < MAX_INDEX, () => `number index out of range: ${index}`);
  return (index * 61_803_399 + 27_182_818) % MAX_INDEX;
}

function pick<T>(choices: readonly T[], word: number): T {
  return choices[below(word, choices.length)]!;
}

export function mobileNumber(index: number, word: number): Identity {
  return digitIdentity("plain", pick(MOBILE_PREFIXES, word) * MAX_INDEX + scatter(index));
}

export function virtualNumber(index: number, word: number): Identity {
  return digitIdentity("plain", pick(VIRTUAL_PREFIXES, word) * MAX_INDEX + scatter(index));
}

export function landlineNumber(index: number, region: number): Identity {
  return digitIdentity("areaCode", AREA_CODES[region]! * MAX_INDEX + scatter(index));
}

/** A hotline as shown with the area code of a region: 021 12345. */
export function areaHotline(hotline: number, region: number): Identity {
  return digitIdentity("areaCode", AREA_CODES[region]! * (hotline >= 100_000 ? 1_000_000 : 100_000) + hotline);
}

/** 400 first; there are ten million 400 numbers, so the largest scenarios go on to 95 numbers of ten digits. */
const ENTERPRISE_PREFIXES = [400, 950, 951, 952, 953, 955, 956, 957, 958, 959] as const;
const ENTERPRISE_NUMBERS = 10_000_000;

/** A number of ten digits that an enterprise rents, counted from the first organisation's on. */
export function enterpriseNumber(index: number): Identity {
  const rank = (index - INDEX_RANGES.organisations + MAX_INDEX) % MAX_INDEX;
  const prefix = ENTERPRISE_PREFIXES[Math.floor(rank / ENTERPRISE_NUMBERS)]!;
  // Among ten million indices in a row, no two have the same last seven digits.
  return digitIdentity("plain", prefix * ENTERPRISE_NUMBERS + (scatter(index) % ENTERPRISE_NUMBERS));
}

/** A number from abroad, with + or 00 as the exchange happened to pass it on. */
export function foreignNumber(index: number, word: number, prefixWord: number): Identity {
  const form = prefixWord % 2 === 0 ? "plus" : "doubleZero";
  return digitIdentity(form, pick(COUNTRY_CODES, word) * MAX_INDEX + scatter(index));
}

/** A hotline with a prefix that the real one never has. */
export function spoofedHotline(word: number, prefixWord: number): Identity {
  return digitIdentity(prefixWord % 2 === 0 ? "plus" : "doubleZero", pick(ALL_HOTLINES, word));
}

export function gatewayPort(index: number, word: number): Identity {
  return portIdentity(below(word, 10) * MAX_INDEX + scatter(index), 9);
}

export const INDEX_RANGES = { subscribers: 0, organisations: 6_000_000, gangs: 10_000_000, past: 60_000_000 } as const;

/** A gang may use up this many numbers. A prime, so that the n-th numbers of gangs end in different digits. */
export const NUMBERS_PER_GANG = 9973;
