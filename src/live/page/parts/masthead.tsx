import type { ComponentChildren } from "preact";
import { useWords } from "../words/use-words.ts";
import { type Language, LANGUAGES, LANGUAGE_TAGS } from "../words/words.ts";

interface Props {
  readonly name: string;
  readonly tagline: string;
  readonly speak: (language: Language) => void;
  readonly children?: ComponentChildren;
}

export function Masthead({ name, tagline, speak, children }: Props) {
  const { words, language } = useWords();
  const other = LANGUAGES.find((one) => one !== language)!;
  return (
    <header class="masthead">
      <img src="./favicon.svg" alt="" width="32" height="32" />
      <div class="name">
        <h1>{name}</h1>
        <p>{tagline}</p>
      </div>
      {children}
      <button type="button" class="language" lang={LANGUAGE_TAGS[other]} onClick={() => speak(other)}>
        {words.otherLanguage}
      </button>
    </header>
  );
}
