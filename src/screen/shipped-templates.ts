/** The shipped templates: the scripts of the grammar, in the wordings of campaigns. All synthetic. */
import { RandomStream } from "../core/random.ts";
import { TYPOLOGIES, type Typology } from "../event/taxonomy.ts";
import { NO_MESSAGE, wordings } from "../world/text/catalogue.ts";
import { composeText } from "../world/text/compose.ts";
import { attachPhraseBank, LANGUAGES } from "../world/text/phrase-bank.ts";
import { createTextRequest } from "../world/text/text-draft.ts";

interface ShippedTemplate {
  readonly text: string;
  readonly typology: Typology;
  /** The id of the script. */
  readonly id: string;
  /** From 1; steps that are calls count too. */
  readonly step: number;
  readonly language: (typeof LANGUAGES)[number];
}

/**
 * Wordings of each text, in each language. Campaigns vary every segment, so no number covers most. Of the 193 fraud
 * rows of datasets/messages, 8, 32 and 128 wordings alone find 4, 6 and 11; with the shipped model 133 are found in
 * each case. 128 take four times as long to build.
 */
const SHIPPED_WORDINGS = 32;
const SEED = 1;

/**
 * Every message of every script, in both languages, in `wordingsEach` wordings, each text once. Some tenths of a
 * second.
 */
export function shippedTemplates(wordingsEach: number = SHIPPED_WORDINGS): ShippedTemplate[] {
  const { catalogue, phraseBank } = wordings();
  const bank = attachPhraseBank(phraseBank);
  const campaigns = new RandomStream(SEED, "shipped-campaigns");
  const request = createTextRequest(new RandomStream(SEED, "shipped-texts"));
  const byText = new Map<string, ShippedTemplate>();
  const add = (message: number, template: Omit<ShippedTemplate, "text">): void => {
    for (let wording = 0; wording < wordingsEach; wording++) {
      request.message = message;
      request.language = LANGUAGES.indexOf(template.language);
      request.campaign = campaigns.draw(message, wording)[0]!;
      request.entity = message;
      request.ordinal = wording;
      request.part = request.language;
      const text = composeText(bank, request);
      if (!byText.has(text)) byText.set(text, { text, ...template });
    }
  };
  for (const [number, scripts] of catalogue.scripts.entries()) {
    const typology = TYPOLOGIES[number]!;
    for (const { id, steps } of scripts) {
      for (const [at, { message }] of steps.entries()) {
        if (message === NO_MESSAGE) continue;
        for (const language of LANGUAGES) add(message, { typology, id, step: at + 1, language });
      }
    }
  }
  return [...byText.values()];
}
