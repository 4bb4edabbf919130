/** Host labels as numbers, and the top-level domains by which a bare host is known for a link. */

/** A label is a number in base 27, its letters the digits 1 to 26; 0 is the empty label. */
export const LETTER_BASE = 27;
/** 27^10 fits a double exactly; no listed label is longer. */
export const MAX_LABEL_LETTERS = 10;

export function packLabel(label: string): number {
  let value = 0;
  for (let i = 0; i < label.length; i++) value = value * LETTER_BASE + label.charCodeAt(i) - 0x60;
  return value;
}

/** Top-level domains that make a bare host a link. Short words (me, to, in, so) need a path behind them. */
export const TOP_LEVEL_DOMAINS: readonly string[] = (
  "com net org info biz edu gov mil name mobi asia pro cn hk tw mo cc tv io ai co uk eu de jp kr sg ru " +
  "xyz top vip club shop site online live fun icu link click win bid loan work app dev ltd ink wang " +
  "group store tech space website cloud world today life center company email finance support"
).split(" ");

/** The same, packed. */
export const PACKED_TOP_LEVEL_DOMAINS: ReadonlySet<number> = new Set(TOP_LEVEL_DOMAINS.map(packLabel));
