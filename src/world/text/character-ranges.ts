/**
 * Which characters obfuscation knows, and how its tables are cut. Apart from what fills them: composers need no
 * dictionary.
 */
export const HAN_FIRST = 0x4e00;
export const HAN_COUNT = 0x9fff - HAN_FIRST + 1;
export const ASCII_COUNT = 128;
/** An ASCII unit has two forms under each action; a letter with one look-alike has it twice. */
export const ASCII_CHOICES = 2;
/** Actions on ASCII units, in the order in which a draw is cut between them. */
export const ASCII_ACTIONS = ["fullWidth", "homoglyph", "leet", "none"] as const;
/** From an ASCII letter or digit to its full-width form. */
export const TO_FULL_WIDTH = 0xfee0;
/** Longest pinyin of a character (zhuang, shuang) and most parts of a split; no expansion is longer. */
export const MAX_EXPANSION = 6;
