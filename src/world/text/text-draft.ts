/**
 * A text in the making: the keys of its draws, and where its slots lie. One a thread, reused for every text, as
 * composing never yields.
 */
import { MAX_TEXT_UNITS } from "../../event/event-batch.ts";
import { TextDraws } from "./draws.ts";
import { MAX_SEGMENTS, MAX_SLOTS } from "./text-limits.ts";

/** What obfuscation may do to a slot: digits may change their width but keep their value; a link must still work. */
export const GUARD_VALUE = 1;
export const GUARD_LINK = 2;

interface TextDraft {
  readonly draws: TextDraws;
  /** The text before its characters are touched, where that is to be done. */
  readonly plain: Uint16Array;
  /** Keys that slots and wordings are hashed from: a slot that occurs twice then says the same. */
  slotKey: number;
  wordingKey: number;
  /**
   * Guarded places in the order of the text: units [guardFrom[g], guardTo[g]), of the whole batch's text where it is
   * written in place.
   */
  guards: number;
  readonly guardFrom: Uint32Array;
  readonly guardTo: Uint32Array;
  readonly guardKind: Uint8Array;
  readonly order: Uint8Array;
  readonly phrases: Uint32Array;
}

/**
 * At module scope, not handed around: V8 then knows where its arrays lie, and how long they are, when it compiles a
 * loop over them.
 */
export const draft: TextDraft = {
  draws: new TextDraws(),
  plain: new Uint16Array(MAX_TEXT_UNITS),
  slotKey: 0,
  wordingKey: 0,
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
