/** Which things on record are evidence: from where on, and by tables, so that a word is judged by three look-ups. */
import { NUMBER_BITS, TRAFFIC_BITS, unpackProvenance } from "../../event/provenance.ts";

/** What an operator's records say, where they say it: one that is not known says nothing. */
type Records = ReturnType<typeof unpackProvenance>;

/**
 * Days and counts from which on there is evidence: assumed, but for the week and the month of domains (70 % of the
 * traffic of text-fraud domains within seven days of registration; blocking those newer than a month would filter 85 %
 * of it: Unit 42, 2025).
 */
const NEW_DAYS = 7;
const YOUNG_DAYS = 30;
const OLD_DAYS = 365;
const MANY_NUMBERS = 4;
const SEVERAL_CELLS = 3;
const OFTEN_CALLED = 0.7;

/** By kind of evidence; whichever is null is below no bound and above none. */
export const SIGNS: Readonly<Record<string, (records: Records) => boolean>> = {
  numberNew: ({ numberAgeDays: days }) => days !== null && days < NEW_DAYS,
  numberYoung: ({ numberAgeDays: days }) => days !== null && days >= NEW_DAYS && days < YOUNG_DAYS,
  numberOld: ({ numberAgeDays: days }) => days !== null && days >= OLD_DAYS,
  deviceShared: ({ deviceNumbers }) => deviceNumbers !== null && deviceNumbers >= MANY_NUMBERS,
  // A SIM box stands still and is hardly ever called (INFOCOM 2014): what does neither is likely none.
  movesAbout: ({ cells }) => cells !== null && cells >= SEVERAL_CELLS,
  isCalled: ({ outgoingShare }) => outgoingShare !== null && outgoingShare < OFTEN_CALLED,
  domainNew: ({ domainAgeDays: days }) => days !== null && days < NEW_DAYS,
  domainYoung: ({ domainAgeDays: days }) => days !== null && days >= NEW_DAYS && days < YOUNG_DAYS,
};

const REST_SHIFT = NUMBER_BITS + TRAFFIC_BITS;
const REST_BITS = 32 - REST_SHIFT;

/** Evidence as bits of a word of records. `bitOf` gives the bit of each kind. */
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
