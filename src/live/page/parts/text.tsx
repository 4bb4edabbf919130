/** What is written often: sections, notes, text from outside, the marks of a decision and of the truth, terms. */
import type { ComponentChildren } from "preact";
import { GLOSSARY, type TermKey } from "../../../ui/glossary.ts";
import { t, type Text } from "../../../ui/words.ts";
import type { SampledEvent } from "../../server/sampled-events.ts";
import { say } from "../speech.ts";
import { visiblePieces } from "../visible-text.ts";

interface NoteProps {
  readonly of: Text;
  readonly as?: "note" | "notice" | "notice bad";
  readonly children?: ComponentChildren;
}

/** A paragraph; none of no text. */
export function Note({ of, as = "note", children }: NoteProps) {
  if (of === "") return null;
  return (
    <p class={as}>
      {say(of)} {children}
    </p>
  );
}

interface SectionProps {
  readonly id: string;
  readonly title: Text;
  /** Next to the title. */
  readonly beside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A panel that can be gone to. */
export function Section({ id, title, beside, children }: SectionProps) {
  return (
    <section id={id} tabIndex={-1} class="panel" aria-labelledby={`${id}-title`}>
      <div class="row">
        <h2 id={`${id}-title`}>{say(title)}</h2>
        {beside}
      </div>
      {children}
    </section>
  );
}

interface ButtonProps {
  readonly name: Text;
  readonly act: () => void;
  readonly isOff?: boolean;
  readonly kind?: "primary" | "link";
}

export function Button({ name, act, isOff = false, kind }: ButtonProps) {
  return (
    <button type="button" class={kind} disabled={isOff} onClick={act}>
      {say(name)}
    </button>
  );
}

/** Text from outside: isolated, with hidden characters written out. */
export function Visible({ text, normalised = false }: { readonly text: string; readonly normalised?: boolean }) {
  return (
    <bdi>
      {visiblePieces(text, normalised).map(({ kind, text: shown }) =>
        kind === "plain" ? shown : <span class="chip">{kind === "link" ? say(t`link`) : shown}</span>,
      )}
    </bdi>
  );
}

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
