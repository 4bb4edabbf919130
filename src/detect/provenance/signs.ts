/** Which records are evidence. Tables turn a word of records into evidence with three look-ups. */
import { NUMBER_BITS, TRAFFIC_BITS, unpackProvenance } from "../../event/provenance.ts";

/** Records of an operator. An unknown record is no evidence. */
type Records = ReturnType<typeof unpackProvenance>;

/**
 * Limits in days and counts. All are assumed, except the week and the month of domains: 70 % of the traffic of
 * text-fraud domains comes within seven days of registration, and blocking domains newer than a month would filter 85 %
 * of it (Unit 42, 2025).
 */
const NEW_DAYS = 7;
const YOUNG_DAYS = 30;
const OLD_DAYS = 365;
const MANY_NUMBERS = 4;
const SEVERAL_CELLS = 3;
const OFTEN_CALLED = 0.7;

/** By kind of evidence. */
export const SIGNS: Readonly<Record<string, (records: Records) => boolean>> = {
  numberNew: ({ numberAgeDays: days }) => days !== null && days < NEW_DAYS,
  numberYoung: ({ numberAgeDays: days }) => days !== null && days >= NEW_DAYS && days < YOUNG_DAYS,
  numberOld: ({ numberAgeDays: days }) => days !== null && days >= OLD_DAYS,
  deviceShared: ({ deviceNumbers }) => deviceNumbers !== null && deviceNumbers >= MANY_NUMBERS,
  // A SIM box does not move and is hardly ever called (INFOCOM 2014).
  movesAbout: ({ cells }) => cells !== null && cells >= SEVERAL_CELLS,
  isCalled: ({ outgoingShare }) => outgoingShare !== null && outgoingShare < OFTEN_CALLED,
  domainNew: ({ domainAgeDays: days }) => days !== null && days < NEW_DAYS,
  domainYoung: ({ domainAgeDays: days }) => days !== null && days >= NEW_DAYS && days < YOUNG_DAYS,
};

const REST_SHIFT = NUMBER_BITS + TRAFFIC_BITS;
const REST_BITS = 32 - REST_SHIFT;

/** Returns a function from a word of records to bits of evidence. `bitOf` gives the bit of each kind. */
export function signReader(bitOf: (kind: string) => number): (word: number) => number {
  const bits = Object.entries(SIGNS).map(([kind, holds]) => [bitOf(kind), holds] as const);
  const table = (shift: number, size: number): Int32Array =>
    Int32Array.from({ length: 1 << size }, (_, code) => {
      const records = unpackProvenance((code << shift) >>> 0);
      return bits.reduce((sum, [bit, holds]) => (holds(records) ? sum | bit : sum), 0);
    });
  const byNumber = table(0, NUMBER_BITS);
  const byTraffic = table(NUMBER_BITS, TRAFFIC_BITS);
  const byRest = table(REST_SHIFT, REST_BITS);
  const [numberMask, trafficMask] = [byNumber.length - 1, byTraffic.length - 1];
  return (word) =>
    word === 0
      ? 0
      : byNumber[word & numberMask]! | byTraffic[(word >>> NUMBER_BITS) & trafficMask]! | byRest[word >>> REST_SHIFT]!;
}
