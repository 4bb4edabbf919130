/** The cases, and who decides them: a button or a key for each answer. */
import { useEffect, useRef } from "preact/hooks";
import { Visible } from "../../parts/visible.tsx";
import { useWords } from "../../words/use-words.ts";
import type { CaseAnswer, CaseState } from "../api.ts";
import type { Decision, GatewaySession, GatewayState } from "../session.ts";
import { clock } from "../times.ts";
import { useGatewayWords } from "../words.ts";

interface Props {
  readonly state: GatewayState;
  readonly session: GatewaySession;
  readonly mayDecide: boolean;
}

const STATES = ["pending", "fraud", "benign", "any"] as const satisfies readonly (CaseState | "any")[];

export function CaseCards({ state, session, mayDecide }: Props) {
  const words = useGatewayWords();
  const { words: common, format } = useWords();
  const { cases, shown, chosen, takesTexts, decided, deciding, overview } = state;
  return (
    <section id="cases" tabIndex={-1} class="panel cases" aria-labelledby="cases-title">
      <div class="heading">
        <h2 id="cases-title">{words.cases.title}</h2>
        <label>
          <span>{words.cases.show}</span>
          <select
            value={shown}
            onChange={({ currentTarget }) => session.show(currentTarget.value as CaseState | "any")}
          >
            {STATES.map((one) => (
              <option key={one} value={one}>
                {words.cases.states[one]}
                {one !== "any" && overview !== null && ` (${format.count(overview.cases[one])})`}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p class="note">{words.cases.note}</p>
      <p class="note">{mayDecide ? words.cases.keys : words.cases.readOnly}</p>
      {mayDecide && (
        <label class="choice">
          <input
            type="checkbox"
            checked={takesTexts}
            onChange={({ currentTarget }) => session.takeTexts(currentTarget.checked)}
          />
          <span>{words.cases.takesTexts}</span>
        </label>
      )}
      <p class="spoken" role="status">
        {decided !== null && words.cases.decided[decided.decision](decided.id)}
      </p>
      {cases?.cases.length === 0 && <p class="empty">{words.cases.none}</p>}
      <ul>
        {cases?.cases.map((one) => (
          <Card
            key={one.id}
            one={one}
            isChosen={one.id === chosen}
            deciding={deciding.get(one.id) ?? null}
            now={overview?.at ?? one.lastAt}
            mayDecide={mayDecide}
            session={session}
          />
        ))}
      </ul>
      {cases !== null && cases.more > 0 && <p class="note">{words.cases.more(format.count(cases.more))}</p>}
      {cases === null && <p class="empty">{common.connection.connecting}</p>}
    </section>
  );
}

interface CardProps {
  readonly one: CaseAnswer;
  readonly isChosen: boolean;
  /** What the gateway was told and has not answered yet. */
  readonly deciding: Decision | null;
  readonly now: string;
  readonly mayDecide: boolean;
  readonly session: GatewaySession;
}

function Card({ one, isChosen, deciding, now, mayDecide, session }: CardProps) {
  const words = useGatewayWords();
  const { words: common, format, language } = useWords();
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // Where keys have led, and not where the page has just begun.
    if (isChosen && document.activeElement?.closest("#cases") !== null)
      card.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  const { id, about, subject, state, complaints, reporters, texts, lastAt, decidedBy } = one;
  return (
    <li
      ref={card}
      class="case"
      aria-current={isChosen ? "true" : undefined}
      aria-busy={deciding !== null}
      onPointerDown={() => session.choose(id)}
    >
      <p class="head">
        <span class={`state-of ${state}`}>
          {deciding === null ? words.cases.states[state] : words.cases.deciding(words.cases.states[deciding])}
        </span>{" "}
        <small>
          <code>{id}</code> {words.cases.about[about]}
        </small>{" "}
        {about !== "text" && (
          <strong>
            <Visible text={subject} />
          </strong>
        )}
      </p>
      {(about === "text" ? [subject] : texts).map((text, at) => (
        <blockquote key={at}>
          <Visible text={text} />
        </blockquote>
      ))}
      <p class="note">
        {[
          words.cases.complaints(format.count(complaints), format.count(reporters)),
          words.cases.last(clock(lastAt, now, language)),
        ].join(common.joints.clause)}
        {decidedBy !== null && (
          <>
            {common.joints.clause}
            <Visible text={words.cases.decidedBy(decidedBy)} />
          </>
        )}
      </p>
      {mayDecide && (
        <p class="buttons">
          {(["fraud", "benign"] as const).map((decision) => (
            <button
              type="button"
              key={decision}
              disabled={state === decision}
              onClick={() => void session.decide(id, decision)}
            >
              {words.cases[decision]} <kbd>{decision[0]!.toUpperCase()}</kbd>
            </button>
          ))}
        </p>
      )}
    </li>
  );
}
