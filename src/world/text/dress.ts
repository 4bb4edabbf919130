/**
 * The dress of a campaign's texts, besides their words: a rung of the obfuscation ladder that all of them are on, and
 * an ordinary private message in front of each, behind it, or on both sides. One small integer, as slices carry it.
 */
import { MAX_TEXT_UNITS } from "../../event/event-batch.ts";
import type { Composer } from "./compose.ts";
import { mix, mixedBelow } from "./draws.ts";
import type { TextRequest } from "./text-request.ts";

/** Rungs as the gang draws them, message by message, and nothing added. */
export const NO_DRESS = 0;

const RUNG_MASK = 7;
const FRONT = 8;
const BEHIND = 16;

/** `rung`: null where each message has its own. */
export function dressOf(rung: number | null, front: boolean, behind: boolean): number {
  return (rung === null ? 0 : rung + 1) | (front ? FRONT : 0) | (behind ? BEHIND : 0);
}

/** The rung of a message in this dress, which else would be on rung `drawn`. */
export function rungIn(dress: number, drawn: number): number {
  return (dress & RUNG_MASK) === 0 ? drawn : (dress & RUNG_MASK) - 1;
}

/** As a Composer, which writes the text of `request` in the dress; `request.level` is its rung already. */
export type DressedComposer = (request: TextRequest, dress: number, out: Uint16Array, at: number) => number;

// Scratch, as composing never yields.
const added = new Uint16Array(MAX_TEXT_UNITS);
const SPACE = 0x20;
/** Keys that choose what is added, clear of segments, joints and slots. */
const FRONT_KEY = -101;
const BEHIND_KEY = -102;

/**
 * Dresses what `compose` writes. `ordinary`: the messages of the bank that are added, of which a campaign keeps to one
 * in front and one behind, each time in other words. What would bring a link, or would not fit, is left out.
 */
export function dressedComposer(compose: Composer, ordinary: Int32Array): DressedComposer {
  /** Writes a message to `added` and returns its units; 0 where it brings a link, or has no room with its space. */
  const composeAdded = (request: TextRequest, key: number, room: number): number => {
    request.message = ordinary[mixedBelow(mix(request.campaign, key), ordinary.length)]!;
    const units = compose(request, added, 0);
    return request.linkWritten || units >= room ? 0 : units;
  };
  return (request, dress, out, at) => {
    let units = compose(request, out, at);
    if (dress <= RUNG_MASK || ordinary.length === 0) return units;
    const { message, level, linkWritten } = request;
    request.level = 0;
    const front = (dress & FRONT) === 0 ? 0 : composeAdded(request, FRONT_KEY, MAX_TEXT_UNITS - units);
    if (front > 0) {
      out.copyWithin(at + front + 1, at, at + units);
      out.set(added.subarray(0, front), at);
      out[at + front] = SPACE;
      units += front + 1;
    }
    const behind = (dress & BEHIND) === 0 ? 0 : composeAdded(request, BEHIND_KEY, MAX_TEXT_UNITS - units);
    if (behind > 0) {
      out[at + units] = SPACE;
      out.set(added.subarray(0, behind), at + units + 1);
      units += behind + 1;
    }
    request.message = message;
    request.level = level;
    request.linkWritten = linkWritten;
    return units;
  };
}
