/** Tables written from those of the build before hold what the templates in force ask for, counted out plainly. */
import { expect, test } from "vitest";
import type { LooseUnits } from "../../../src/detect/matcher/grams.ts";
import { MatcherBuilder } from "../../../src/detect/matcher/matcher-builder.ts";
import { MIN_MATCH_UNITS, type Template, cutTemplate } from "../../../src/detect/matcher/matcher.ts";
import {
  type PieceIndex,
  type PieceIndexHandle,
  attachPieceIndex,
  placeMask,
} from "../../../src/detect/matcher/piece-index.ts";
import {
  GRAM_HASH_BITS,
  MASK_CLASS_BITS,
  PLACES,
  PLACE_BITS,
  PLACE_MIDDLE,
} from "../../../src/detect/matcher/places.ts";
import { prepareTemplate } from "../../../src/detect/matcher/prepared-template.ts";
import type { PreparedTemplate } from "../../../src/detect/matcher/grams.ts";
import { type TemplateTable, attachTemplateTable } from "../../../src/detect/matcher/template-table.ts";
import { changesBetween } from "./changes-between.ts";
import { TextSource } from "./texts.ts";

const SCRIPTS = new TextSource(77).scripts(150).map((text, number) => ({ number, text: cutTemplate(text) }));

/** Those long enough to match, by length, then number. */
function inOrder(templates: readonly Template[], looseUnits: LooseUnits): PreparedTemplate[] {
  return templates
    .filter(({ text }) => text.length >= MIN_MATCH_UNITS)
    .map((template) => prepareTemplate(template, looseUnits))
    .sort((a, b) => a.units.length - b.units.length || a.number - b.number);
}

/** Postings with their list, in order. */
function expectedGrams({ classOf, handle }: PieceIndex, rows: readonly PreparedTemplate[]): string[] {
  const grams = rows.flatMap(({ units, hashes }, row) =>
    hashes.flatMap((kind) =>
      Array.from(kind, (hash, position) => {
        const list = ((hash >>> (GRAM_HASH_BITS - handle.bits)) << handle.classBits) + classOf[units.length]!;
        return `${list} ${(row << PLACE_BITS) + PLACE_MIDDLE - units.length + 2 * position}`;
      }),
    ),
  );
  return grams.sort();
}

function listed(start: Int32Array, posting: Int32Array): string[] {
  const found: string[] = [];
  for (let list = 0; list + 1 < start.length; list++) {
    for (let at = start[list]!; at < start[list + 1]!; at++) found.push(`${list} ${posting[at]}`);
  }
  return found;
}

/** The lists of which the rows do not ascend, or to which the masks of no hash lead. */
function wrongLists({ handle }: PieceIndex, start: Int32Array, posting: Int32Array, mask: Int32Array): number[] {
  const wrong: number[] = [];
  const hashes = 2 ** (handle.maskBits - handle.bits);
  for (let list = 0; list + 1 < start.length; list++) {
    const first = (list >> handle.classBits) * hashes;
    const told = mask.subarray(first, first + hashes).reduce((all, word) => all | word, 0);
    const classBit = 1 << ((list & (2 ** handle.classBits - 1)) >> (handle.classBits - MASK_CLASS_BITS));
    const postings = posting.subarray(start[list], start[list + 1]);
    const isRight = postings.every((one, i) => {
      const asked = classBit | placeMask(one & (PLACES - 1));
      return (told & asked) === asked && (i === 0 || one >> PLACE_BITS >= postings[i - 1]! >> PLACE_BITS);
    });
    if (!isRight) wrong.push(list);
  }
  return wrong;
}

function textsOf({ text, start, number, length, count }: TemplateTable): (string | number)[][] {
  return Array.from({ length: count }, (_, row) => [
    number[row]!,
    length[row]!,
    String.fromCharCode(...text.subarray(start[row], start[row]! + length[row]!)),
  ]);
}

test.each([
  [1, 8192],
  [2, 8192],
  [3, 1],
])("hold every gram of the templates in force, and no other (seed %i, many are %i)", (seed, many) => {
  const source = new TextSource(seed);
  const builder = new MatcherBuilder("index", 750, many);
  const inForce = new Set(SCRIPTS.slice(0, 90));
  let before: readonly Template[] = [];
  let steady = 0;
  let classes = "";
  for (let build = 0; build < 30; build++) {
    const changes = source.below(build % 8 === 7 ? 40 : 5);
    for (let i = 0; i < changes; i++) {
      const script = source.pick(SCRIPTS);
      if (!inForce.delete(script)) inForce.add(script);
    }
    const templates = SCRIPTS.filter((script) => inForce.has(script));
    const rows = inOrder(templates, many === 1 ? 4 : 3);
    const handle = builder.change(changesBetween(before, templates));
    before = templates;

    const table = attachTemplateTable(handle.templates);
    expect(textsOf(table)).toEqual(rows.map(({ number, text }) => [number, text.length, text]));
    for (const [length, first] of table.firstOfLength.entries()) {
      expect(first).toBe(rows.filter(({ units }) => units.length < length).length);
    }

    const index = attachPieceIndex(handle.own as PieceIndexHandle);
    const { gramStart, gramPosting, gramMask, pieceStart, piecePosting, pieceMask } = index;
    const grams = listed(gramStart, gramPosting);
    expect(grams.toSorted()).toEqual(expectedGrams(index, rows));
    // Which grams are pieces is for the cut to say; that each is a gram, for the lists.
    const known = new Set(grams);
    expect(listed(pieceStart, piecePosting).filter((piece) => !known.has(piece))).toEqual([]);
    expect(pieceStart.at(-1)).toBe(index.handle.pieceTotal);
    expect(wrongLists(index, gramStart, gramPosting, gramMask)).toEqual([]);
    expect(wrongLists(index, pieceStart, piecePosting, pieceMask)).toEqual([]);

    if (classes === String(index.classOf)) steady++;
    classes = String(index.classOf);
  }
  // Most builds were written from the one before, which keeps the classes.
  expect(steady).toBeGreaterThan(15);
});
