import type { ComponentChildren } from "preact";
import { GLOSSARY, type TermKey } from "../../../report/glossary.ts";
import { useWords } from "../words/use-words.ts";

interface Props {
  readonly of: TermKey;
  readonly children?: ComponentChildren;
}

export function Term({ of, children }: Props) {
  const { say } = useWords();
  return (
    <button
      type="button"
      class="term"
      aria-haspopup="true"
      // By keyboard the list at the end of the page is nearer than a stop at each of them.
      tabIndex={-1}
      onClick={({ currentTarget }) => showAt(currentTarget, of)}
    >
      {children ?? say(GLOSSARY[of].term)}
    </button>
  );
}

/** All terms: hidden popups for clicks, and as a list that opens. */
export function Glossary() {
  const { words, say } = useWords();
  const terms = (Object.keys(GLOSSARY) as TermKey[]).map((key) => ({ key, ...GLOSSARY[key] }));
  return (
    <>
      <details class="panel glossary">
        <summary>
          <h2>{words.glossary.title}</h2>
        </summary>
        <p class="note">{words.glossary.note}</p>
        <dl>
          {terms.map(({ key, ...term }) => (
            <div key={key}>
              <dt>{say(term.term)}</dt>
              <dd>{say(term.meaning)}</dd>
            </div>
          ))}
        </dl>
      </details>
      {terms.map(({ key, ...term }) => (
        <div key={key} id={idOf(key)} class="meaning" role="note" popover="auto">
          <strong>{say(term.term)}</strong>
          {words.joints.colon}
          {say(term.meaning)}
        </div>
      ))}
    </>
  );
}

const EDGE_PX = 8;

/** Below the term where there is room, else above it, within the window. */
function showAt(button: HTMLElement, key: TermKey): void {
  const note = document.querySelector<HTMLElement>(`#${idOf(key)}`);
  if (note === null || typeof note.showPopover !== "function") return;
  note.showPopover();
  const at = button.getBoundingClientRect();
  const { width, height } = note.getBoundingClientRect();
  const left = Math.min(Math.max(EDGE_PX, at.left), document.documentElement.clientWidth - width - EDGE_PX);
  const below = at.bottom + EDGE_PX;
  note.style.left = `${left}px`;
  note.style.top = `${below + height < innerHeight ? below : Math.max(EDGE_PX, at.top - height - EDGE_PX)}px`;
}

function idOf(key: TermKey): string {
  return `term-${key}`;
}
