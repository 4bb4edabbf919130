/** What every page of a door has around what it shows: languages, the token, and what fails. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { printable } from "../../../../core/terminal/printable.ts";
import { Lost } from "../../parts/connection-notice.tsx";
import { Masthead } from "../../parts/masthead.tsx";
import { LanguageContext } from "../../words/use-words.ts";
import { LANGUAGE_TAGS } from "../../words/words.ts";
import type { TokenSession, TokenState } from "../token-session.ts";
import { GATEWAY_WORDS, type GatewayWords } from "../words.ts";
import { Door } from "./door.tsx";

interface Props {
  readonly state: TokenState;
  readonly session: Pick<TokenSession<TokenState>, "speak" | "hasToken" | "forgetToken" | "useToken">;
  readonly words: Pick<GatewayWords, "title" | "tagline" | "waiting" | "problem">;
  /** Whether the door has answered. */
  readonly hasAnswer: boolean;
  readonly children: ComponentChildren;
}

export function DoorPage({ state, session, words, hasAnswer, children }: Props) {
  const { language, door, lostSinceMs, problem } = state;
  useEffect(() => {
    document.documentElement.lang = LANGUAGE_TAGS[language];
    document.title = words.title;
  }, [language]);
  return (
    <LanguageContext.Provider value={language}>
      <Masthead name={words.title} tagline={words.tagline} speak={(other) => session.speak(other)}>
        {session.hasToken && door === null && (
          <button type="button" onClick={() => session.forgetToken()}>
            {GATEWAY_WORDS[language].door.leave}
          </button>
        )}
      </Masthead>
      <main class="gateway">
        {lostSinceMs !== null && <Lost sinceMs={lostSinceMs} />}
        {problem !== null && (
          <p class="notice bad" role="alert">
            {words.problem(printable(problem))}
          </p>
        )}
        {door !== null && <Door why={door} session={session} />}
        {door === null && !hasAnswer && lostSinceMs === null && <p class="empty">{words.waiting}</p>}
        {children}
      </main>
    </LanguageContext.Provider>
  );
}
