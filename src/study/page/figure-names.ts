/** Figures of studies in words; their Chinese stands by the English of the document. */
import { zh } from "../../ui/chinese.ts";
import { perLanguage, word, type Localised } from "../../ui/words.ts";

interface Named {
  readonly words: string;
}

export function figureText({ words }: Named): Localised {
  return word(words);
}

export function figureTitle({ words }: Named): Localised {
  return perLanguage(words.slice(0, 1).toUpperCase() + words.slice(1), zh(word(words)));
}
