/** A text in the making: what is asked for, the keys of its draws, and where its slots lie. */
import { MAX_TEXT_UNITS } from "../../event/event-batch.ts";
import { TextDraws } from "./draws.ts";
import { MAX_SEGMENTS, MAX_SLOTS } from "./slots.ts";
import type { RandomStream } from "../../core/random.ts";

/** What obfuscation may do to a slot: digits may change their width but keep their value; a link must still work. */
export const GUARD_VALUE = 1;
export const GUARD_LINK = 2;

/** One a thread. At module scope: V8 then knows where its arrays lie when it compiles a loop over them. */
export const draft = {
  draws: new TextDraws(),
  /** The text before its characters are touched, where that is to be done. */
  plain: new Uint16Array(MAX_TEXT_UNITS),
  /** Keys that slots and wordings are hashed from: a slot that occurs twice then says the same. */
  slotKey: 0,
  wordingKey: 0,
  /** Guarded places in the order of the text: units [guardFrom[g], guardTo[g]) of the output. */
  guards: 0,
  guardFrom: new Uint32Array(MAX_SLOTS),
  guardTo: new Uint32Array(MAX_SLOTS),
  guardKind: new Uint8Array(MAX_SLOTS),
  order: new Uint8Array(MAX_SEGMENTS),
  phrases: new Uint32Array(MAX_SEGMENTS),
};

export function addGuard(from: number, to: number, kind: number): void {
  const guard = draft.guards++;
  draft.guardFrom[guard] = from;
  draft.guardTo[guard] = to;
  draft.guardKind[guard] = kind;
}

/** The text asked for. One object is reused for every text. */
export function createTextRequest(stream: RandomStream) {
  return {
    message: 0,
    /** An index into LANGUAGES: 0 zh, 1 en. */
    language: 0,
    /**
     * A 32-bit key. For a script it fixes one wording per segment: the campaign's own script. For every message it
     * fixes brand, app and chat handle, so give a benign sender a key of its own. Take it from a draw where it should
     * differ from seed to seed.
     */
    campaign: 0,
    /** Of obfuscation, 0 to 5. */
    level: 0,
    /** All blocks of (entity, ordinal, part) of this stream belong to the text. `stream.words` is overwritten. */
    stream,
    entity: 0,
    ordinal: 0,
    part: 0,
    /** Host of {link}: units [linkFrom, linkTo) of it, at most MAX_HOST_UNITS. Empty: one below .example is drawn. */
    link: new Uint16Array(0) as Uint16Array,
    linkFrom: 0,
    linkTo: 0,
    /** Written by the composer: whether the text has that link in it. */
    linkWritten: false,
    /** {phone} as an identity (identity.ts). 0, or one without digits: a number is drawn. */
    phone: 0,
  };
}

export type TextRequest = ReturnType<typeof createTextRequest>;
