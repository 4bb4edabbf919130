/** Text from outside: isolated, with hidden characters written out. */
import { visiblePieces } from "../visible-text.ts";
import { useWords } from "../words/use-words.ts";

export function Visible({ text, normalised = false }: { readonly text: string; readonly normalised?: boolean }) {
  const { words } = useWords();
  return (
    <bdi class="visible">
      {visiblePieces(text, normalised).map(({ kind, text: shown }) => {
        if (kind === "plain") return shown;
        if (kind === "link") return <span class="chip">{words.explain.link}</span>;
        return (
          <span class="hidden-character" title={words.explain.hidden}>
            {shown}
          </span>
        );
      })}
    </bdi>
  );
}
