/** The shipped templates: the scripts of the grammar, in the wordings of campaigns. All synthetic. */
import { RandomStream } from "../core/random.ts";
import { TYPOLOGIES, type Typology } from "../event/taxonomy.ts";
import { type Catalogue, NO_MESSAGE, wordings } from "../world/text/catalogue.ts";
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
  for (const step of messageSteps(catalogue)) {
    for (let wording = 0; wording < wordingsEach; wording++) {
      request.message = step.message;
      request.language = LANGUAGES.indexOf(step.language);
      request.campaign = campaigns.draw(step.message, wording)[0]!;
      request.entity = step.message;
      request.ordinal = wording;
      request.part = request.language;
      const text = composeText(bank, request);
      if (!byText.has(text))
        byText.set(text, {
          text,
          typology: step.typology,
          id: step.id,
          step: step.step,
          language: step.language,
        });
    }
  }
  return [...byText.values()];
}

/** The messages of all scripts, with their numbers in the phrase bank. */
function messageSteps({
  scripts: byTypology,
}: Catalogue): (Omit<ShippedTemplate, "text"> & { readonly message: number })[] {
  return byTypology.flatMap((scripts, typology) =>
    scripts.flatMap(({ id, steps }) =>
      steps.flatMap(({ message }, index) =>
        LANGUAGES.filter(() => message !== NO_MESSAGE).map((language) => ({
          typology: TYPOLOGIES[typology]!,
          id,
          step: index + 1,
          language,
          message,
        })),
      ),
    ),
  );
}
