/** How hard each rung of the obfuscation ladder bites. Each level includes the touches of the levels below it. */

/**
 * Shares in [0, 1]. All assumed: the field reports which tricks are used, not how densely. One draw a character is cut
 * between symbols, zeroWidth and then the touches of its writing (Latin: fullWidth, homoglyphs, leet; Chinese:
 * traditional, similarCharacters, pinyin, splitCharacters), in that order: where a sum exceeds 1, the last get what is
 * left.
 */
export const OBFUSCATION_INTENSITY = {
  /** Level 1: share of segments whose wording is drawn afresh. */
  redrawnSegments: 0.09,
  /** Level 1: share of messages in which each pair of swap segments changes places. */
  swappedPairs: 0.12,
  /** Level 2: share of characters followed by a symbol or a space. */
  symbols: 0.08,
  /** Level 2: share of characters followed by a zero-width character. */
  zeroWidth: 0.05,
  /** Level 2: share of links with a zero-width character inside. */
  brokenLinks: 0.15,
  /** Level 2: share of messages that end in a random Latin tail. */
  latinTails: 0.25,
  /** Level 3: share of Latin letters written as a look-alike, most of them Cyrillic or Greek. */
  homoglyphs: 0.2,
  /** Level 3: share of Latin letters and digits written full-width. */
  fullWidth: 0.15,
  /** Level 3: share of Chinese characters written in their traditional form, where there is one. */
  traditional: 0.35,
  /** Level 3: share of Chinese characters written as one that looks or sounds alike, where one is known. */
  similarCharacters: 0.04,
  /** Level 4: share of Chinese characters written in pinyin. */
  pinyin: 0.05,
  /** Level 4: share of Chinese characters written as their parts, where a split is known. */
  splitCharacters: 0.06,
  /** Level 4: share of Latin letters written as a digit or symbol, where there is one. */
  leet: 0.28,
  /** Level 4: share of Latin words spelled with spaces. */
  spelledWords: 0.1,
} as const;
