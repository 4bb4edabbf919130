/** What pages write often: notes, sections, buttons, text from outside. */
import type { ComponentChildren } from "preact";
import { t, type Text } from "../words.ts";
import { say } from "./speech.ts";
import { visiblePieces } from "./visible-text.ts";

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
