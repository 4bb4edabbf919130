/** Why one event was decided as it was: the evidence with its sum, then what each stage saw. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Drawn, StageStep } from "../../../explain/explanation.ts";
import { truthFacts } from "../../../explain/truth-facts.ts";
import { t, type Text } from "../../../ui/words.ts";
import type { ExplainedEvent } from "../../server/live-run.ts";
import type { Session } from "../session.ts";
import { count, decimal, say } from "../speech.ts";
import type { State } from "../state.ts";
import { EvidenceSum } from "./evidence-sum.tsx";
import { Button, DecisionBadge, Named, Note, TruthMark, Visible } from "./text.tsx";

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
          [t`Text as sent`, event.text === null ? say(t`A call has no text.`) : <Visible text={event.text} />],
          [t`For ringfence explain --run DIR --event`, <code>{sampled.id}</code>],
        ]}
      />
      <h3>{say(t`Truth, which screening never sees`)}</h3>
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
    if (!isOn) return <p>{say(t`This stage is off.`)}</p>;
    if (picture === "lookUps") return <LookUps probes={saw as Drawn["lookUps"]} />;
    if (picture === "nearestText") return <NearestText found={saw as Drawn["nearestText"]} />;
    if (picture === "sum") return <EvidenceSum outcome={saw as Drawn["sum"]} catalogue={catalogue} />;
    return <p>{words === null ? say(t`Found nothing.`) : <Visible text={say(words)} />}</p>;
  }
}

function answerOf({ listed, filterSays, words }: Drawn["lookUps"][number]["probe"]): Text {
  if (listed) return t`listed`;
  return filterSays && words.length > 0 ? t`not listed, though the filter said perhaps` : t`not listed`;
}

/** The keys looked up, and what the filter and the table said. */
function LookUps({ probes }: { readonly probes: Drawn["lookUps"] }) {
  return (
    <ul class="look-ups">
      {probes.map(({ of, key, probe, neighbours }) => (
        <li key={`${of} ${key}`}>
          {say(of === "caller" ? t`caller` : t`domain`)} <Visible text={key} />: <strong>{say(answerOf(probe))}</strong>
          {neighbours > 0 && say(t`; listed in its block of 1,000 numbers: ${count(neighbours)}`)}
        </li>
      ))}
    </ul>
  );
}

const EDIT_MARKS = { same: "span", deleted: "del", inserted: "ins" } as const;

/** The nearest known script, and its edits to the text. `found`: null for a call. */
function NearestText({ found }: { readonly found: Drawn["nearestText"] }) {
  if (found === null) return <p>{say(t`A call has no text.`)}</p>;
  const { normalised, nearest, threshold } = found;
  if (nearest === null) return <p>{say(t`Too short to be compared, or there is no script.`)}</p>;
  const { name, original, matched, similarity, distance, length, edits } = nearest;
  const needed = decimal(threshold, 2);
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
      <p>
        <strong>{say(matched ? t`A match: ${needed} is enough.` : t`No match: ${needed} would be needed.`)}</strong>{" "}
        {say(t`Similarity ${decimal(similarity, 3)} = 1 − ${distance} ⁄ ${length}.`)}
      </p>
      <Named
        of={[
          [t`Text as compared`, <Visible text={normalised} normalised />],
          [t`Nearest script`, <Visible text={`${name === null ? "" : `${name}: `}${original}`} />],
          [t`From the script to the text`, marked ?? say(t`The edits are not shown: too little is alike.`)],
        ]}
      />
    </>
  );
}
