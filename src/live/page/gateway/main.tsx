/** The page of `ringfence gateway`: its last events, and the cases that wait for a person. */
import { render } from "preact";
import { printable } from "../../../core/terminal/printable.ts";
import type { CaseAnswer, LastAnswer } from "../../../gateway/protocol.ts";
import { Masthead } from "../parts/masthead.tsx";
import { Visible } from "../parts/visible.tsx";
import { followPalette } from "../theme.ts";
import { LanguageContext } from "../words/use-words.ts";
import { LANGUAGE_TAGS } from "../words/words.ts";
import { GatewaySession } from "./session.ts";
import { GATEWAY_WORDS, useGatewayWords } from "./words.ts";

const root = document.querySelector("#app")!;
const session = new GatewaySession(draw);

followPalette();
draw();
session.begin();

function draw(): void {
  const { language } = session.state;
  document.documentElement.lang = LANGUAGE_TAGS[language];
  document.title = GATEWAY_WORDS[language].title;
  render(
    <LanguageContext.Provider value={language}>
      <Page />
    </LanguageContext.Provider>,
    root,
  );
}

function Page() {
  const words = useGatewayWords();
  const { needsToken, isLost, problem, last } = session.state;
  return (
    <>
      <a class="skip" href="#cases">
        {words.skip}
      </a>
      <Masthead name={words.title} tagline={words.tagline} speak={(language) => session.speak(language)}>
        {session.hasToken && (
          <button type="button" onClick={() => session.useToken(null)}>
            {words.leave}
          </button>
        )}
      </Masthead>
      <main class="gateway">
        {isLost && <p class="notice bad">{words.lost}</p>}
        {problem !== null && (
          <p class="notice bad" role="alert">
            {words.problem(printable(problem))}
          </p>
        )}
        {needsToken && <TokenForm />}
        {last !== null && (
          <>
            <Cases />
            <LastEvents events={last} />
          </>
        )}
      </main>
    </>
  );
}

function TokenForm() {
  const words = useGatewayWords();
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        const token = new FormData(event.currentTarget).get("token");
        session.useToken(typeof token === "string" ? token : "");
      }}
    >
      <p>{words.tokenNote}</p>
      <label>
        {words.token} <input name="token" type="password" autocomplete="off" required />
      </label>{" "}
      <button type="submit">{words.open}</button>
    </form>
  );
}

function LastEvents({ events }: { readonly events: LastAnswer["events"] }) {
  const words = useGatewayWords();
  return (
    <section id="last" class="panel" aria-labelledby="last-title">
      <h2 id="last-title">{words.last}</h2>
      {events.length === 0 && <p class="empty">{words.noneLast}</p>}
      <ul>
        {events.map(({ at, caller, text, verdict }) => (
          <li key={`${verdict.id} ${at}`}>
            <strong class={verdict.verdict}>{verdict.verdict === "block" ? words.block : words.flag}</strong>{" "}
            <Visible text={caller ?? "–"} />{" "}
            <small>
              {verdict.evidence.map(({ kind }) => kind).join(", ")} · <code>{printable(verdict.id)}</code> · {at}
            </small>
            {text !== null && <Quote text={text} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Cases() {
  const words = useGatewayWords();
  const { cases, decided } = session.state;
  return (
    <section id="cases" tabIndex={-1} class="panel" aria-labelledby="cases-title">
      <h2 id="cases-title">{words.cases}</h2>
      <p class="spoken" role="status">
        {decided !== null && words.decided(decided.id, decided.decision)}
      </p>
      {cases?.total === 0 && <p class="empty">{words.noneCases}</p>}
      <ul>
        {cases?.cases.map((one) => (
          <Case key={one.id} one={one} />
        ))}
      </ul>
      {(cases?.more ?? 0) > 0 && <p class="note">{words.more(cases!.more)}</p>}
    </section>
  );
}

function Case({ one: { id, about, subject, texts, complaints, reporters } }: { readonly one: CaseAnswer }) {
  const words = useGatewayWords();
  return (
    <li class="case">
      <code>{id}</code>{" "}
      {about !== "text" && (
        <strong>
          <Visible text={subject} />
        </strong>
      )}{" "}
      <small>{words.complaints(complaints, reporters)}</small>
      {(about === "text" ? [subject] : texts).map((text, at) => (
        <Quote key={at} text={text} />
      ))}
      <p>
        {(["fraud", "benign"] as const).map((decision) => (
          <button type="button" key={decision} onClick={() => void session.decide(id, decision)}>
            {words[decision]}
          </button>
        ))}
      </p>
    </li>
  );
}

function Quote({ text }: { readonly text: string }) {
  return (
    <blockquote>
      <Visible text={text} />
    </blockquote>
  );
}
