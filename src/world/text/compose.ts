/** Composes synthetic texts from a phrase bank: a pure function of its request, in place, without allocation. */
import { stringOf } from "../../core/units.ts";
import { assert } from "../../core/assert.ts";
import { prepared } from "../../core/once.ts";
import { MAX_TEXT_UNITS } from "../../event/event-batch.ts";
import { copyUnits, FORMS, FORM_PARAPHRASE, FORM_SCRIPT, LANGUAGES, type PhraseBank } from "./phrase-bank.ts";
import { mix, mixedBelow } from "./draws.ts";
import { TOUCH, TOUCHES, styleOf } from "./intensity.ts";
import { writeJoint } from "./joint.ts";
import { obfuscator } from "./obfuscate.ts";
import { GUARD_LINK, draft, type TextRequest } from "./text-draft.ts";
import { NO_SLOT } from "./slots.ts";
import { writeSlot } from "./write-slot.ts";

/**
 * Writes the text of `request` to out[at..] and returns the units written, at most MAX_TEXT_UNITS, which `out` must
 * have room for (slots.ts). Level 0 is the wording of the campaign or, for a benign message, of the draw; see
 * intensity.ts for the levels above. About half a microsecond plain, 2 obfuscated.
 */
export type Composer = (request: TextRequest, out: Uint16Array, at: number) => number;

export const composerOf = prepared((bank: PhraseBank): Composer => {
  const composePlain = plainComposer(bank);
  const obfuscate = obfuscator(bank);
  return (request, out, at) => {
    assert(out.length - at >= MAX_TEXT_UNITS, "a text needs room for MAX_TEXT_UNITS units");
    const { stream, entity, ordinal, part } = request;
    const words = stream.draw(entity, ordinal, part, 0);
    draft.slotKey = words[0]! | 0;
    draft.wordingKey = words[1]! | 0;
    draft.guards = 0;
    draft.draws.start(stream, entity, ordinal, part, 1);
    if (request.level < 2) {
      const end = composePlain(request, out, at);
      request.linkWritten = hasLink();
      return end - at;
    }
    const plainUnits = composePlain(request, draft.plain, 0);
    request.linkWritten = hasLink();
    return obfuscate(styleOf(request.level, bank.messageBenign[request.message] === 1), plainUnits, out, at);
  };
});

const textOut = new Uint16Array(MAX_TEXT_UNITS);

/** The text as a string: for exemplars and explanations on the main thread. */
export function composeText(bank: PhraseBank, request: TextRequest): string {
  const count = composerOf(bank)(request, textOut, 0);
  return stringOf(textOut, 0, count);
}

/** Levels 0, 1 and the wordings of 5. Returns the end of the text in `out`. */
function plainComposer(bank: PhraseBank): Composer {
  const choosePhrases = phraseChooser(bank);
  const writePhrase = phraseWriter(bank);
  return (request, out, at) => {
    const { message, language, level, campaign } = request;
    const benign = bank.messageBenign[message] === 1;
    const form = level >= 5 && !benign ? FORM_PARAPHRASE : FORM_SCRIPT;
    const number = (message * LANGUAGES.length + language) * FORMS + form;
    const first = bank.formStart[number]!;
    const count = bank.formStart[number + 1]! - first;
    const wordingKey = benign ? draft.wordingKey : campaign;
    orderSegments(bank, first, count, level);

    choosePhrases(first, count, wordingKey, level);

    const { units, phraseStart } = bank;
    let end = at;
    for (let k = 0; k < count; k++) {
      const phrase = draft.phrases[k]!;
      if (end > at) end = writeJoint(units[phraseStart[phrase]!]!, language, campaign, afterLink(end), out, end);
      end = writePhrase(request, phrase, out, end);
    }
    return end;
  };
}

/** Level 1 and above: neighbouring swap segments change places. */
function orderSegments(bank: PhraseBank, first: number, count: number, level: number): void {
  const order = draft.order;
  for (let k = 0; k < count; k++) order[k] = k;
  if (level < 1) return;
  let open = -1;
  for (let k = 0; k < count; k++) {
    if (bank.segmentSwaps[first + k] === 0) continue;
    if (open >= 0 && draft.draws.next() < bank.thresholds[level * TOUCHES + TOUCH.swappedPairs]!) {
      order[k] = order[open]!;
      order[open] = k;
      open = -1;
    } else {
      open = k;
    }
  }
}

/** One wording of each segment. All are chosen before the first is written, so that look-ups overlap. */
function phraseChooser(bank: PhraseBank) {
  return (first: number, count: number, wordingKey: number, level: number): void => {
    const { segmentStart, thresholds } = bank;
    const { draws, order, phrases } = draft;
    const redrawnBelow = thresholds[level * TOUCHES + TOUCH.redrawnSegments]!;
    for (let k = 0; k < count; k++) {
      const segment = first + order[k]!;
      const start = segmentStart[segment]!;
      const wordings = segmentStart[segment + 1]! - start;
      const isRedrawn = level >= 1 && draws.next() < redrawnBelow;
      phrases[k] = start + (isRedrawn ? draws.below(wordings) : mixedBelow(mix(wordingKey, segment), wordings));
    }
  };
}

function phraseWriter(bank: PhraseBank) {
  return (request: TextRequest, phrase: number, out: Uint16Array, at: number): number => {
    const { units, phraseStart } = bank;
    const end = phraseStart[phrase + 1]!;
    let i = phraseStart[phrase]!;
    while (i < end) {
      const head = units[i++]!;
      const to = i + (head >>> 7);
      at = copyUnits(units, i, to, out, at);
      const slot = (head >>> 3) & 15;
      if (slot !== NO_SLOT) at = writeSlot(bank, request, slot, out, at);
      i = to;
    }
    return at;
  };
}

function hasLink(): boolean {
  const { guards, guardKind } = draft;
  for (let i = 0; i < guards; i++) if (guardKind[i] === GUARD_LINK) return true;
  return false;
}

function afterLink(end: number): boolean {
  const { guards, guardTo, guardKind } = draft;
  return guards > 0 && guardKind[guards - 1] === GUARD_LINK && guardTo[guards - 1] === end;
}
