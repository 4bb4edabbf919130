/**
 * `node dist/bench/research/texts/attacks.js [folder of real messages]`: what a model trained on seven tenths of a set
 * catches of the fraud in the rest, when its sender disguises it, beside templates made of the same visible fraud.
 */
import { fnv1a } from "../../../src/core/fnv.ts";
import { RandomStream } from "../../../src/core/random.ts";
import { stringOf, unitsOf } from "../../../src/core/units.ts";
import { Scorer } from "../../../src/detect/learned/scorer.ts";
import { attachMatcher, buildMatcher } from "../../../src/detect/matcher/engines.ts";
import { MIN_MATCH_UNITS, NO_TEMPLATE, cutTemplate } from "../../../src/detect/matcher/matcher.ts";
import { attachNormaliser, normaliseText } from "../../../src/detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../../src/detect/normaliser/stored-normaliser.ts";
import { MAX_TEXT_UNITS } from "../../../src/event/event-batch.ts";
import { ExampleTable } from "../../../src/training/examples.ts";
import { trainModel } from "../../../src/training/train-model.ts";
import { obfuscator } from "../../../src/world/text/obfuscate.ts";
import { attachPhraseBank } from "../../../src/world/text/phrase-bank.ts";
import { draft } from "../../../src/world/text/text-draft.ts";
import { wordings } from "../../../src/world/text/catalogue.ts";
import { exampleOf, readRealMessages } from "./real-messages.ts";
import { leadAndLink, linkAlone, paraphrased, withSynonyms } from "./rewrite.ts";

const SETS = ["UCI", "Mendeley", "80W"] as const;
const REWRITES = [
  ["synonyms", (text: string, at: number) => withSynonyms(text, at)],
  ["paraphrase", (text: string, at: number) => paraphrased(text, at)],
  ["paraphrase, rung 2", (text: string, at: number) => disguised(paraphrased(text, at), 2, at)],
  ["a link alone", (_: string, at: number) => linkAlone(at)],
  ["a lead and a link", (text: string, at: number) => leadAndLink(text, at)],
] as const;
const THRESHOLD_PERMILLE = 750;
const READS = { raw: true, sender: false };

const folder = process.argv[2] ?? process.env["RINGFENCE_DATA"];
if (folder === undefined) throw new Error("expected a folder of real messages, or RINGFENCE_DATA");
const normaliser = attachNormaliser(loadNormaliserTable());
const disguise = obfuscator(attachPhraseBank(wordings().phraseBank));

for (const name of SETS) {
  const messages = readRealMessages(folder, name);
  const isHeldOut = (text: string): boolean => fnv1a(`held out ${normaliseText(normaliser, text)}`) % 10 < 3;
  const table = new ExampleTable(
    messages.filter(({ text }) => !isHeldOut(text)),
    normaliser,
    READS,
  );
  const model = trainModel(table, { reads: READS, seed: 1, blockedBenign: 0.002, files: [name] });
  const held = messages.filter(({ text }) => isHeldOut(text));
  const [fraud, others] = [held.filter(({ isFraud }) => isFraud), held.filter(({ isFraud }) => !isFraud)];
  const scorer = new Scorer(model);
  const caught = (texts: readonly string[]): number => {
    const tried = new ExampleTable(
      texts.map((text) => exampleOf(text)),
      normaliser,
      READS,
    );
    const scores = texts.map((_, row) => tried.scoreWith(scorer, row));
    return scores.filter((score) => score >= model.card.thresholds.block).length / texts.length;
  };
  const matches = templatesOf(table);
  const matched = (texts: readonly string[]): number => texts.filter(matches).length / texts.length;
  const line = (attack: string, texts: readonly string[]): void => {
    const [learned, templates] = [caught(texts), matched(texts)].map((share) => (100 * share).toFixed(1).padStart(6));
    process.stdout.write(`${name.padEnd(9)} ${attack.padEnd(22)} learned ${learned} %  templates ${templates} %\n`);
  };
  const texts = fraud.map(({ text }) => text);
  const pad = (at: number): string => others[fnv1a(`pad ${at}`) % others.length]!.text;
  process.stdout.write(
    `${name.padEnd(9)} ${texts.length} fraud, ${others.length} benign held out; parts ${model.card.scoresParts}\n`,
  );
  line(
    "benign, blocked",
    others.map(({ text }) => text),
  );
  line("none", texts);
  for (const rung of [2, 3, 4])
    line(
      `rung ${rung}`,
      texts.map((text, at) => disguised(text, rung, at)),
    );
  line("full-width letters", texts.map(fullWidth));
  line(
    "benign message behind",
    texts.map((text, at) => `${text} ${pad(at)}`),
  );
  line(
    "benign message in front",
    texts.map((text, at) => `${pad(at)} ${text}`),
  );
  line(
    "benign on both sides",
    texts.map((text, at) => `${pad(at)} ${text} ${pad(at + texts.length)}`),
  );
  const benign = others.map(({ text }) => text);
  for (const [attack, rewrite] of REWRITES) {
    line(attack, texts.map(rewrite));
    line(`  benign ones so`, benign.map(rewrite));
  }
}

function templatesOf({ examples, normalised }: ExampleTable): (text: string) => boolean {
  const known = new Set(normalised.filter((text, row) => examples[row]!.isFraud && text.length >= MIN_MATCH_UNITS));
  const templates = [...known].map((text, number) => ({ number, text: cutTemplate(text) }));
  const matcher = attachMatcher(buildMatcher("index", THRESHOLD_PERMILLE, templates));
  return (text) => {
    const units = unitsOf(cutTemplate(normaliseText(normaliser, text)));
    return matcher.match(units, units.length) !== NO_TEMPLATE;
  };
}

/** As a gang disguises its own messages on this rung, but for what it leaves alone in them. */
function disguised(text: string, rung: number, at: number): string {
  const units = unitsOf(text).subarray(0, MAX_TEXT_UNITS / 4);
  draft.draws.start(new RandomStream(1, "attacks"), at, rung, 0, 0);
  draft.plain.set(units);
  draft.guards = 0;
  const out = new Uint16Array(2 * MAX_TEXT_UNITS);
  return stringOf(out, 0, disguise(rung, units.length, out, 0));
}

function fullWidth(text: string): string {
  return text.replaceAll(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
}
