/** The known word that a mistyped one probably means. */
import { closest, distance } from "fastest-levenshtein";

/** More of a word than this wrong, and it is another. Two letters changed places are two edits. */
const FAR_SHARE = 0.4;

/** A shorter beginning may be that of anything. */
const MIN_BEGINNING = 2;

/** Of `valid`, what `word` may mean in whatever case: what it begins or is near to; null where there is none. */
export function nearestTo(word: string, valid: readonly string[], farShare = FAR_SHARE): string | null {
  if (valid.length === 0) return null;
  const typed = word.toLowerCase();
  const names = valid.map((name) => name.toLowerCase());
  const begun = typed.length < MIN_BEGINNING ? [] : names.filter((name) => name.startsWith(typed));
  const near = begun.length === 1 ? begun[0]! : closest(typed, names);
  return begun.length === 1 || distance(typed, near) <= typed.length * farShare ? valid[names.indexOf(near)]! : null;
}
