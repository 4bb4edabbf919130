/**
 * Messages that nobody has labelled yet, and what a model of few labels makes of them. Scores here are those of the
 * whole message: they only choose what to ask about.
 */
import { RandomStream, shuffle } from "../../core/random.ts";
import { RingfenceError } from "../../core/errors.ts";
import { attachNormaliser } from "../../detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../detect/normaliser/stored-normaliser.ts";
import { type Example, ExampleTable, type Reads } from "../examples.ts";
import { type LinearWeights, SVM_SETTINGS, trainLinearSvm } from "../linear-svm.ts";

/** A message of the file, with the number of its first line. */
export interface Candidate extends Example {
  readonly line: number;
  /** As the file has it. */
  readonly sender: string | null;
}

/** Candidates that are scored before each question: of a larger pool a sample does. */
const SCORED_CANDIDATES = 6000;

export class LabelPool {
  readonly normaliser = attachNormaliser(loadNormaliserTable());
  readonly table: ExampleTable;
  readonly reads: Reads;
  /** One row of each group of near-duplicates, in the order in which rows are drawn at random. */
  readonly order: readonly number[];
  readonly #rowOfLine: ReadonlyMap<number, number>;

  /** Throws RingfenceError "noData" for fewer than two different messages. Cost: some 50 us a message. */
  constructor(candidates: readonly Candidate[], reads: Reads, seed: number) {
    this.table = new ExampleTable(candidates, this.normaliser, reads);
    this.reads = reads;
    const firstOfGroup = new Map<number, number>();
    this.table.group.forEach((group, row) => {
      if (!firstOfGroup.has(group)) firstOfGroup.set(group, row);
    });
    const order = [...firstOfGroup.values()];
    if (order.length < 2) {
      throw new RingfenceError(
        "noData",
        `expected at least two different messages to choose from, found ${order.length}`,
      );
    }
    shuffle(order, new RandomStream(seed, "label-order"), 0);
    this.order = order;
    this.#rowOfLine = new Map(this.table.examples.map((_, row) => [this.candidate(row).line, row]));
  }

  candidate(row: number): Candidate {
    return this.table.examples[row] as Candidate;
  }

  /** Undefined where the file has no message in that line. */
  rowOf(line: number): number | undefined {
    return this.#rowOfLine.get(line);
  }

  /** What there is to choose from, without the groups that are left out: at most SCORED_CANDIDATES. */
  open(isTaken: ReadonlySet<number>): number[] {
    const rows: number[] = [];
    for (const row of this.order) {
      if (rows.length === SCORED_CANDIDATES) break;
      if (!isTaken.has(this.table.group[row]!)) rows.push(row);
    }
    return rows;
  }

  /** On these rows, by their labels of 1 or -1. Milliseconds for some hundred rows. */
  train(rows: readonly number[], labels: ReadonlyMap<number, number>): LinearWeights {
    const { start, again, features, count } = this.table;
    const label = new Int8Array(count);
    for (const row of rows) label[row] = labels.get(row)!;
    return trainLinearSvm({ start, again, features, label }, Int32Array.from(rows), { ...SVM_SETTINGS, seed: 1 });
  }

  score({ weights, bias }: LinearWeights, row: number): number {
    const { start, features } = this.table;
    const from = start[row]!;
    const to = start[row + 1]!;
    let sum = 0;
    for (let at = from; at < to; at++) sum += weights[features[at]!]!;
    return sum / Math.sqrt(Math.max(1, to - from)) + bias;
  }

  /** Whether two messages share so much of what is read of them that labelling both tells little more. */
  areAlike(one: number, other: number): boolean {
    const ofOne = this.#distinct(one);
    const ofOther = this.#distinct(other);
    let shared = 0;
    for (const feature of ofOne) if (ofOther.has(feature)) shared++;
    return shared > ALIKE * Math.sqrt(ofOne.size * ofOther.size);
  }

  #distinct(row: number): Set<number> {
    const { start, features } = this.table;
    return new Set(features.subarray(start[row]!, start[row + 1]!));
  }
}

/** Cosine of the sets of features. */
const ALIKE = 0.5;
