/** The templates shipped with Ringfence: the scripts of our own grammar, as campaigns word them. All synthetic. */
import { RandomStream } from "../core/random.ts";
import { TYPOLOGIES, type Typology } from "../event/taxonomy.ts";
import { type Catalogue, NO_MESSAGE } from "../world/text/catalogue.ts";
import { composeText } from "../world/text/compose.ts";
import { attachPhraseBank, LANGUAGES } from "../world/text/phrase-bank.ts";
import { createTextRequest } from "../world/text/text-request.ts";
import { wordings } from "../world/text/wordings.ts";

/** A text of the grammar's own scripts: all synthetic. */
export interface ShippedTemplate {
  readonly text: string;
  readonly typology: Typology;
  /** The script's. */
  readonly id: string;
  /** From 1; calls count, though they have no text. */
  readonly step: number;
  readonly language: (typeof LANGUAGES)[number];
}

/**
 * Wordings of each text, in each language. A campaign words every segment its own way, so many would be needed to be
 * near most. Of the 193 fraud rows of datasets/messages, screening finds 4, 6 and 11 by 8, 32 and 128 wordings alone,
 * and 133 with the model that ships, however many there are. 128 take four times as long to get ready.
 */
const SHIPPED_WORDINGS = 32;
/** Fixed: the shipped templates are the same everywhere. */
const SEED = 1;

/**
 * Every message step of every script, in both languages, in `wordingsEach` wordings; each text once. Some tenths of a
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

/** The messages of all scripts, by their numbers in the phrase bank. */
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
