/** Rows of a file as examples to train on. */
import { RingfenceError } from "../core/errors.ts";
import { counted } from "../core/counted.ts";
import { printable } from "../core/terminal/printable.ts";
import { below, RandomStream } from "../core/random.ts";
import { CHINA, type Country } from "../rows/country.ts";
import { callerOf, screenedUnits } from "../rows/fill-events.ts";
import type { PositiveLabels } from "../rows/positive-labels.ts";
import { RowReader, type RowSource, guessesOf } from "../rows/read-rows.ts";
import type { Row } from "../rows/row.ts";
import type { Example } from "./examples.ts";

export interface ReadExamples {
  readonly examples: readonly Example[];
  /** What was guessed and left out, for people. */
  readonly remarks: readonly string[];
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
  // Rows without a label are not benign.
  const kinds = { "without a text": withoutText, "without a label": unlabelled, "that could not be read": setAside };
  const left = Object.entries(kinds).flatMap(([words, rows]) => (rows > 0 ? `${counted(rows, "row")} ${words}` : []));
  const remarks = [...guessesOf(reader.facts), ...(left.length === 0 ? [] : [`not trained on: ${left.join(", ")}`])];
  return { examples, remarks: remarks.map((words) => `${printable(source.file)}: ${words}`) };
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
