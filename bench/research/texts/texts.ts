/**
 * How hard are the texts? A naive Bayes on character pairs learns from texts of one seed, and is tried on another seed,
 * on scripts it never saw, and on real messages. What it finds too easily, a learner would learn of our grammar and not
 * of fraud.
 */
import { areaUnderCurve, recallAt } from "./ranking.ts";
import { CharacterPairs } from "./character-pairs.ts";
import { LANGUAGES } from "../../../src/world/text/phrase-bank.ts";
import { type GeneratedText, type LabelledText, RUNGS, type Wordings, benignTexts, fraudTexts } from "./generated.ts";
import type { RealSet } from "./real.ts";

export interface TextFigure {
  readonly language: string;
  readonly name: string;
  readonly value: number;
  /** Texts it was found on. */
  readonly fraud: number;
  readonly benign: number;
}

interface TextsOptions {
  readonly seed: number;
  /** Fraud and benign texts of each language, each. */
  readonly count: number;
  readonly realSets: readonly RealSet[];
}

/** Benign messages blocked for a recall: one in a thousand. */
const FALSE_SHARE = 0.001;
/** Scripts are held out in so many parts. */
const PARTS = 4;

export function measureTexts(wordings: Wordings, { seed, count, realSets }: TextsOptions): TextFigure[] {
  return LANGUAGES.flatMap((language, index) => {
    const of = (from: number): GeneratedText[] => {
      const wanted = { seed: from, language: index, count };
      return [...fraudTexts(wordings, wanted), ...benignTexts(wordings, wanted)];
    };
    const learned = of(seed);
    const tried = of(seed + 1);
    const figure = (name: string, texts: readonly LabelledText[], value: number): TextFigure => {
      const fraud = texts.filter(({ isFraud }) => isFraud).length;
      return { language, name, value, fraud, benign: texts.length - fraud };
    };
    const model = learn(learned);
    const rungs = RUNGS.map((rung) => {
      const texts = tried.filter((text) => !text.isFraud || text.rung === rung);
      return figure(`rung ${rung}, another seed: AUC`, texts, areaUnderCurve(scored(model, texts)));
    });
    const seen = scored(model, tried);
    const unseen = heldOut(learned, tried);
    const plain = unseen.filter(({ rung }) => rung <= 0);
    const transfers = realSets
      .filter((set) => set.language === index)
      .flatMap(({ name, texts }) => [
        figure(`${name}: AUC`, texts, areaUnderCurve(scored(model, texts))),
        oursAgainst(name, learned, tried, texts, figure),
      ]);
    return [
      ...rungs,
      figure("another seed: recall at 0.1 % false", tried, recallAt(seen, FALSE_SHARE)),
      figure("held-out scripts: AUC", unseen, areaUnderCurve(unseen)),
      figure("held-out scripts: recall at 0.1 % false", unseen, recallAt(unseen, FALSE_SHARE)),
      figure("held-out scripts, rung 0: recall at 0.1 % false", plain, recallAt(plain, FALSE_SHARE)),
      ...transfers,
    ];
  });
}

interface Scored extends LabelledText {
  readonly score: number;
  readonly rung: number;
}

function learn(texts: readonly LabelledText[]): CharacterPairs {
  const model = new CharacterPairs();
  for (const { text, isFraud } of texts) model.learn(text, isFraud);
  return model;
}

function scored(model: CharacterPairs, texts: readonly (LabelledText & { readonly rung?: number })[]): Scored[] {
  return texts.map(({ text, isFraud, rung = -1 }) => ({ text, isFraud, rung, score: model.score(text) }));
}

/** Each part of the scripts by a model that learned from the others; benign messages by all models in turn. */
function heldOut(learned: readonly GeneratedText[], tried: readonly GeneratedText[]): Scored[] {
  return Array.from({ length: PARTS }, (_, part) => {
    const isOf = ({ script }: GeneratedText): boolean => script >= 0 && script % PARTS === part;
    const model = learn(learned.filter((text) => !isOf(text)));
    return scored(
      model,
      tried.filter((text, ordinal) => (text.isFraud ? isOf(text) : ordinal % PARTS === part)),
    );
  }).flat();
}

/** Our fraud against real fraud: a matter of report. Real texts are halved, as ours are by seed. */
function oursAgainst(
  name: string,
  learned: readonly GeneratedText[],
  tried: readonly GeneratedText[],
  real: readonly LabelledText[],
  figure: (name: string, texts: readonly LabelledText[], value: number) => TextFigure,
): TextFigure {
  const realFraud = real.filter(({ isFraud }) => isFraud);
  const half = (parity: number): LabelledText[] => realFraud.filter((_, ordinal) => ordinal % 2 === parity);
  const model = learn([...half(0), ...ours(learned)]);
  const texts = [...half(1), ...ours(tried)];
  return figure(`${name}: real fraud against ours: AUC`, texts, areaUnderCurve(scored(model, texts)));
}

function ours(texts: readonly GeneratedText[]): LabelledText[] {
  return texts.filter(({ rung }) => rung === 0).map(({ text }) => ({ text, isFraud: false }));
}
