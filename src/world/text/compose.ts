/** Composes synthetic texts from a phrase bank: a pure function of its request, in place, without allocation. */
import { assert } from "../../core/assert.ts";
import { MAX_TEXT_UNITS } from "../../event/event-batch.ts";
import { mix, mixedBelow } from "./draws.ts";
import { obfuscateInto } from "./obfuscate.ts";
import {
  FORMS,
  FORM_PARAPHRASE,
  FORM_SCRIPT,
  LANGUAGES,
  LANGUAGE_ZH,
  type PhraseBank,
  REDRAWN_SEGMENTS,
  SWAPPED_PAIRS,
} from "./phrase-bank.ts";
import { SLOT_CODES, SLOT_UNIT } from "./slots.ts";
import { GUARD_LINK, type TextDraft, createTextDraft } from "./text-draft.ts";
import type { TextRequest } from "./text-request.ts";
import { writeSlot } from "./write-slot.ts";

/** Scratch of this thread: composing never yields, so one of each is enough. */
const draft = createTextDraft();
const plain = new Uint16Array(MAX_TEXT_UNITS);

/**
 * Writes the text of `request` to out[at..] and returns the units written, at most MAX_TEXT_UNITS, which `out` must
 * have room for. Level 0 is the script as the campaign (or, for an honest message, the draw) words it, slots filled;
 * see intensity.ts for the levels above. Cost: about 1 microsecond plain, 2 obfuscated.
 *
 * Never longer: the bank holds no form whose widest wordings, slots (text-limits.ts) and joints together exceed
 * MAX_PLAIN_UNITS = MAX_TEXT_UNITS - SPARE_UNITS, and obfuscation adds nothing unless what it adds, the rest of the
 * plain text and the tail still fit.
 */
export function composeInto(bank: PhraseBank, request: TextRequest, out: Uint16Array, at: number): number {
  assert(out.length - at >= MAX_TEXT_UNITS, "a text needs room for MAX_TEXT_UNITS units");
  const { stream, entity, ordinal, part } = request;
  const words = stream.draw(entity, ordinal, part, 0);
  draft.slotKey = words[0]! | 0;
  draft.wordingKey = words[1]! | 0;
  draft.guards = 0;
  draft.draws.start(stream, entity, ordinal, part, 1);
  if (request.level < 2) {
    const end = composePlain(bank, request, out, at);
    request.linkWritten = hasLink(draft);
    return end - at;
  }
  const plainUnits = composePlain(bank, request, plain, 0);
  request.linkWritten = hasLink(draft);
  return obfuscateInto(bank, request.level, draft, plain, plainUnits, out, at);
}

const textOut = new Uint16Array(MAX_TEXT_UNITS);

/** The text as a string: for exemplars and explanations on the main thread. */
export function composeText(bank: PhraseBank, request: TextRequest): string {
  const count = composeInto(bank, request, textOut, 0);
  return String.fromCharCode(...textOut.subarray(0, count));
}

/** Levels 0, 1 and the wordings of 5. Returns the end of the text in `out`. */
function composePlain(bank: PhraseBank, request: TextRequest, out: Uint16Array, at: number): number {
  const { message, language, level, campaign } = request;
  const benign = bank.messageBenign[message] === 1;
  const form = level >= 5 && !benign ? FORM_PARAPHRASE : FORM_SCRIPT;
  const number = (message * LANGUAGES.length + language) * FORMS + form;
  const first = bank.formStart[number]!;
  const count = bank.formStart[number + 1]! - first;
  const wordingKey = benign ? draft.wordingKey : campaign;
  orderSegments(bank, first, count, level);

  let end = at;
  for (let k = 0; k < count; k++) {
    const segment = first + draft.order[k]!;
    const phrase = bank.segmentStart[segment]! + chooseWording(bank, segment, wordingKey, level);
    end = writeJoint(bank, request, phrase, out, at, end);
    end = writePhrase(bank, request, phrase, out, end);
  }
  return end;
}

/** Level 1 and above: neighbouring swap segments change places. */
function orderSegments(bank: PhraseBank, first: number, count: number, level: number): void {
  const order = draft.order;
  for (let k = 0; k < count; k++) order[k] = k;
  if (level < 1) return;
  let open = -1;
  for (let k = 0; k < count; k++) {
    if (bank.segmentSwaps[first + k] === 0) continue;
    if (open >= 0 && draft.draws.next() < bank.thresholds[SWAPPED_PAIRS]!) {
      order[k] = order[open]!;
      order[open] = k;
      open = -1;
    } else {
      open = k;
    }
  }
}

function chooseWording(bank: PhraseBank, segment: number, wordingKey: number, level: number): number {
  const wordings = bank.segmentStart[segment + 1]! - bank.segmentStart[segment]!;
  if (level >= 1 && draft.draws.next() < bank.thresholds[REDRAWN_SEGMENTS]!) return draft.draws.below(wordings);
  return mixedBelow(mix(wordingKey, segment), wordings);
}

function writePhrase(bank: PhraseBank, request: TextRequest, phrase: number, out: Uint16Array, at: number): number {
  const { units, phraseStart } = bank;
  const end = phraseStart[phrase + 1]!;
  for (let i = phraseStart[phrase]!; i < end; i++) {
    const unit = units[i]!;
    if (unit >= SLOT_UNIT && unit < SLOT_UNIT + SLOT_CODES)
      at = writeSlot(bank, request, draft, unit - SLOT_UNIT, out, at);
    else out[at++] = unit;
  }
  return at;
}

const SPACE = 0x20;
const FULL_STOP = 0x2e;
/** Between two segments of a Chinese text that meet without punctuation; a campaign keeps to one. */
const JOINTS_ZH = Uint16Array.of(0xff0c, 0x2c, 0x3002, SPACE);
/** Never a segment's number, so that the joint is drawn apart from the wordings. */
const JOINT_KEY = -1;

/** Authors write segments without what separates them: a comma in Chinese, a space or full stop in English. */
function writeJoint(
  bank: PhraseBank,
  request: TextRequest,
  phrase: number,
  out: Uint16Array,
  start: number,
  end: number,
): number {
  if (end === start) return end;
  const before = out[end - 1]!;
  const after = bank.units[bank.phraseStart[phrase]!]!;
  if (before === SPACE || after === SPACE || isClosing(after)) return end;
  if (afterLink(draft, end)) {
    out[end] = SPACE;
    return end + 1;
  }
  if (request.language === LANGUAGE_ZH) {
    if (!isWordUnit(before) || !isWordUnit(after)) return end;
    out[end] = JOINTS_ZH[mixedBelow(mix(request.campaign, JOINT_KEY), JOINTS_ZH.length)]!;
    return end + 1;
  }
  if (isWordUnit(before) && !(after >= 0x61 && after <= 0x7a)) out[end++] = FULL_STOP;
  out[end] = SPACE;
  return end + 1;
}

function hasLink({ guards, guardKind }: TextDraft): boolean {
  for (let i = 0; i < guards; i++) if (guardKind[i] === GUARD_LINK) return true;
  return false;
}

function afterLink({ guards, guardTo, guardKind }: TextDraft, end: number): boolean {
  return guards > 0 && guardKind[guards - 1] === GUARD_LINK && guardTo[guards - 1] === end;
}

/** Letters, digits, Chinese characters and slots. */
function isWordUnit(unit: number): boolean {
  if (unit < 0x80) return (unit >= 0x30 && unit <= 0x39) || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a);
  return (unit >= 0xc0 && unit < 0x2000) || (unit >= 0x3400 && unit < 0xf900);
}

/** Punctuation that clings to what stands before it: , . ! ? ; : ) and their full-width forms. */
function isClosing(unit: number): boolean {
  if (unit < 0x80)
    return (
      unit === 0x2c ||
      unit === 0x2e ||
      unit === 0x21 ||
      unit === 0x3f ||
      unit === 0x3a ||
      unit === 0x3b ||
      unit === 0x29
    );
  return (
    unit === 0xff0c ||
    unit === 0x3002 ||
    unit === 0xff01 ||
    unit === 0xff1f ||
    unit === 0xff1a ||
    unit === 0xff1b ||
    unit === 0x3001
  );
}
