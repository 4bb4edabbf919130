import { assert } from "../../core/assert.ts";
import { RingfenceError } from "../../core/errors.ts";
import { sumOf } from "../../core/sum.ts";
import { unitsOf } from "../../core/units.ts";
import { BENIGN_CLASSES, TYPOLOGIES } from "../../event/taxonomy.ts";
import {
  HAN_COUNT,
  HAN_FIRST,
  AMOUNTS,
  LANGUAGES,
  LISTS,
  type PhraseBank,
  type PhraseBankHandle,
  allocatePhraseBank,
  attachPhraseBank,
} from "./phrase-bank.ts";
import { type CharacterTables, buildCharacterTables } from "./character-tables.ts";
import { MAX_PLAIN_UNITS, MAX_SLOTS, NO_SLOT, SLOT_CODES, SLOT_UNIT, SLOT_WIDTHS, encodeSlots } from "./slots.ts";
import type { Grammar } from "./grammar.ts";
import { type Segment, type MessageStep, type Wording } from "./grammar-schema.ts";
import { STYLES, TOUCH } from "./intensity.ts";
import { headOf } from "./joint.ts";
import { type Paraphraser, paraphraser } from "./paraphrase.ts";

const CONTEXTS = [...TYPOLOGIES, ...BENIGN_CLASSES];

function newDraft({ synonyms }: Grammar) {
  const paraphrasers = { zh: paraphraser(synonyms.zh, false), en: paraphraser(synonyms.en, true) };
  return {
    phrases: [] as string[],
    words: new Map<string, number>(),
    paraphrasers,
    segmentStart: [] as number[],
    segmentSwaps: [] as number[],
    formStart: [] as number[],
    messageContext: [] as number[],
    messageBenign: [] as number[],
    listStart: [] as number[],
    listedPhrases: [] as number[],
  };
}

type Draft = ReturnType<typeof newDraft>;

/** Throws RingfenceError "config" where a message could grow beyond MAX_PLAIN_UNITS. */
export function buildPhraseBank(grammar: Grammar): PhraseBankHandle {
  const draft = newDraft(grammar);
  draftMessages(draft, grammar);
  const wordings = draft.phrases.length;
  draftFillers(draft, grammar);
  const tables = buildCharacterTables(grammar, draft.phrases);
  const pinyin = draftExpansions(draft, tables.pinyin);
  const split = draftExpansions(draft, tables.split);
  draft.listStart.push(draft.listedPhrases.length);

  const phrases = draft.phrases.map((phrase, number) => (number < wordings ? encodePieces(phrase) : phrase));
  const handle = allocatePhraseBank({
    units: phrases.reduce((total, phrase) => total + phrase.length, 0),
    phrases: draft.phrases.length,
    segments: draft.segmentSwaps.length,
    messages: draft.messageContext.length,
    contexts: CONTEXTS.length,
    listed: draft.listedPhrases.length,
  });
  const bank = attachPhraseBank(handle);
  fillPhrases(bank, phrases);
  fillBank(bank, draft, tables);
  fillExpansions(bank.pinyin, pinyin);
  fillExpansions(bank.split, split);
  fillAmounts(bank, grammar);
  fillThresholds(bank);
  return handle;
}

function draftMessages(draft: Draft, grammar: Grammar): void {
  for (const { id, typology, steps } of grammar.scripts) {
    for (const [index, step] of steps.entries()) {
      if (step.channel === "message") draftMessage(draft, `script ${id}, step ${index}`, typology, step, 0);
    }
  }
  for (const message of grammar.benign) draftMessage(draft, `message ${message.id}`, message.benignClass, message, 1);
  draft.formStart.push(draft.segmentSwaps.length);
  draft.segmentStart.push(draft.phrases.length);
}

function draftMessage(
  draft: Draft,
  where: string,
  context: (typeof CONTEXTS)[number],
  message: Pick<MessageStep, "zh" | "en"> | { readonly zh: Wording; readonly en: Wording },
  benign: 0 | 1,
): void {
  draft.messageContext.push(CONTEXTS.indexOf(context));
  draft.messageBenign.push(benign);
  for (const language of LANGUAGES) {
    draftForm(draft, `${where}, ${language} segments`, message[language].segments);
    const paraphrase = (message[language].paraphrase ?? []).map(({ swap, words }) => ({
      swap,
      words: benign === 1 ? words : inOtherWords(words, draft.paraphrasers[language]),
    }));
    draftForm(draft, `${where}, ${language} paraphrase`, paraphrase);
  }
}

/** Wordings of a segment that are not much longer than its own: a message has limited room. */
function inOtherWords(words: readonly string[], paraphrase: Paraphraser): string[] {
  const widest = Math.max(...words.map((word) => plainWidth(encodeSlots(word)))) + LONGER;
  return [...new Set(words.flatMap(paraphrase))].filter((word) => plainWidth(encodeSlots(word)) <= widest);
}

/** Units by which a paraphrase may be longer than the widest wording of its segment. */
const LONGER = 6;

function draftForm(draft: Draft, where: string, segments: readonly Segment[]): void {
  draft.formStart.push(draft.segmentSwaps.length);
  let units = 0;
  let slots = 0;
  for (const { swap, words } of segments) {
    draft.segmentStart.push(draft.phrases.length);
    draft.segmentSwaps.push(swap ? 1 : 0);
    const encoded = words.map(encodeSlots);
    draft.phrases.push(...encoded);
    units += JOINT_UNITS + Math.max(...encoded.map(plainWidth));
    slots += Math.max(...encoded.map((wording) => slotsOf(wording).length));
  }
  if (units > MAX_PLAIN_UNITS || slots > MAX_SLOTS) {
    throw new RingfenceError(
      "config",
      `${where}: may reach ${units} units and ${slots} slots; at most ${MAX_PLAIN_UNITS} and ${MAX_SLOTS} are ` +
        `allowed: shorten its wordings or use fewer slots`,
    );
  }
}

const MAX_PIECE_UNITS = 511;

/**
 * An encoded wording in pieces: each is a head, units to be copied, and the slot to be filled behind them. The head is
 * one unit, next to what it describes, so that reading it brings that into the cache:
 *
 *     bits 7-15 how many units follow | bits 3-6 the slot, or NO_SLOT | bits 0-2 how the wording begins (joint.ts)
 */
export function encodePieces(wording: string): string {
  const head = headOf(wording.charCodeAt(0));
  let pieces = "";
  let from = 0;
  for (let i = 0; i <= wording.length; i++) {
    const slot = i < wording.length ? wording.charCodeAt(i) - SLOT_UNIT : NO_SLOT;
    const isSlot = slot >= 0 && slot < SLOT_CODES;
    if (!isSlot && i < wording.length && i - from < MAX_PIECE_UNITS) continue;
    if (!isSlot && i === from) continue;
    pieces += String.fromCharCode(((i - from) << 7) | ((isSlot ? slot : NO_SLOT) << 3) | head) + wording.slice(from, i);
    from = isSlot ? i + 1 : i;
  }
  return pieces;
}

/** What the composer puts between two segments, at most. */
const JOINT_UNITS = 2;

function plainWidth(encoded: string): number {
  return encoded.length + sumOf(slotsOf(encoded).map((slot) => SLOT_WIDTHS[slot]! - 1));
}

function slotsOf(encoded: string): number[] {
  return Array.from(unitsOf(encoded), (unit) => unit - SLOT_UNIT).filter((slot) => slot >= 0 && slot < SLOT_CODES);
}

function draftFillers(draft: Draft, { fillers }: Grammar): void {
  for (const context of CONTEXTS) {
    for (const language of LANGUAGES) {
      for (const list of LISTS) {
        draft.listStart.push(draft.listedPhrases.length);
        for (const word of fillerWords(fillers, context, language, list))
          draft.listedPhrases.push(numberOf(draft, word));
      }
    }
  }
}

function fillerWords(
  fillers: Grammar["fillers"],
  context: (typeof CONTEXTS)[number],
  language: (typeof LANGUAGES)[number],
  list: (typeof LISTS)[number],
): readonly string[] {
  if (list !== "brand" && list !== "app" && list !== "item") return fillers[list][language];
  const groups = fillers[list][language];
  const used = fillers.uses[context]?.[list] ?? Object.keys(groups);
  return used.flatMap((group) => groups[group] ?? []);
}

function numberOf(draft: Draft, word: string): number {
  const known = draft.words.get(word);
  if (known !== undefined) return known;
  const number = draft.phrases.push(word) - 1;
  draft.words.set(word, number);
  return number;
}

function draftExpansions(draft: Draft, expansions: ReadonlyMap<number, string>): Map<number, number> {
  return new Map([...expansions].map(([unit, text]) => [unit, numberOf(draft, text)]));
}

function fillPhrases(bank: PhraseBank, phrases: readonly string[]): void {
  let at = 0;
  for (const [number, phrase] of phrases.entries()) {
    bank.phraseStart[number] = at;
    for (let i = 0; i < phrase.length; i++) bank.units[at++] = phrase.charCodeAt(i);
  }
  bank.phraseStart[phrases.length] = at;
}

function fillBank(bank: PhraseBank, draft: Draft, tables: CharacterTables): void {
  bank.segmentStart.set(draft.segmentStart);
  bank.segmentSwaps.set(draft.segmentSwaps);
  bank.formStart.set(draft.formStart);
  bank.messageContext.set(draft.messageContext);
  bank.messageBenign.set(draft.messageBenign);
  bank.listStart.set(draft.listStart);
  bank.listedPhrases.set(draft.listedPhrases);
  for (let han = 0; han < HAN_COUNT; han++) {
    bank.traditional[han] = tables.traditional[han]! || HAN_FIRST + han;
    bank.similar[han] = tables.similar[han]! || HAN_FIRST + han;
  }
  bank.ascii.set(tables.ascii);
}

function fillExpansions(table: Uint16Array, phrases: ReadonlyMap<number, number>): void {
  for (const [unit, phrase] of phrases) {
    assert(phrase + 1 <= 0xffff, "more phrases than 16 bits can number");
    table[unit - HAN_FIRST] = phrase + 1;
  }
}

const DEFAULT_AMOUNTS = [50, 50_000] as const;

function fillAmounts(bank: PhraseBank, { fillers }: Grammar): void {
  for (const [context, name] of CONTEXTS.entries()) {
    const [least, most] = fillers.uses[name]?.amount ?? DEFAULT_AMOUNTS;
    for (let k = 0; k < AMOUNTS; k++) {
      const amount = least * Math.exp(((k + 0.5) / AMOUNTS) * Math.log(most / least));
      bank.amounts[context * AMOUNTS + k] = roundAmount(amount);
    }
  }
}

/** To two significant digits, as people name sums. */
function roundAmount(amount: number): number {
  let scale = 1;
  while (amount / scale >= 100) scale *= 10;
  return Math.max(1, Math.round(amount / scale)) * scale;
}

function fillThresholds(bank: PhraseBank): void {
  const touches = Object.keys(TOUCH) as (keyof typeof TOUCH)[];
  bank.thresholds.set(STYLES.flatMap((style) => touches.map((touch) => Math.round((style[touch] ?? 0) * 65536))));
}
