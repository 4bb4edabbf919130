/** Rows of a file as examples to train on. */
import { RingfenceError } from "../core/errors.ts";
import { below, RandomStream } from "../core/random.ts";
import { CHINA, type Country } from "../rows/country.ts";
import { callerOf, screenedUnits } from "../rows/fill-events.ts";
import type { PositiveLabels } from "../rows/positive-labels.ts";
import { RowReader, type RowSource, guessesOf } from "../rows/read-rows.ts";
import type { Row } from "../rows/row.ts";
import type { Example } from "./examples.ts";

export interface ReadExamples {
  readonly examples: readonly Example[];
  /** Rows without a label or without a text, and lines that could not be read. */
  readonly unlabelled: number;
  readonly withoutText: number;
  readonly setAside: number;
  /** What was guessed of how the file is written, for people. */
  readonly guesses: readonly string[];
}

const NO_SENDER = { caller: null, direction: 0 };

/** Of a row with a text, what a model reads. */
export function messageOf(
  { text, caller, direction }: Pick<Row, "caller" | "direction"> & { readonly text: string },
  country: Country,
): Pick<Example, "text" | "caller" | "direction"> {
  return { text: text.slice(0, screenedUnits(text)), caller: callerOf(caller, country), direction: direction ?? 0 };
}

/**
 * Reads labelled messages. Throws as `RowReader` does, and "noData" where no row has a text and a label. `readsSender`:
 * whether callers count.
 */
export async function readExamples(
  source: RowSource,
  positive: PositiveLabels,
  readsSender: boolean,
  country: Country = CHINA,
): Promise<ReadExamples> {
  const reader = new RowReader(source);
  const examples: Example[] = [];
  let [unlabelled, withoutText, setAside] = [0, 0, 0];
  for await (const batch of reader.batches()) {
    setAside += batch.setAside.length;
    for (const { text, label, caller, direction } of batch.rows) {
      if (text === null) withoutText++;
      else if (label === null) unlabelled++;
      else {
        const sender = readsSender ? { caller, direction } : NO_SENDER;
        examples.push({ ...messageOf({ text, ...sender }, country), label, isFraud: positive.matches(label) });
      }
    }
  }
  if (examples.length === 0) {
    throw new RingfenceError(
      "noData",
      `${source.file}: expected rows with a text and a label, found none (${withoutText} without a text, ` +
        `${unlabelled} without a label, ${setAside} set aside): name the columns with --text and --label`,
    );
  }
  return { examples, unlabelled, withoutText, setAside, guesses: guessesOf(reader.facts) };
}

/** So many at most of those that come, each with the same chance (Vitter's algorithm R). */
export class Sample<T> {
  readonly #most: number;
  readonly #draws: RandomStream;
  readonly #kept: { readonly at: number; readonly one: T }[] = [];
  /** How many came. */
  seen = 0;

  constructor(most: number, name: string) {
    this.#most = most;
    this.#draws = new RandomStream(1, name);
  }

  add(one: T): void {
    const at = this.seen++;
    const place = at < this.#most ? at : below(this.#draws.draw(at, 0)[0]!, this.seen);
    if (place < this.#most) this.#kept[place] = { at, one };
  }

  get inOrder(): T[] {
    return this.#kept.toSorted((a, b) => a.at - b.at).map(({ one }) => one);
  }
}
