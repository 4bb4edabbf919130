/** Labelled messages, as a model is trained on them: in an order of their own, whatever that of the file. */
import { compareText, stringOf } from "../core/units.ts";
import { enlarged } from "../core/growth.ts";
import type { Identity } from "../event/identity.ts";
import { BUCKETS, MAX_FEATURES, MAX_UNITS } from "../detect/learned/feature-numbers.ts";
import { featureKernel } from "../detect/learned/features.ts";
import { countShape, countUnseen, emptyShape, type MessageShape, shapeOf } from "../detect/learned/message-shape.ts";
import type { Scorer } from "../detect/learned/scorer.ts";
import { senderFeatures } from "../detect/learned/sender-features.ts";
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
  readonly again: Uint32Array;
  readonly features: Uint16Array;
  /** Near-duplicates have the same number. */
  readonly group: Int32Array;
  readonly #normaliser: NormaliserTable;
  readonly #reads: Reads;
  /** Normalised and raw: of row r, units [start[place[r]], start[place[r] + 1]). */
  readonly #folded: Texts;
  readonly #raw: Texts;
  readonly #place: Uint32Array;
  readonly #hasLink: Uint8Array;

  /** Messages of which nothing is left once normalised stay: their marks are read still. */
  constructor(examples: readonly Example[], table: NormaliserTable, reads: Reads) {
    const raw = unitsOfAll(examples.map(({ text }) => text));
    const { folded, texts, hasLink } = normaliseAll(raw, table);
    const order = [...examples.keys()].sort(
      (a, b) => compareText(texts[a]!, texts[b]!) || compareExamples(examples[a]!, examples[b]!),
    );
    this.#normaliser = table;
    this.#reads = reads;
    this.examples = order.map((place) => examples[place]!);
    this.normalised = order.map((place) => texts[place]!);
    this.label = Int8Array.from(this.examples, ({ isFraud }) => (isFraud ? 1 : -1));
    this.group = groupNearDuplicates(this.normalised);
    this.#folded = folded;
    this.#raw = raw;
    this.#place = Uint32Array.from(order);
    this.#hasLink = hasLink;
    this.start = new Uint32Array(order.length + 1);
    this.again = new Uint32Array(order.length);
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
    const { units, start } = this.#raw;
    this.#place.forEach((place, row) => {
      countShape(counts, units, start[place]!, start[place + 1]!, this.#hasLink[place] === 1);
      const features = this.features.subarray(this.start[row]!, this.start[row + 1]!);
      countUnseen(counts, features, features.length, weightsFor(row));
    });
    return shapeOf(counts);
  }

  scoreWith(scorer: Scorer, row: number): number {
    const { caller, direction } = this.examples[row]!;
    this.#load(row);
    return scorer.score(caller, direction);
  }

  #load(row: number): void {
    const place = this.#place[row]!;
    const [folded, raw] = [this.#folded, this.#raw];
    const [from, end] = [folded.start[place]!, folded.start[place + 1]!];
    const [textFrom, textTo] = [raw.start[place]!, raw.start[place + 1]!];
    const hasLink = this.#hasLink[place] === 1;
    featureKernel().load(folded.units, from, end - from, raw.units, textFrom, textTo, hasLink);
  }

  #readFeatures(reads: Reads): Uint16Array {
    const kernel = featureKernel();
    let all = new Uint16Array(this.count * 64 + MAX_FEATURES);
    let count = 0;
    // By bucket the last row that has it, from 1 on.
    const lastRow = new Int32Array(BUCKETS);
    const repeated = new Uint16Array(MAX_FEATURES);
    for (let row = 0; row < this.count; row++) {
      const { caller, direction } = this.examples[row]!;
      this.#load(row);
      const ofText = kernel.read(reads);
      const ofSender = reads.sender ? senderFeatures(caller, direction) : [];
      if (count + MAX_FEATURES > all.length) all = enlarged(all, 2 * all.length);
      let repeats = 0;
      for (let at = 0; at < ofText.count + ofSender.length; at++) {
        const bucket = at < ofText.count ? ofText.index[at]! : ofSender[at - ofText.count]!;
        if (lastRow[bucket] === row + 1) repeated[repeats++] = bucket;
        else all[count++] = bucket;
        lastRow[bucket] = row + 1;
      }
      this.again[row] = count;
      for (let at = 0; at < repeats; at++) all[count++] = repeated[at]!;
      this.start[row + 1] = count;
    }
    return all.subarray(0, count);
  }
}

/** Texts one behind the other. */
interface Texts {
  readonly units: Uint16Array;
  /** Of text t units [start[t], start[t + 1]). */
  readonly start: Uint32Array;
}

function unitsOfAll(texts: readonly string[]): Texts {
  const start = new Uint32Array(texts.length + 1);
  const units = new Uint16Array(texts.reduce((sum, { length }) => sum + length, 0));
  let count = 0;
  texts.forEach((text, at) => {
    for (let i = 0; i < text.length; i++) units[count++] = text.charCodeAt(i);
    start[at + 1] = count;
  });
  return { units, start };
}

function normaliseAll(raw: Texts, table: NormaliserTable) {
  const texts: string[] = [];
  const start = new Uint32Array(raw.start.length);
  const hasLink = new Uint8Array(raw.start.length - 1);
  const one = new Uint16Array(MAX_UNITS);
  let units = new Uint16Array(raw.units.length + MAX_UNITS);
  let count = 0;
  for (let at = 0; at < hasLink.length; at++) {
    const length = normaliseInto(table, raw.units, raw.start[at]!, raw.start[at + 1]!, one);
    if (count + length > units.length) units = enlarged(units, 2 * units.length);
    for (let i = 0; i < length; i++) {
      units[count++] = one[i]!;
      if (one[i] === URL_SYMBOL) hasLink[at] = 1;
    }
    start[at + 1] = count;
    texts.push(stringOf(one, 0, length));
  }
  return { folded: { units, start }, texts, hasLink };
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
