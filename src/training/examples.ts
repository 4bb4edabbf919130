/** Labelled messages, as a model is trained on them: in an order of their own, whatever that of the file. */
import { compareText } from "../core/compare-text.ts";
import { enlarged } from "../core/enlarged.ts";
import { unitsOf } from "../core/units.ts";
import type { Identity } from "../event/identity.ts";
import { MAX_FEATURES, MAX_UNITS } from "../detect/learned/feature-numbers.ts";
import { allocateFeatures, readGrams, readRaw, readSender } from "../detect/learned/features.ts";
import { countShape, countUnseen, emptyShape, type MessageShape, shapeOf } from "../detect/learned/message-shape.ts";
import type { Scorer } from "../detect/learned/scorer.ts";
import { type NormaliserTable, URL_SYMBOL, normaliseInto } from "../detect/normaliser/normaliser.ts";
import { groupNearDuplicates } from "./near-duplicates.ts";
import type { SparseRows } from "./linear-svm.ts";

/** A labelled message. */
export interface Example {
  readonly text: string;
  readonly isFraud: boolean;
  /** As the file has it, for the card. */
  readonly label: string;
  readonly caller: Identity;
  /** 0 unknown, 1 received, 2 sent. */
  readonly direction: number;
}

/** What features are read of, beside the normalised text. */
export interface Reads {
  readonly raw: boolean;
  readonly sender: boolean;
}

/** Examples in their order, and their features. */
export class ExampleTable implements SparseRows {
  readonly examples: readonly Example[];
  readonly normalised: readonly string[];
  /** 1 or -1. */
  readonly label: Int8Array;
  readonly start: Uint32Array;
  readonly features: Uint16Array;
  /** Near-duplicates have the same number. */
  readonly group: Int32Array;
  readonly #normaliser: NormaliserTable;
  readonly #reads: Reads;
  readonly #units: readonly Uint16Array[];
  readonly #raw: readonly Uint16Array[];
  readonly #hasLink: Uint8Array;

  /** Messages of which nothing is left once normalised stay: their marks are read still. */
  constructor(examples: readonly Example[], table: NormaliserTable, reads: Reads) {
    const buffer = new Uint16Array(MAX_UNITS);
    const read = examples.map((example) => {
      const raw = unitsOf(example.text);
      const count = normaliseInto(table, raw, 0, raw.length, buffer);
      return {
        example,
        raw,
        units: buffer.slice(0, count),
        normalised: String.fromCharCode(...buffer.subarray(0, count)),
      };
    });
    read.sort((a, b) => compareText(a.normalised, b.normalised) || compareExamples(a.example, b.example));
    this.#normaliser = table;
    this.#reads = reads;
    this.examples = read.map(({ example }) => example);
    this.normalised = read.map(({ normalised }) => normalised);
    this.label = Int8Array.from(read, ({ example }) => (example.isFraud ? 1 : -1));
    this.group = groupNearDuplicates(this.normalised);
    this.#units = read.map(({ units }) => units);
    this.#raw = read.map(({ raw }) => raw);
    this.#hasLink = Uint8Array.from(read, ({ units }) => Number(units.includes(URL_SYMBOL)));
    this.start = new Uint32Array(read.length + 1);
    this.features = this.#readFeatures(reads);
  }

  get count(): number {
    return this.examples.length;
  }

  /** These rows alone. */
  only(rows: readonly number[]): ExampleTable {
    return new ExampleTable(
      rows.map((row) => this.examples[row]!),
      this.#normaliser,
      this.#reads,
    );
  }

  /** What its messages look like as a whole. `weightsFor`: of a model that did not see the row. */
  shape(weightsFor: (row: number) => Int16Array): MessageShape {
    const counts = emptyShape();
    this.#raw.forEach((raw, row) => {
      countShape(counts, raw, 0, raw.length, this.#hasLink[row] === 1);
      const features = this.features.subarray(this.start[row]!, this.start[row + 1]!);
      countUnseen(counts, features, features.length, weightsFor(row));
    });
    return shapeOf(counts);
  }

  scoreWith(scorer: Scorer, row: number): number {
    const { caller, direction } = this.examples[row]!;
    const units = this.#units[row]!;
    const raw = this.#raw[row]!;
    return scorer.score(units, 0, units.length, raw, 0, raw.length, this.#hasLink[row] === 1, caller, direction);
  }

  #readFeatures(reads: Reads): Uint16Array {
    const one = allocateFeatures();
    let all = new Uint16Array(this.count * 64 + MAX_FEATURES);
    let count = 0;
    for (let row = 0; row < this.count; row++) {
      const units = this.#units[row]!;
      const raw = this.#raw[row]!;
      const { caller, direction } = this.examples[row]!;
      readGrams(units, 0, units.length, one);
      if (reads.raw) readRaw(raw, 0, raw.length, units.length, this.#hasLink[row] === 1, one);
      if (reads.sender) readSender(caller, direction, one);
      if (count + one.count > all.length) all = enlarged(all, 2 * all.length);
      all.set(one.index.subarray(0, one.count), count);
      count += one.count;
      this.start[row + 1] = count;
    }
    return all.subarray(0, count);
  }
}

function compareExamples(a: Example, b: Example): number {
  return (
    compareText(a.text, b.text) ||
    compareText(a.label, b.label) ||
    a.caller - b.caller ||
    a.direction - b.direction ||
    Number(a.isFraud) - Number(b.isFraud)
  );
}
