/**
 * The phrase bank: a grammar compiled into flat tables over one SharedArrayBuffer, which every worker reads. Everything
 * is a range: message and language -> segments -> wordings -> units; filler list -> words -> units. Numbers follow the
 * grammar's order, so they are the same in every process.
 */
import { type Columns, columnsByteLength, layColumns } from "../../core/columns.ts";
import { prepared } from "../../core/prepared.ts";
import { COPIED_AT_ONCE } from "./copy-units.ts";
import { STYLES } from "./intensity.ts";
import { ASCII_ACTIONS, ASCII_CHOICES, ASCII_COUNT, HAN_COUNT } from "./character-ranges.ts";

export const LANGUAGES = ["zh", "en"] as const;
export const LANGUAGE_ZH = 0;
export const LANGUAGE_EN = 1;

/** A message has two forms in each language: the script, and (for scripts) the paraphrase. */
export const FORM_SCRIPT = 0;
export const FORM_PARAPHRASE = 1;
export const FORMS = 2;

/** Filler lists; one of each for every context (typology or class) and language. The order is the list's code. */
export const LISTS = ["brand", "app", "item", "surname", "title", "place", "contactPrefix"] as const;
export const LIST_BRAND = 0;
export const LIST_APP = 1;
export const LIST_ITEM = 2;
export const LIST_SURNAME = 3;
export const LIST_TITLE = 4;
export const LIST_PLACE = 5;
export const LIST_CONTACT = 6;

/** Different amounts of a context. */
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
    /**
     * Phrase p (a wording, a filler word or an expansion) is units [phraseStart[p], phraseStart[p + 1]); a wording's
     * are in pieces (piece.ts).
     */
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

/** Codes of what Touches holds, in its order. */
export const REDRAWN_SEGMENTS = 0;
export const SWAPPED_PAIRS = 1;
export const SYMBOLS = 2;
export const ZERO_WIDTH = 3;
export const BROKEN_LINKS = 4;
export const LATIN_TAILS = 5;
export const HOMOGLYPHS = 6;
export const FULL_WIDTH = 7;
export const TRADITIONAL = 8;
export const SIMILAR_CHARACTERS = 9;
export const PINYIN = 10;
export const SPLIT_CHARACTERS = 11;
export const LEET = 12;
export const SPELLED_WORDS = 13;
export const TOUCHES = 14;

export interface PhraseBankHandle {
  readonly buffer: SharedArrayBuffer;
  readonly sizes: PhraseBankSizes;
}

export type PhraseBank = Columns<ReturnType<typeof columnSpec>>;

export function allocatePhraseBank(sizes: PhraseBankSizes): PhraseBankHandle {
  return { buffer: new SharedArrayBuffer(columnsByteLength(columnSpec(sizes))), sizes };
}

/**
 * A reader over the same memory: one and the same for a handle, as long as no other is attached. A few microseconds.
 */
export const attachPhraseBank = prepared((handle: PhraseBankHandle): PhraseBank =>
  layColumns(handle.buffer, columnSpec(handle.sizes)),
);
