/** Labelled texts as a world's gangs and ordinary people write them, without a world: from the grammar alone. */
import { RandomStream, below, unit } from "../../../src/core/random.ts";
import { BENIGN_CLASSES } from "../../../src/event/taxonomy.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";
import { BENIGN_CALLS, decorationLevel } from "../../../src/world/traffic/benign-calls.ts";
import type { Catalogue } from "../../../src/world/text/catalogue.ts";
import { composeText } from "../../../src/world/text/compose.ts";
import type { PhraseBank } from "../../../src/world/text/phrase-bank.ts";
import { type TextRequest, createTextRequest } from "../../../src/world/text/text-draft.ts";

export const RUNGS = [0, 1, 2, 3, 4, 5] as const;

export interface LabelledText {
  readonly text: string;
  readonly isFraud: boolean;
}

export interface GeneratedText extends LabelledText {
  /** Of fraud: its script, by number, and its rung. -1 of benign messages. */
  readonly script: number;
  readonly rung: number;
}

export interface Wordings {
  readonly bank: PhraseBank;
  readonly catalogue: Catalogue;
  readonly scenario: Scenario;
}

interface Wanted {
  readonly seed: number;
  /** An index into LANGUAGES. */
  readonly language: number;
  readonly count: number;
}

/** Copies of a campaign before another begins. */
const COPIES = 4;

/** Scripts in equal shares, their messages too; rungs in turn. Every few texts another campaign words its own. */
export function fraudTexts({ bank, catalogue }: Wordings, { seed, language, count }: Wanted): GeneratedText[] {
  const draws = new RandomStream(seed, "bench-texts-fraud");
  const request = requestOf(seed, language);
  const scripts = catalogue.scripts.flat();
  return Array.from({ length: count }, (_, ordinal) => {
    const campaign = Math.floor(ordinal / (RUNGS.length * COPIES));
    const words = draws.draw(campaign, 0);
    const script = below(words[0]!, scripts.length);
    const messages = scripts[script]!.steps.filter(({ channel }) => channel === "message");
    const rung = ordinal % RUNGS.length;
    request.message = messages[below(words[1]!, messages.length)]!.message;
    request.campaign = words[2]!;
    request.level = rung;
    request.ordinal = ordinal;
    return { text: composeText(bank, request), isFraud: true, script, rung };
  });
}

/** Classes as often as the scenario's people get their messages, and decorated as often. */
export function benignTexts({ bank, catalogue, scenario }: Wordings, wanted: Wanted): GeneratedText[] {
  const { seed, language, count } = wanted;
  const draws = new RandomStream(seed, "bench-texts-benign");
  const request = requestOf(seed, language);
  const rates = BENIGN_CLASSES.map((name) => scenario.benign[name].perDay * BENIGN_CALLS[name].messageShare);
  return Array.from({ length: count }, (_, ordinal) => {
    const words = Uint32Array.from(draws.draw(ordinal, 0));
    const benignClass = pickBy(rates, unit(words[0]!));
    const messages = catalogue.benign[benignClass]!;
    const weights = messages.map(({ weight }) => weight);
    request.message = messages[pickBy(weights, unit(words[1]!))]!.message;
    request.campaign = words[2]!;
    const isMarketing = BENIGN_CLASSES[benignClass] === "marketing";
    request.level = decorationLevel(isMarketing, draws.draw(ordinal, 1));
    request.ordinal = ordinal;
    return { text: composeText(bank, request), isFraud: false, script: -1, rung: -1 };
  });
}

function requestOf(seed: number, language: number): TextRequest {
  return Object.assign(createTextRequest(new RandomStream(seed, "bench-texts")), { language });
}

function pickBy(weights: readonly number[], share: number): number {
  let left = share * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return weights.length - 1;
}
