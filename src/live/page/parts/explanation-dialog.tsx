import type { ComponentChildren } from "preact";
import type { Drawn, StageStep } from "../../../explain/explanation.ts";
import type { Session } from "../session.ts";
import type { Explained, Opened } from "../state.ts";
import { useWords } from "../words/use-words.ts";
import { DecisionBadge, TruthMark } from "./badge.tsx";
import { EvidenceSum } from "./evidence-sum.tsx";
import { FilterProbes } from "./filter-probes.tsx";
import { Modal } from "./modal.tsx";
import { NearestText } from "./nearest-text.tsx";
import { OutcomeFacts } from "./outcome-facts.tsx";
import { TruthFacts } from "./truth-facts.tsx";
import { Visible } from "./visible.tsx";

export function ExplanationDialog({ opened, session }: { readonly opened: Opened | null; readonly session: Session }) {
  const { words } = useWords();
  return (
    <Modal title={words.explain.title} isOpen={opened !== null} onClose={() => session.close()}>
      {opened !== null && (
        <>
          <p class="verdict">
            <DecisionBadge decision={opened.event.decision} />
            <TruthMark fraud={opened.event.fraud} />
          </p>
          {opened.problem !== null && <p class="notice bad">{words.explain[opened.problem]}</p>}
          {opened.explained === null && opened.problem === null && <p role="status">{words.explain.loading}</p>}
          {opened.explained !== null && <Steps explained={opened.explained} />}
        </>
      )}
    </Modal>
  );
}

function Steps({
  explained: { event: sampled, explanation, truth, outcome: became },
}: {
  readonly explained: Explained;
}) {
  const { words, say } = useWords();
  const { event, stages } = explanation;
  const { classify, ...finders } = stages;
  return (
    <>
      <dl class="facts">
        <dt>{words.explain.caller}</dt>
        <dd>
          <Visible text={event.caller} /> <small>{words.forms[event.callerForm]}</small>
        </dd>
        <dt>{words.explain.route}</dt>
        <dd>{words.routes[event.route]}</dd>
        {event.text !== null && (
          <>
            <dt>{words.explain.text}</dt>
            <dd class="message">
              <Visible text={event.text} />
            </dd>
          </>
        )}
        <dt>{words.explain.id}</dt>
        <dd>
          <code>
            <Visible text={sampled.id} />
          </code>{" "}
          <small>{words.explain.idNote}</small>
        </dd>
        <dt>{words.explain.truth}</dt>
        <dd>
          <TruthFacts truth={truth} /> <small>{words.explain.truthNote}</small>
        </dd>
        {truth.fraud && became !== null && (
          <OutcomeFacts truth={truth} outcome={became} isBlocked={sampled.decision === "block"} />
        )}
      </dl>
      <section>
        <h3>{words.explain.evidence}</h3>
        {classify.saw === null ? <p>{words.explain.off}</p> : <EvidenceSum outcome={classify.saw} />}
      </section>
      {Object.entries(finders).map(([name, { title, isOn, saw, picture, words: said }]) => (
        <section key={name}>
          <h3>{say(title)}</h3>
          {picture !== undefined ? (
            draw(picture, saw)
          ) : (
            <p>
              {!isOn && words.explain.off}
              {isOn && (said === null ? words.explain.nothingFound : <Visible text={say(said)} />)}
            </p>
          )}
        </section>
      ))}
    </>
  );
}

function draw(picture: NonNullable<StageStep<unknown>["picture"]>, saw: unknown): ComponentChildren {
  if (picture === "lookUps") return <FilterProbes probes={saw as Drawn["lookUps"]} />;
  if (picture === "nearestText") return <NearestText found={saw as Drawn["nearestText"]} />;
  return <EvidenceSum outcome={saw as Drawn["sum"]} />;
}
