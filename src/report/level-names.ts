/** What a gang does to a script, by level of obfuscation. */
export const LEVEL_NAMES = [
  "script as known",
  "synonyms, reordered",
  "symbols, zero width",
  "homoglyphs",
  "pinyin, split characters",
  "paraphrase",
] as const;
