/** Characters that readers confuse in a sender name or a domain label. */

/**
 * Pairs that look like one letter; then single characters. No letter is in two pairs: one pass from the left folds all.
 */
const PAIRS: readonly (readonly [seen: string, meant: string])[] = [
  ["rn", "m"],
  ["vv", "w"],
  ["cl", "d"],
];
const SINGLES: Readonly<Record<string, string>> = { "0": "o", "1": "l", i: "l", "!": "l", "|": "l", "5": "s", $: "s" };
const DROPPED = "-_ ";

/** By ASCII unit: the folded unit; 0: the unit is dropped. */
const FOLDS = Uint8Array.from({ length: 0x80 }, (_, unit) => {
  const letter = String.fromCharCode(unit);
  return DROPPED.includes(letter) ? 0 : (SINGLES[letter] ?? letter).charCodeAt(0);
});
/** By first unit of a pair: the second letter, and the folded unit. 0 if no pair begins with it. */
const SECONDS = new Uint8Array(0x80);
const TOGETHER = new Uint8Array(0x80);
for (const [seen, meant] of PAIRS) {
  SECONDS[seen.charCodeAt(0)] = seen.charCodeAt(1);
  TOGETHER[seen.charCodeAt(0)] = meant.charCodeAt(0);
}

/** Folds a lower-case name: confusable characters become the same, and hyphens, underscores and spaces are dropped. */
export function foldConfusables(name: string): string {
  let folded = "";
  /** The name is folded up to `from`. */
  let from = 0;
  for (let at = 0; at < name.length; at++) {
    const unit = name.charCodeAt(at);
    if (unit >= 0x80) continue;
    const second = SECONDS[unit]!;
    if (second === 0 && FOLDS[unit] === unit) continue;
    const end = second === 0 ? -1 : secondAt(name, at + 1, second);
    if (second !== 0 && end < 0) continue;
    folded += name.slice(from, at);
    const meant = end < 0 ? FOLDS[unit]! : TOGETHER[unit]!;
    if (meant !== 0) folded += String.fromCharCode(meant);
    if (end >= 0) at = end;
    from = at + 1;
  }
  return from === 0 ? name : folded + name.slice(from);
}

/** The position of a pair's second letter, after dropped characters; or -1. */
function secondAt(name: string, from: number, second: number): number {
  let at = from;
  while (at < name.length && DROPPED.includes(name.charAt(at))) at++;
  return name.charCodeAt(at) === second ? at : -1;
}
