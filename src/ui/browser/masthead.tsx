import type { ComponentChildren } from "preact";
import { type Say, t, type Text } from "../words.ts";
import { type Language, LANGUAGES, say, speak } from "./speech.ts";

interface Props {
  readonly name: Text;
  readonly tagline: Text;
  /** The element that readers by keyboard may skip to. */
  readonly main: string;
  readonly language: Language;
  readonly chinese: Say;
  readonly onSpeak: (language: Language) => void;
  readonly children?: ComponentChildren;
}

const NAMES: Readonly<Record<Language, string>> = { en: "English", zh: "中文" };

/** The head of a page. All below it speaks its language. */
export function Masthead({ name, tagline, main, language, chinese, onSpeak, children }: Props) {
  document.documentElement.lang = speak(language, chinese);
  document.title = `${say(name)}: ${say(tagline)}`;
  const other = LANGUAGES.find((one) => one !== language)!;
  return (
    <>
      <a class="skip" href={`#${main}`} onClick={(event) => goTo(event, main)}>
        {say(t`Skip to the main part`)}
      </a>
      <header class="masthead">
        <img src="./favicon.svg" alt="" width="32" height="32" />
        <div>
          <h1>{say(name)}</h1>
          <p class="note">{say(tagline)}</p>
        </div>
        {children}
        <button type="button" lang={other} onClick={() => onSpeak(other)}>
          {NAMES[other]}
        </button>
      </header>
    </>
  );
}

/** By script, since the address behind # may be a run. */
export function goTo(event: Event, id: string): void {
  event.preventDefault();
  const there = document.getElementById(id);
  there?.focus({ preventScroll: true });
  there?.scrollIntoView({ block: "start" });
}
