/** Name, run and language. */
import { useWords } from "../words/use-words.ts";
import { LANGUAGES, LANGUAGE_TAGS } from "../words/words.ts";
import type { Session } from "../session.ts";
import type { State } from "../state.ts";

export function Masthead({ state, session }: { readonly state: State; readonly session: Session }) {
  const { words } = useWords();
  const { address } = state;
  const other = LANGUAGES.find((language) => language !== address.language)!;
  return (
    <header class="masthead">
      <img src="./favicon.svg" alt="" width="32" height="32" />
      <div class="name">
        <h1>Ringfence</h1>
        <p>{words.tagline}</p>
      </div>
      <button
        type="button"
        class="language"
        lang={LANGUAGE_TAGS[other]}
        onClick={() => session.change((before) => ({ ...before, language: other }))}
      >
        {words.otherLanguage}
      </button>
    </header>
  );
}
