/**
 * Builds the tables of the engine `index`. What a template adds to them is worked out once, when it first comes
 * (hashes, cut), and tables are written from those of the build before where few templates changed. Cuts stay those of
 * the first build, when other grams may have been rare: any cut is exact.
 */
import { EVERY_UNIT, firstPosting, gramsOf, piecesOf } from "./gram-runs.ts";
import { builderKernel } from "./kernel.ts";
import type { LooseUnits, Pieces, PreparedTemplate } from "./grams.ts";
import { IndexMemory } from "./index-memory.ts";
import { ListPatch, type PostingLists, movesOf } from "./list-patch.ts";
import { LENGTHS, type MatchLimits } from "./match-limits.ts";
import type { PieceIndex, PieceIndexSize } from "./piece-index.ts";
import { BAG_BUCKETS, GRAM_HASH_BITS, MASK_CLASS_BITS } from "./places.ts";
import type { RowChanges } from "./row-changes.ts";

/** How often a gram was seen is counted by so many bits of its hash, as the first set of templates asks for. */
function frequencyBits(gramTotal: number): number {
  return Math.max(12, Math.min(20, Math.ceil(Math.log2(gramTotal + 1))));
}

/**
 * So large a share of the templates may come or go before lists are written as a whole, with classes as large as each
 * other and no marks of what went: without, matches take longer (docs/performance.md), which costs more than it spares.
 */
const CHANGED_SHARE = 0.25;

/** The last build. */
interface Built {
  readonly memory: IndexMemory;
  readonly place: 0 | 1;
  readonly index: PieceIndex;
  readonly rows: readonly PreparedTemplate[];
}

export class IndexBuilder {
  readonly #limits: MatchLimits;
  readonly #looseUnits: LooseUnits;
  /** How many templates ever seen hold a gram: what its rarity is judged by. */
  #frequency: Int32Array | null = null;
  #last: Built | null = null;
  /** Templates that may come or go before lists are written as a whole again. */
  #changesLeft = 0;

  /** For templates prepared with the same `looseUnits`. */
  constructor(limits: MatchLimits, looseUnits: LooseUnits) {
    this.#limits = limits;
    this.#looseUnits = looseUnits;
  }

  /**
   * Writes the index of templates, which come ordered by (length, number), to other memory than the last, of whose rows
   * `changes` tells. 1.7 KB a template, and some 3 microseconds, or a tenth of one where few changed.
   */
  build(rows: readonly PreparedTemplate[], changes: RowChanges): PieceIndex {
    const last = this.#last;
    const came = changes.came.map((row) => rows[row]!);
    const gone = changes.gone.map((row) => last!.rows[row]!);
    const gramTotal = (last?.index.handle.gramTotal ?? 0) + this.#countGrams(came) - this.#countGrams(gone);
    const pieceTotal = (last?.index.handle.pieceTotal ?? 0) + this.#countPieces(came) - this.#countPieces(gone);
    this.#cutNew(came, gramTotal);
    const looseUnits = this.#looseUnits;
    const size = { ...listBits(rows.length, looseUnits), looseUnits, rowTotal: rows.length, pieceTotal, gramTotal };
    this.#changesLeft -= came.length + gone.length;
    const memory = last?.memory.canHold(size) ? last.memory : new IndexMemory(size);
    const place = last?.place === 0 ? 1 : 0;
    const index = memory.index(place, size);
    const canPatch = this.#changesLeft >= 0 && memory === last?.memory && haveSameBits(size, last.index.handle);
    if (canPatch) patch(index, rows, changes, last);
    else this.#writeAnew(memory, index, rows);
    writeBags(index, rows, changes, last);
    this.#last = { memory, place, index, rows };
    return index;
  }

  #countPieces(rows: readonly PreparedTemplate[]): number {
    return rows.reduce((sum, { units }) => sum + this.#limits.pieces[units.length]!, 0);
  }

  #countGrams(rows: readonly PreparedTemplate[]): number {
    return rows.reduce((sum, { hashes }) => hashes.reduce((total, kind) => total + kind.length, sum), 0);
  }

  #writeAnew(memory: IndexMemory, index: PieceIndex, rows: readonly PreparedTemplate[]): void {
    writeAnew(memory, index, rows);
    this.#changesLeft = Math.floor(rows.length * CHANGED_SHARE);
  }

  #cutNew(came: readonly PreparedTemplate[], gramTotal: number): void {
    const fresh = came.filter((template) => template.pieces === null);
    if (fresh.length === 0) return;
    const frequency = (this.#frequency ??= new Int32Array(2 ** frequencyBits(gramTotal)));
    for (const { hashes } of fresh) {
      for (const kind of hashes) countGrams(frequency, kind);
    }
    for (const template of fresh) {
      template.pieces = cut(template, this.#limits.pieces[template.units.length]!, frequency);
    }
  }
}

function writeAnew(memory: IndexMemory, index: PieceIndex, rows: readonly PreparedTemplate[]): void {
  const { pieceMask, gramMask } = index;
  fillClasses(index, rows);
  pieceMask.fill(0);
  gramMask.fill(0);
  const all = Array.from(rows.keys());
  const grams = gramsOf(memory, rows, all);
  memory.mark(gramMask, grams, index);
  memory.write(gramLists(index), grams, index);
  const pieces = piecesOf(memory, rows, all);
  memory.mark(pieceMask, pieces, index);
  memory.write(pieceLists(index), pieces, index);
}

/** Cuts where a class has its share of the templates; those of one length are never parted. */
function fillClasses({ classOf, handle }: PieceIndex, rows: readonly PreparedTemplate[]): void {
  const classes = 2 ** handle.classBits;
  let row = 0;
  for (let length = 0; length < LENGTHS; length++) {
    classOf[length] = Math.min(classes - 1, Math.floor((row * classes) / (rows.length + 1)));
    while (row < rows.length && rows[row]!.units.length === length) row++;
  }
}

function patch(index: PieceIndex, rows: readonly PreparedTemplate[], changes: RowChanges, last: Built): void {
  const { memory, index: before } = last;
  const { classOf, pieceMask, gramMask } = index;
  classOf.set(before.classOf);
  // The marks of what went stay: a mask that says too much costs a look-up.
  pieceMask.set(before.pieceMask);
  gramMask.set(before.gramMask);
  const { bits, classBits } = index.handle;
  const grams = new ListPatch(GRAM_HASH_BITS - bits, classBits);
  const pieces = new ListPatch(GRAM_HASH_BITS - bits, classBits);
  for (const row of changes.gone) {
    const template = last.rows[row]!;
    const lengthClass = classOf[template.units.length]!;
    for (const kind of template.hashes) grams.remove(kind, lengthClass);
    pieces.remove(template.pieces!.hash, lengthClass);
  }
  for (const row of changes.came) {
    const template = rows[row]!;
    const lengthClass = classOf[template.units.length]!;
    const first = firstPosting(row, template.units.length);
    for (const kind of template.hashes) grams.add(kind, EVERY_UNIT, lengthClass, first);
    pieces.add(template.pieces!.hash, template.pieces!.position, lengthClass, first);
  }
  if (changes.came.length > 0) {
    memory.mark(gramMask, gramsOf(memory, rows, changes.came), index);
    memory.mark(pieceMask, piecesOf(memory, rows, changes.came), index);
  }
  const moves = movesOf(changes, last.rows.length);
  memory.patch(gramLists(before), moves, grams.changes, gramLists(index));
  memory.patch(pieceLists(before), moves, pieces.changes, pieceLists(index));
}

/** What stays is copied in runs. */
function writeBags(
  { bag }: PieceIndex,
  rows: readonly PreparedTemplate[],
  { kept, came }: RowChanges,
  last: Built | null,
): void {
  for (const { from, to, count } of kept) {
    bag.set(last!.index.bag.subarray(from * BAG_BUCKETS, (from + count) * BAG_BUCKETS), to * BAG_BUCKETS);
  }
  for (const row of came) bag.set(rows[row]!.bag, row * BAG_BUCKETS);
}

function countGrams(frequency: Int32Array, hashes: Int32Array): void {
  const all = frequency.length - 1;
  for (const hash of hashes) frequency[hash & all]!++;
}

/** The cut whose pieces the fewest templates hold. */
function cut({ units, hashes }: PreparedTemplate, count: number, frequency: Int32Array): Pieces {
  const kernel = builderKernel();
  fillCosts(kernel.tightCost, hashes.at(0)!, frequency);
  fillCosts(kernel.looseCost, hashes.at(-1)!, frequency);
  return kernel.cut(units.length, count, hashes);
}

function fillCosts(cost: Int32Array, hashes: Int32Array, frequency: Int32Array): void {
  const all = frequency.length - 1;
  for (let i = 0; i < hashes.length; i++) cost[i] = frequency[hashes[i]! & all]!;
}

const MAX_LIST_BITS = 17;
/** Masks are smaller than the lists of a hash, so they may tell grams apart by so many bits more. */
const MASK_EXTRA = 3;
const MAX_MASK_BITS = 18;

type ListBits = Pick<PieceIndexSize, "bits" | "maskBits" | "classBits">;

/** Lists enough to keep unrelated grams apart, and, while templates are few, few enough to stay in the cache. */
function listBits(templateCount: number, looseUnits: LooseUnits): ListBits {
  const isMany = looseUnits === 4;
  const lists = templateCount * (isMany ? 8 : 2);
  const bits = Math.max(10, Math.min(MAX_LIST_BITS, Math.ceil(Math.log2(lists + 1))));
  return {
    bits,
    maskBits: Math.min(MAX_MASK_BITS, bits + MASK_EXTRA),
    // Of many templates, reading lists of other lengths costs more than finer classes.
    classBits: MASK_CLASS_BITS + (isMany ? 2 : 0),
  };
}

function haveSameBits(one: ListBits, other: ListBits): boolean {
  return one.bits === other.bits && one.maskBits === other.maskBits && one.classBits === other.classBits;
}

function gramLists({ gramStart, gramPosting }: PieceIndex): PostingLists {
  return { start: gramStart, posting: gramPosting };
}

function pieceLists({ pieceStart, piecePosting }: PieceIndex): PostingLists {
  return { start: pieceStart, posting: piecePosting };
}
