/**
 * `node dist/bench/research/texts/across.js [folder of real messages]`: what a model of one set is worth on another,
 * with its threshold set on benign messages of the other as `train --benign` sets it; beside naive Bayes, which learned
 * the same rows and has its threshold set the same way. And what one set gains from more rows of its language.
 */
import { fnv1a } from "../../../src/core/fnv.ts";
import { Scorer } from "../../../src/detect/learned/scorer.ts";
import type { LearnedModel } from "../../../src/detect/learned/model.ts";
import { loadModel, STARTER_MODEL } from "../../../src/detect/learned/models.ts";
import { attachNormaliser, normaliseText } from "../../../src/detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../../src/detect/normaliser/stored-normaliser.ts";
import { CharacterPairs } from "./character-pairs.ts";
import { type Example, ExampleTable } from "../../../src/training/examples.ts";
import { readOwnMessages } from "../../../src/training/own-messages.ts";
import { groupNearDuplicates } from "../../../src/training/near-duplicates.ts";
import { bestThreshold, thresholdOfShare, figuresAt, type ThresholdFigures } from "../../../src/training/thresholds.ts";
import { trainModel } from "../../../src/training/train-model.ts";
import { WordBayes } from "./naive-bayes.ts";
import { readRealMessages, type RealSetName } from "./real-messages.ts";

const READS = { raw: true, sender: false };
const BLOCKED = 0.002;
/** Where benign rows are few: of those that set a threshold, at least one must be allowed to pass it. */
const BLOCKED_OF_FEW = 0.01;

const folder = process.argv[2] ?? process.env["RINGFENCE_DATA"];
if (folder === undefined) throw new Error("expected a folder of real messages, or RINGFENCE_DATA");
const normaliser = attachNormaliser(loadNormaliserTable());
const sets = new Map<RealSetName, Example[]>();
const setOf = (name: RealSetName): Example[] => {
  const known = sets.get(name) ?? readRealMessages(folder, name);
  sets.set(name, known);
  return known;
};

for (const [from, to] of [
  ["UCI", "ExAIS"],
  ["Mendeley", "ExAIS"],
  ["ExAIS", "UCI"],
  ["ExAIS", "Mendeley"],
  ["80W", "UCI"],
  ["UCI", "80W"],
] as const) {
  across(from, setOf(from), to, setOf(to));
}
for (const to of ["UCI", "Mendeley", "ExAIS", "80W"] as const) judgeStarter(to, setOf(to));
together();
blockedElsewhere();

function train(rows: readonly Example[], base: LearnedModel | null = null): LearnedModel {
  const table = new ExampleTable(rows, normaliser, READS);
  return trainModel(table, { reads: READS, seed: 1, blockedBenign: BLOCKED, files: ["bench"], base });
}

function across(from: string, rows: readonly Example[], to: string, judged: readonly Example[]): void {
  const model = train(rows);
  const characters = new CharacterPairs();
  const words = new WordBayes();
  for (const { text, isFraud } of rows) {
    characters.learn(text, isFraud);
    words.learn(text, isFraud);
  }
  const isFresh = freshAmong(rows, judged);
  const title = `${from} to ${to}`;
  tell(`${title}, learned`, judged, scoresOf(model, judged), isFresh);
  tell(`${title}, naive Bayes on characters`, judged, (at) => characters.score(judged[at]!.text), isFresh);
  const score = words.scorer();
  tell(`${title}, naive Bayes on words`, judged, (at) => score(judged[at]!.text), isFresh);
}

function judgeStarter(to: string, judged: readonly Example[]): void {
  tell(`starter to ${to}`, judged, scoresOf(loadModel(STARTER_MODEL)!, judged), () => true);
}

/** UCI's own three tenths, by rows of its own and by those of other English sets, none of them near a judged one. */
function together(): void {
  const uci = setOf("UCI");
  const judged = uci.filter(isHeldOut);
  const own = uci.filter((one) => !isHeldOut(one));
  const foreign: readonly (readonly [string, readonly Example[]])[] = [
    ["own rows", []],
    ["with Mendeley", setOf("Mendeley")],
    ["with benign ExAIS", setOf("ExAIS").filter(({ isFraud }) => !isFraud)],
    ["with both", [...setOf("Mendeley"), ...setOf("ExAIS").filter(({ isFraud }) => !isFraud)]],
  ];
  for (const [name, more] of foreign) {
    const isApart = freshAmong(judged, more);
    const added = more.filter((_, at) => isApart(at));
    const rows = [...own, ...added];
    const isFresh = freshAmong(rows, judged);
    const model = train(rows);
    const scores = scoresOf(model, judged);
    const { block } = model.card.thresholds;
    const title = `UCI three tenths, ${name} (${rows.length} rows)`;
    say(`${title}, all`, judged, scores, () => true, block);
    say(`${title}, no near-duplicate`, judged, scores, isFresh, block);
    if (added.some(({ isFraud }) => isFraud)) {
      const based = train(own, train(added));
      const threshold = based.card.thresholds.block;
      const byBase = scoresOf(based, judged);
      say(`UCI three tenths, own rows on a base ${name}, all`, judged, byBase, () => true, threshold);
      say(`UCI three tenths, own rows on a base ${name}, no near-duplicate`, judged, byBase, isFresh, threshold);
    }
  }
}

/**
 * Models of seven tenths of 80W at their own thresholds: on the rest, and on benign messages of others. With benign
 * messages of one other set, or our own, among the rows, which are not judged then.
 */
function blockedElsewhere(): void {
  const benignOf = (name: RealSetName): readonly Example[] => setOf(name).filter(({ isFraud }) => !isFraud);
  const ours = readOwnMessages().filter(({ isFraud }) => !isFraud);
  const rows = setOf("80W").filter((one) => !isHeldOut(one));
  const rest = setOf("80W").filter(isHeldOut);
  const mixed: readonly (readonly [string, readonly Example[], readonly RealSetName[]])[] = [
    ["alone", [], ["UCI", "ExAIS"]],
    ["with our benign ones", ours, ["UCI", "ExAIS"]],
    ["with benign UCI", benignOf("UCI"), ["ExAIS"]],
    ["with benign ExAIS", benignOf("ExAIS"), ["UCI"]],
    ["with benign UCI and ours", [...benignOf("UCI"), ...ours], ["ExAIS"]],
    ["with benign ExAIS and ours", [...benignOf("ExAIS"), ...ours], ["UCI"]],
  ];
  for (const [name, more, others] of mixed) {
    const model = train([...rows, ...more]);
    const { block } = model.card.thresholds;
    say(`80W ${name}, on its three tenths`, rest, scoresOf(model, rest), () => true, block);
    for (const other of others) {
      const judged = benignOf(other);
      say(`80W ${name}, on benign ${other}`, judged, scoresOf(model, judged), freshAmong(more, judged), block);
    }
    if (name === "alone") say("80W alone, on our benign ones", ours, scoresOf(model, ours), () => true, block);
  }
}

function isHeldOut({ text }: Example): boolean {
  return fnv1a(normaliseText(normaliser, text)) % 10 < 3;
}

/** By place in `judged`: whether no near-duplicate of it is among `rows`. */
function freshAmong(rows: readonly Example[], judged: readonly Example[]): (at: number) => boolean {
  const texts = [...rows, ...judged].map(({ text }) => normaliseText(normaliser, text).slice(0, 255));
  const group = groupNearDuplicates(texts);
  const known = new Set(group.subarray(0, rows.length));
  return (at) => !known.has(group[rows.length + at]!);
}

function scoresOf(model: LearnedModel, judged: readonly Example[]): (at: number) => number {
  const scorer = new Scorer(model);
  // A table has an order of its own: by text, and equal ones score alike.
  const table = new ExampleTable(judged, normaliser, model.card.reads);
  const byText = new Map(table.examples.map((example, row) => [example.text, table.scoreWith(scorer, row)]));
  return (at) => byText.get(judged[at]!.text)!;
}

/** Half of the benign rows set the threshold, by a hash of the text; the rest are judged. */
function tell(
  title: string,
  judged: readonly Example[],
  scoreOf: (at: number) => number,
  isFresh: (at: number) => boolean,
): void {
  const scores = judged.map((_, at) => scoreOf(at));
  const setsThreshold = judged.map(
    ({ text, isFraud }) => !isFraud && fnv1a(`threshold ${normaliseText(normaliser, text)}`) % 2 === 0,
  );
  const benign = Float64Array.from(scores.filter((_, at) => setsThreshold[at]));
  const share = benign.length >= 1 / BLOCKED ? BLOCKED : BLOCKED_OF_FEW;
  const threshold = thresholdOfShare(benign, share);
  const rest = judged.map((_, at) => at).filter((at) => !setsThreshold[at]);
  const chosen = (rows: readonly number[]) => ({
    scores: Float64Array.from(rows, (at) => scores[at]!),
    labels: Int8Array.from(rows, (at) => (judged[at]!.isFraud ? 1 : -1)),
  });
  const all = chosen(rest);
  const fresh = chosen(rest.filter(isFresh));
  line(`${title}, ${100 * share} %`, figuresAt(all.scores, all.labels, threshold));
  line(`${title}, ${100 * share} %, no near-duplicate`, figuresAt(fresh.scores, fresh.labels, threshold));
  const bound = figuresAt(all.scores, all.labels, bestThreshold(all.scores, all.labels));
  line(`${title}, any threshold: a bound`, bound);
}

function say(
  title: string,
  judged: readonly Example[],
  scoreOf: (at: number) => number,
  counts: (at: number) => boolean,
  threshold: number,
): void {
  const rows = judged.map((_, at) => at).filter(counts);
  const scores = Float64Array.from(rows, scoreOf);
  const labels = Int8Array.from(rows, (at) => (judged[at]!.isFraud ? 1 : -1));
  line(title, figuresAt(scores, labels, threshold));
}

function line(title: string, { caught, benignBlocked, mcc }: ThresholdFigures): void {
  process.stdout.write(
    `${title.padEnd(62)} caught ${shareWords(caught)}; benign blocked ${shareWords(benignBlocked)}; MCC ${mcc?.toFixed(3) ?? "-"}\n`,
  );
}

function shareWords({ value, low, high, n }: ThresholdFigures["caught"]): string {
  return value === null ? "none" : `${percent(value)} % (${percent(low!)} to ${percent(high!)}, n ${n})`;
}

function percent(value: number): string {
  return (100 * value).toFixed(value < 0.1 ? 2 : 1);
}
