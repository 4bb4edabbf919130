/** Why one event was decided as it was: the evidence with its sum, then what each stage saw. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Drawn, StageStep } from "../../../explain/explanation.ts";
import { lookUpWords, matchWords, NO_EDITS, NO_SCRIPT, NO_TEXT } from "../../../explain/picture-words.ts";
import { truthFacts } from "../../../explain/truth-facts.ts";
import { say } from "../../../ui/browser/speech.ts";
import { Button, Note, Visible } from "../../../ui/browser/text.tsx";
import { t } from "../../../ui/words.ts";
import type { ExplainedEvent } from "../../server/live-run.ts";
import type { Session } from "../session.ts";
import type { State } from "../state.ts";
import { EvidenceSum } from "./evidence-sum.tsx";
import { DecisionBadge, Named, TruthMark } from "./text.tsx";

/** A dialog of the browser: it holds the focus, closes with Escape, and gives the focus back. */
export function ExplanationDialog({ session }: { readonly session: Session }) {
  const { opened, catalogue } = session.state;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (opened !== null) dialog.current!.showModal();
    else dialog.current!.close();
  }, [opened !== null]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="explanation-title"
      onClose={() => session.close()}
      onClick={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
    >
      {opened !== null && (
        <div class="explanation">
          <header class="row">
            <h2 id="explanation-title">{say(t`Why was it decided so?`)}</h2>
            <Button name={t`Close`} act={() => dialog.current!.close()} />
          </header>
          <p class="verdict">
            <DecisionBadge decision={opened.event.decision} /> <TruthMark fraud={opened.event.fraud} />
          </p>
          {opened.problem !== null && <Note as="notice bad" of={opened.problem} />}
          {opened.explained === null && opened.problem === null && <Note of={t`Asking the server.`} />}
          {opened.explained !== null && <Steps explained={opened.explained} catalogue={catalogue} />}
        </div>
      )}
    </dialog>
  );
}

type StepsProps = { readonly explained: ExplainedEvent } & Pick<State, "catalogue">;

function Steps({ explained: { event: sampled, explanation, truth, outcome }, catalogue }: StepsProps) {
  const { event, stages } = explanation;
  const { classify, ...finders } = stages;
  const facts = truthFacts(truth, outcome, sampled.decision === "block");
  return (
    <>
      <Named
        of={[
          [t`Caller`, <Visible text={event.caller} />],
          [t`Text as sent`, event.text === null ? say(NO_TEXT) : <Visible text={event.text} />],
          [t`For ringfence explain --run DIR --event`, <code>{sampled.id}</code>],
        ]}
      />
      <h3>{say(t`The truth, which the platform never sees`)}</h3>
      <Named of={facts.map(([name, text]) => [name, <Visible text={say(text)} />])} />
      <h3>{say(t`Evidence, added up`)}</h3>
      {classify.saw !== null && <EvidenceSum outcome={classify.saw} catalogue={catalogue} />}
      {Object.entries(finders).map(([name, step]) => (
        <section key={name}>
          <h3>{say(step.title)}</h3>
          {drawn(step)}
        </section>
      ))}
    </>
  );

  function drawn({ isOn, saw, picture, words }: StageStep<unknown>): ComponentChildren {
    if (!isOn) return <p>{say(t`off`)}</p>;
    if (picture === "lookUps") return <LookUps probes={saw as Drawn["lookUps"]} />;
    if (picture === "nearestText") return <NearestText found={saw as Drawn["nearestText"]} />;
    if (picture === "sum") return <EvidenceSum outcome={saw as Drawn["sum"]} catalogue={catalogue} />;
    return <p>{words === null ? say(t`nothing`) : <Visible text={say(words)} />}</p>;
  }
}

/** The keys looked up, and what the filter and the table said. */
function LookUps({ probes }: { readonly probes: Drawn["lookUps"] }) {
  return (
    <ul class="look-ups">
      {probes.map((probed) => (
        <li key={`${probed.of} ${probed.key}`}>
          <Visible text={say(lookUpWords(probed, probed.key))} />
        </li>
      ))}
    </ul>
  );
}

const EDIT_MARKS = { same: "span", deleted: "del", inserted: "ins" } as const;

/** The nearest known script, and its edits to the text. `found`: null for a call. */
function NearestText({ found }: { readonly found: Drawn["nearestText"] }) {
  if (found === null) return <p>{say(NO_TEXT)}</p>;
  const { normalised, nearest, threshold } = found;
  if (nearest === null) return <p>{say(NO_SCRIPT)}</p>;
  const { name, original, edits } = nearest;
  const marked = edits?.map(({ kind, text }, at) => {
    const Mark = EDIT_MARKS[kind];
    return (
      <Mark key={at}>
        <Visible text={text} normalised />
      </Mark>
    );
  });
  return (
    <>
      <p>{say(matchWords(nearest, threshold))}</p>
      <Named
        of={[
          [t`Text as compared`, <Visible text={normalised} normalised />],
          [t`Nearest script`, <Visible text={`${name === null ? "" : `${name}: `}${original}`} />],
          [t`From the script to the text`, marked ?? say(NO_EDITS)],
        ]}
      />
    </>
  );
}
