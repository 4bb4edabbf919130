/**
 * The phrase bank: a grammar compiled into flat tables over one SharedArrayBuffer, which every worker reads. Everything
 * is a range: message and language -> segments -> wordings -> units; filler list -> words -> units. Numbers follow the
 * grammar's order, so they are the same in every process.
 */
import { type Columns, columnsByteLength, layColumns } from "../../core/columns.ts";
import { prepared } from "../../core/once.ts";
import { STYLES, TOUCHES } from "./intensity.ts";

/** Most copied runs are short, and one misjudged end of a loop costs more than seven units. */
const COPIED_AT_ONCE = 8;

/**
 * Copies units [from, end) to out[at..]; returns where they end. Up to seven more units are read and written behind
 * them: both arrays must have room, and what is behind in `out` must not be wanted.
 */
export function copyUnits(units: Uint16Array, from: number, end: number, out: Uint16Array, at: number): number {
  for (let i = from, to = at; i < end; i += 8, to += 8) {
    out[to] = units[i]!;
    out[to + 1] = units[i + 1]!;
    out[to + 2] = units[i + 2]!;
    out[to + 3] = units[i + 3]!;
    out[to + 4] = units[i + 4]!;
    out[to + 5] = units[i + 5]!;
    out[to + 6] = units[i + 6]!;
    out[to + 7] = units[i + 7]!;
  }
  return at + end - from;
}

// The characters that obfuscation knows, and how its tables are cut.

export const HAN_FIRST = 0x4e00;
export const HAN_COUNT = 0x9fff - HAN_FIRST + 1;
export const ASCII_COUNT = 128;
/** An ASCII unit has two forms under each action; a letter with one look-alike has it twice. */
export const ASCII_CHOICES = 2;
/** Actions on ASCII units, in the order in which a draw is cut between them. */
export const ASCII_ACTIONS = ["fullWidth", "homoglyph", "leet", "none"] as const;
export const TO_FULL_WIDTH = 0xfee0;
/** Longest pinyin of a character (zhuang, shuang) and most parts of a split; no expansion is longer. */
export const MAX_EXPANSION = 6;

export const LANGUAGES = ["zh", "en"] as const;
export const LANGUAGE_ZH = 0;
export const LANGUAGE_EN = 1;

/** A message has two forms in each language: the script, and (for scripts) the paraphrase. */
export const FORM_SCRIPT = 0;
export const FORM_PARAPHRASE = 1;
export const FORMS = 2;

/** Filler lists; one of each for every context (typology or class) and language. The order is the list's code. */
export const LISTS = ["brand", "app", "item", "surname", "title", "place", "contactPrefix"] as const;
type List = (typeof LISTS)[number];
export const LIST = Object.fromEntries(LISTS.map((name, code) => [name, code])) as Readonly<Record<List, number>>;

export const AMOUNTS = 128;

interface PhraseBankSizes {
  readonly units: number;
  readonly phrases: number;
  readonly segments: number;
  readonly messages: number;
  readonly contexts: number;
  readonly listed: number;
}

function columnSpec(sizes: PhraseBankSizes) {
  return {
    /** Phrase p (a wording in pieces, a filler or an expansion) is units [phraseStart[p], phraseStart[p + 1]). */
    phraseStart: ["u32", sizes.phrases + 1],
    /** Segment s is wordings (phrases) [segmentStart[s], segmentStart[s + 1]). */
    segmentStart: ["u32", sizes.segments + 1],
    /** 1: may change places with the next such segment of its form. */
    segmentSwaps: ["u8", sizes.segments],
    /** Form f = (message * 2 + language) * FORMS + form is segments [formStart[f], formStart[f + 1]). */
    formStart: ["u32", sizes.messages * LANGUAGES.length * FORMS + 1],
    /** Where a message's fillers come from: a typology or a class. */
    messageContext: ["u8", sizes.messages],
    /** 1: a benign message, whose wording changes per message and not per campaign. */
    messageBenign: ["u8", sizes.messages],
    /** List l = (context * 2 + language) * LISTS.length + list is listedPhrases [listStart[l], listStart[l + 1]). */
    listStart: ["u32", sizes.contexts * LANGUAGES.length * LISTS.length + 1],
    listedPhrases: ["u32", sizes.listed],
    /** Amounts of context c, two significant digits each: [c * AMOUNTS, (c + 1) * AMOUNTS). */
    amounts: ["u32", sizes.contexts * AMOUNTS],
    /** By character - HAN_FIRST: traditional form; similar character; the character itself where there is none. */
    traditional: ["u16", HAN_COUNT],
    similar: ["u16", HAN_COUNT],
    /** By character - HAN_FIRST: 1 + phrase of the pinyin; 1 + phrase of the parts; 0 for none. */
    pinyin: ["u16", HAN_COUNT],
    split: ["u16", HAN_COUNT],
    /** By (action * ASCII_CHOICES + choice) * ASCII_COUNT + unit: what an ASCII unit becomes. */
    ascii: ["u16", ASCII_ACTIONS.length * ASCII_CHOICES * ASCII_COUNT],
    /** By style * TOUCHES + touch (intensity.ts): its share of 65536. */
    thresholds: ["u32", STYLES.length * TOUCHES],
    /** UTF-16, and the heads of pieces. */
    units: ["u16", sizes.units + COPIED_AT_ONCE],
  } as const;
}

export interface PhraseBankHandle {
  readonly buffer: SharedArrayBuffer;
  readonly sizes: PhraseBankSizes;
}

export type PhraseBank = Columns<ReturnType<typeof columnSpec>>;

export function allocatePhraseBank(sizes: PhraseBankSizes): PhraseBankHandle {
  return { buffer: new SharedArrayBuffer(columnsByteLength(columnSpec(sizes))), sizes };
}

/** A reader over the same memory: the same one for a handle, until another is attached. A few microseconds. */
export const attachPhraseBank = prepared((handle: PhraseBankHandle): PhraseBank =>
  layColumns(handle.buffer, columnSpec(handle.sizes)),
);
