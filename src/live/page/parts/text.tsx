/** The marks of a decision and of the truth, terms, and names with what there is of each. */
import type { ComponentChildren } from "preact";
import { say } from "../../../ui/browser/speech.ts";
import { GLOSSARY, type TermKey } from "../../../ui/glossary.ts";
import { t, type Text } from "../../../ui/words.ts";
import type { SampledEvent } from "../../server/sampled-events.ts";

type Decision = SampledEvent["decision"];

const DECISION_WORDS: Readonly<Record<Decision, Text>> = { allow: t`Allowed`, flag: t`Flagged`, block: t`Blocked` };

export function DecisionBadge({ decision }: { readonly decision: Decision }) {
  return <span class={`badge ${decision}`}>{say(DECISION_WORDS[decision])}</span>;
}

/** A diamond for fraud, a disc for the benign; and the word. */
export function TruthMark({ fraud, of }: { readonly fraud: boolean; readonly of?: Text }) {
  return (
    <span>
      <svg class="shape" viewBox="-6 -6 12 12" width="12" height="12" aria-hidden="true">
        {fraud ? <path class="fraud" d="M0-5.5 5.5 0 0 5.5-5.5 0z" /> : <circle class="benign" r="4.5" />}
      </svg>{" "}
      {say(of ?? (fraud ? t`fraud` : t`benign`))}
    </span>
  );
}

/** A click says what it means. */
export function Term({ of, children }: { readonly of: TermKey; readonly children?: ComponentChildren }) {
  return (
    <button type="button" class="term" popovertarget={`term-${of}`}>
      {children ?? say(GLOSSARY[of][0])}
    </button>
  );
}

/** The meanings, hidden until they are asked for. */
export function Glossary() {
  return Object.entries(GLOSSARY).map(([key, [term, meaning]]) => (
    <div key={key} id={`term-${key}`} class="panel meaning" popover="auto">
      <strong>{say(term)}</strong>: {say(meaning)}
    </div>
  ));
}

/** Names, and what there is of each. */
export function Named({ of }: { readonly of: readonly (readonly [Text, ComponentChildren])[] }) {
  return (
    <dl class="named">
      {of.map(([name, children], at) => (
        <div key={at}>
          <dt>{say(name)}</dt>
          <dd>{children}</dd>
        </div>
      ))}
    </dl>
  );
}
