/** The page of `ringfence gateway`: its last events, and the cases that wait for a person. */
import { render } from "preact";
import { printable } from "../../core/terminal/printable.ts";
import type { CaseAnswer, LastAnswer } from "../protocol.ts";
import { Masthead } from "../../ui/browser/masthead.tsx";
import { say } from "../../ui/browser/speech.ts";
import { Button, Note, Section, Visible } from "../../ui/browser/text.tsx";
import { speaker, t } from "../../ui/words.ts";
import ui from "../../ui/zh.json" with { type: "json" };
import { GatewaySession } from "./session.ts";
import own from "./zh.json" with { type: "json" };

const chinese = speaker(ui, own);
const DECISIONS = { fraud: t`Fraud`, benign: t`Benign` } as const;
const root = document.querySelector("#app")!;
const session = new GatewaySession(draw);

draw();
session.begin();

function draw(): void {
  render(<Page />, root);
}

function Page() {
  const { language, needsToken, isLost, problem, last } = session;
  return (
    <>
      <Masthead
        name={t`Ringfence gateway`}
        tagline={t`Verdicts on live calls and messages`}
        main="cases"
        language={language}
        chinese={chinese}
        onSpeak={(other) => session.speak(other)}
      >
        {session.hasToken && <Button name={t`Forget the token`} act={() => session.useToken(null)} />}
      </Masthead>
      <main class="pair page">
        {isLost && <Note as="notice bad" of={t`The server does not answer.`} />}
        {problem !== null && <Note as="notice bad" of={t`The gateway refused: ${printable(problem)}`} />}
        {needsToken && <TokenForm />}
        {last !== null && <Cases />}
        {last !== null && <LastEvents events={last} />}
      </main>
    </>
  );
}

function TokenForm() {
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        const token = new FormData(event.currentTarget).get("token");
        session.useToken(typeof token === "string" ? token : "");
      }}
    >
      <Note of={t`This gateway asks for the feed token. It stays in this tab, and is gone when the tab is closed.`} />
      <label>
        {say(t`Token`)} <input name="token" type="password" autocomplete="off" required />
      </label>{" "}
      <button type="submit">{say(t`Open`)}</button>
    </form>
  );
}

function LastEvents({ events }: Pick<LastAnswer, "events">) {
  return (
    <Section id="last" title={t`The last events that were flagged or blocked`}>
      <Note of={events.length === 0 ? t`None yet.` : ""} />
      <ul class="latest">
        {events.map(({ at, caller, text, verdict }) => (
          <li key={`${verdict.id} ${at}`}>
            <strong>{say(verdict.verdict === "block" ? t`blocked` : t`flagged`)}</strong>{" "}
            <Visible text={caller ?? "–"} />{" "}
            <small>
              {verdict.evidence.map(({ kind }) => kind).join(", ")} · <code>{printable(verdict.id)}</code> · {at}
            </small>
            {text !== null && <Quote text={text} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Cases() {
  const { cases, decided } = session;
  return (
    <Section id="cases" title={t`Cases`}>
      <p class="spoken" role="status">
        {decided !== null && say(t`${decided.id}: ${DECISIONS[decided.decision]}`)}
      </p>
      <Note of={cases?.total === 0 ? t`No case is pending.` : ""} />
      <ul class="latest">
        {cases?.cases.map((one) => (
          <Case key={one.id} one={one} />
        ))}
      </ul>
      <Note of={cases !== null && cases.more > 0 ? t`${cases.more} more.` : ""} />
    </Section>
  );
}

function Case({ one: { id, about, subject, texts, complaints, reporters } }: { readonly one: CaseAnswer }) {
  return (
    <li class="case">
      <code>{id}</code> <strong>{about !== "text" && <Visible text={subject} />}</strong>{" "}
      <small>{say(t`complaints: ${complaints}, by ${reporters}`)}</small>
      {(about === "text" ? [subject] : texts).map((text, at) => (
        <Quote key={at} text={text} />
      ))}
      <p>
        {(["fraud", "benign"] as const).map((decision) => (
          <Button key={decision} name={DECISIONS[decision]} act={() => void session.decide(id, decision)} />
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
