/** Lists that are written from those before hold what a plain merge makes of them. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { firstPosting } from "../../../src/detect/matcher/gram-runs.ts";
import { IndexMemory } from "../../../src/detect/matcher/index-memory.ts";
import { ListPatch, type PostingLists, movesOf } from "../../../src/detect/matcher/list-patch.ts";
import { type PieceIndex, type PieceIndexSize, placeMask } from "../../../src/detect/matcher/piece-index.ts";
import { GRAM_HASH_BITS, MASK_CLASS_BITS, PLACES, PLACE_BITS } from "../../../src/detect/matcher/places.ts";

const BITS = 4;
const CLASS_BITS = 3;
const LISTS = 2 ** (BITS + CLASS_BITS);

/** A gram: its list, and where in a template it stands. */
const gram = fc.record({ list: fc.nat(LISTS - 1), position: fc.nat(200) });
/** A template: all its grams, and whether it is there before and now. */
const template = fc.record({
  grams: fc.uniqueArray(gram, { maxLength: 40, selector: ({ list, position }) => list * 256 + position }),
  isBefore: fc.boolean(),
  isNow: fc.oneof({ arbitrary: fc.constant(null), weight: 4 }, { arbitrary: fc.boolean(), weight: 1 }),
});

interface Row {
  readonly grams: readonly { readonly list: number; readonly position: number }[];
}

function postingOf(row: number, position: number): number {
  return (row << PLACE_BITS) + 1 + 2 * position;
}

/** By list, its postings in order. */
function plainLists(rows: readonly Row[]): number[][] {
  const lists = Array.from({ length: LISTS }, (): number[] => []);
  for (const [row, { grams }] of rows.entries()) {
    for (const { list, position } of grams) lists[list]!.push(postingOf(row, position));
  }
  return lists.map((list) => list.sort((a, b) => a - b));
}

function write({ start, posting }: PostingLists, lists: readonly number[][]): void {
  posting.set(lists.flat());
  let end = 0;
  start.set([0, ...lists.map((list) => (end += list.length))]);
}

function read({ start, posting }: PostingLists): number[][] {
  return Array.from({ length: LISTS }, (_, list) => [...posting.subarray(start[list], start[list + 1])]);
}

function gramListsOf({ gramStart, gramPosting }: PieceIndex): PostingLists {
  return { start: gramStart, posting: gramPosting };
}

test("are those of a plain merge, whatever came and went", () => {
  fc.assert(
    fc.property(fc.array(template, { maxLength: 30 }), (templates) => {
      const isNow = (one: (typeof templates)[number]) => one.isNow ?? one.isBefore;
      const before = templates.filter(({ isBefore }) => isBefore);
      const now = templates.filter(isNow);
      const sizeOf = (rows: readonly Row[]) => ({
        bits: BITS,
        maskBits: BITS,
        classBits: CLASS_BITS,
        looseUnits: 3 as const,
        rowTotal: rows.length,
        pieceTotal: 0,
        gramTotal: rows.flatMap(({ grams }) => grams).length,
      });
      const memory = new IndexMemory(sizeOf(templates));
      const listsBefore = gramListsOf(memory.index(0, sizeOf(before)));
      const listsNow = gramListsOf(memory.index(1, sizeOf(now)));
      write(listsBefore, plainLists(before));

      const patch = new ListPatch(GRAM_HASH_BITS - BITS, CLASS_BITS);
      const hashOf = (list: number) => Int32Array.of((list >> CLASS_BITS) << (GRAM_HASH_BITS - BITS));
      const classOf = (list: number) => list & (2 ** CLASS_BITS - 1);
      for (const one of templates) {
        if (one.isBefore === isNow(one)) continue;
        for (const { list, position } of one.grams) {
          if (one.isBefore) patch.remove(hashOf(list), classOf(list));
          else patch.add(hashOf(list), Uint8Array.of(position), classOf(list), postingOf(now.indexOf(one), 0));
        }
      }
      const kept = before.flatMap((one, from) => (isNow(one) ? [{ from, to: now.indexOf(one), count: 1 }] : []));
      memory.patch(listsBefore, movesOf({ kept, came: [], gone: [] }, before.length), patch.changes, listsNow);
      expect(read(listsNow)).toEqual(plainLists(now));
      // What it was written from is as it was.
      expect(read(listsBefore)).toEqual(plainLists(before));
    }),
  );
});

test("and their masks, written as a whole, hold every gram at its place and nothing else", () => {
  const cut = fc.record({
    length: fc.integer({ min: 8, max: 255 }),
    grams: fc.array(fc.record({ hash: fc.integer(), position: fc.nat(247) }), { maxLength: 40 }),
  });
  fc.assert(
    fc.property(fc.array(cut, { maxLength: 30 }), fc.constantFrom(3, 5), (cuts, classBits) => {
      const size = { ...sizeOfMany(cuts.length), bits: BITS, maskBits: BITS + 2, classBits };
      const gramTotal = cuts.flatMap(({ grams }) => grams).length;
      const memory = new IndexMemory({ ...size, gramTotal });
      const index = memory.index(0, { ...size, gramTotal });
      const { classOf, gramMask, gramStart, gramPosting } = index;
      for (const column of [gramMask, gramStart, gramPosting]) column.fill(0);
      classOf.forEach((_, length) => (classOf[length] = (length * 2 ** classBits) >> 8));

      const lists = Array.from({ length: 2 ** (BITS + classBits) }, (): number[] => []);
      const masks = new Int32Array(gramMask.length);
      const runs = memory.runs({ runs: cuts.length, grams: gramTotal });
      for (const [row, { length, grams }] of cuts.entries()) {
        const first = firstPosting(row, length);
        runs.add(
          first,
          Int32Array.from(grams, ({ hash }) => hash),
          Uint8Array.from(grams, ({ position }) => position % (length - 2)),
        );
        for (const { hash, position } of grams) {
          const posting = first + 2 * (position % (length - 2));
          const lengthClass = classOf[length]!;
          lists[((hash >>> (GRAM_HASH_BITS - BITS)) << classBits) + lengthClass]!.push(posting);
          const classBit = 1 << (lengthClass >> (classBits - MASK_CLASS_BITS));
          masks[hash >>> (GRAM_HASH_BITS - BITS - 2)]! |= classBit | placeMask(posting & (PLACES - 1));
        }
      }
      memory.mark(gramMask, runs, index);
      memory.write(gramListsOf(index), runs, index);
      expect(Array.from(lists, (_, list) => [...gramPosting.subarray(gramStart[list], gramStart[list + 1])])).toEqual(
        lists,
      );
      expect(gramStart.at(-1)).toBe(gramTotal);
      expect(gramMask).toEqual(masks);
    }),
  );
});

function sizeOfMany(rowTotal: number): PieceIndexSize {
  const pieceTotal = rowTotal * 20;
  const gramTotal = rowTotal * 60;
  return { bits: 13, maskBits: 15, classBits: CLASS_BITS, looseUnits: 3, rowTotal, pieceTotal, gramTotal };
}

test("have room to grow from few templates to thousands", () => {
  const memory = new IndexMemory(sizeOfMany(1));
  const holds = [1, 2000, 4000, 1_000_000].map((rows) => memory.canHold(sizeOfMany(rows)));
  expect(holds).toEqual([true, true, true, false]);
});

test.each([1, 5000, 100_000])("are written of %d templates in memory that need not grow", (rows) => {
  const size = sizeOfMany(rows);
  const memory = new IndexMemory(size);
  const { byteLength } = memory.index(0, size).handle.buffer;
  memory.runs({ runs: 2 * rows, grams: size.gramTotal });
  expect(memory.index(1, size).handle.buffer.byteLength).toBe(byteLength);
});
