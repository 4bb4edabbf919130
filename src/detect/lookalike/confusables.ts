/** Characters that a reader takes for one another in a sender name or a domain label. */

/** Pairs of letters that look like one; then single characters. Both sides of a comparison are folded. */
const PAIRS: readonly (readonly [seen: string, meant: string])[] = [
  ["rn", "m"],
  ["vv", "w"],
  ["cl", "d"],
];
const SINGLES: Readonly<Record<string, string>> = { "0": "o", "1": "l", i: "l", "!": "l", "|": "l", "5": "s", $: "s" };

/** Folds a lower-case name: confusable characters become one, hyphens, underscores and spaces go. */
export function foldConfusables(name: string): string {
  let folded = name.replace(/[-_ ]/g, "");
  for (const [seen, meant] of PAIRS) folded = folded.replaceAll(seen, meant);
  return Array.from(folded, (letter) => (Object.hasOwn(SINGLES, letter) ? SINGLES[letter]! : letter)).join("");
}
