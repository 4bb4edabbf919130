/** Text from outside, cut into visible pieces and hidden ones that a browser would obey or drop. */
import { printable } from "../../core/terminal/printable.ts";

interface TextPiece {
  readonly kind: "plain" | "hidden" | "link";
  readonly text: string;
}

/** A normalised text has this one character for a link (`URL_SYMBOL` of the matcher). */
export const LINK_CHARACTER = "\ue000";

/**
 * `text` in pieces, neighbours of a kind merged. A page that shows each as an isolated text node obeys none of it: no
 * markup, no bidirectional control, no line break. Only a normalised text has links.
 */
export function visiblePieces(text: string, normalised = false): TextPiece[] {
  const pieces: { kind: TextPiece["kind"]; text: string }[] = [];
  for (const character of text) {
    const shown = printable(character);
    const isLink = normalised && character === LINK_CHARACTER;
    const kind = isLink ? "link" : shown === character ? "plain" : "hidden";
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += shown;
    else pieces.push({ kind, text: shown });
  }
  return pieces;
}
