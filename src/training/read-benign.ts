/** What a model scores messages of a file that are taken to be benign: to set its thresholds by. */
import { formatCount } from "../core/counted.ts";
import { RingfenceError } from "../core/errors.ts";
import { sumOf, sumSquares } from "../core/sum.ts";
import { printable } from "../core/terminal/printable.ts";
import type { MessageShape } from "../detect/learned/message-shape.ts";
import type { LearnedModel } from "../detect/learned/model.ts";
import { Scorer } from "../detect/learned/scorer.ts";
import { attachNormaliser } from "../detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../detect/normaliser/stored-normaliser.ts";
import { CHINA, type Country } from "../rows/country.ts";
import { guessesOf, RowReader, type RowSource } from "../rows/read-rows.ts";
import { type Example, ExampleTable } from "./examples.ts";
import { messageOf, Sample } from "./read-examples.ts";

export interface BenignScores {
  readonly scores: Float64Array;
  readonly shape: MessageShape;
  /** What is odd about the file, for people. */
  readonly remarks: readonly string[];
}

/** Of a larger file so many messages are drawn at random, from all of it. */
const MOST_MESSAGES = 100_000;

/** Throws as `RowReader` does, and "noData" where no row has a text. Labels are not looked at. */
export async function readBenignScores(
  source: RowSource,
  model: LearnedModel,
  country: Country = CHINA,
): Promise<BenignScores> {
  const { reads } = model.card;
  const sample = new Sample<Example>(MOST_MESSAGES, "benign-sample");
  const reader = new RowReader(source);
  for await (const { rows } of reader.batches()) {
    for (const { text, caller, direction } of rows) {
      if (text === null) continue;
      const message = messageOf({ text, caller: reads.sender ? caller : null, direction }, country);
      sample.add({ ...message, label: "", isFraud: false });
    }
  }
  const examples = sample.inOrder;
  if (examples.length === 0) {
    throw new RingfenceError("noData", `${source.file}: expected messages, found no text: name its column with --text`);
  }
  const { scores, shape, groups } = scoreExamples(examples, model);
  return {
    scores,
    shape,
    remarks: [...guessesOf(reader.facts), ...oddities(examples, scores, groups)].map(
      (each) => `${printable(source.file)}: ${each}`,
    ),
  };
}

/** In the order of the examples; what these look like; and how many of them are no near-duplicates of others. */
function scoreExamples(examples: readonly Example[], model: LearnedModel) {
  const table = new ExampleTable(examples, attachNormaliser(loadNormaliserTable()), model.card.reads);
  const scorer = new Scorer(model);
  const places = new Map(examples.map((example, place) => [example, place]));
  const scores = new Float64Array(examples.length);
  table.examples.forEach((example, row) => (scores[places.get(example)!] = table.scoreWith(scorer, row)));
  return { scores, shape: table.shape(() => model.weights), groups: new Set(table.group).size };
}

const FEWEST_JUDGED = 100;
const PARTS = 10;
/** Of what varies between messages, the share that varies between tenths of the file: by chance it is nearly none. */
const MUCH_BETWEEN = 0.1;
const MOSTLY_SORTED = 0.9;
const HALF_ALIKE = 0.5;

/**
 * Messages that stand in groups, or sorted, may be a piece of a larger file: a threshold set on one kind of them lets
 * other kinds through, or blocks them.
 */
function oddities(examples: readonly Example[], scores: Float64Array, groups: number): string[] {
  const count = examples.length;
  if (count < FEWEST_JUDGED) return [];
  const lengths = Float64Array.from(examples, ({ text }) => text.length);
  const pairs = examples.slice(1);
  const sorted = pairs.filter(({ text }, at) => examples[at]!.text <= text).length / pairs.length;
  const stand =
    sorted > MOSTLY_SORTED || sorted < 1 - MOSTLY_SORTED
      ? "the messages are sorted"
      : Math.max(shareBetweenParts(scores), shareBetweenParts(lengths)) > MUCH_BETWEEN
        ? "messages of one kind stand together"
        : null;
  return [
    ...(stand === null
      ? []
      : [
          `${stand}: if this is a piece of a larger file, its threshold does not hold for the rest. Take rows at random from all of it`,
        ]),
    ...(groups < HALF_ALIKE * count
      ? [`${formatCount(count)} messages are only ${formatCount(groups)} different ones: count on less than they seem`]
      : []),
  ];
}

function shareBetweenParts(values: Float64Array): number {
  const count = values.length;
  const mean = sumOf(values) / count;
  let between = 0;
  for (let part = 0; part < PARTS; part++) {
    const own = values.slice(Math.floor((part * count) / PARTS), Math.floor(((part + 1) * count) / PARTS));
    between += own.length * (sumOf(own) / own.length - mean) ** 2;
  }
  const all = sumSquares(values, mean);
  return all === 0 ? 0 : between / all;
}
