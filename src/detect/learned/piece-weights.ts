/**
 * What each piece of a text added to its score. A feature's weight is shared out evenly among the units that it is made
 * of: grams of the normalised text among the raw units that they come from, words among their own. Pieces are words,
 * and of Chinese, pairs of characters. For explanations: some microseconds a unit.
 */
import { stringOf, unitsOf } from "../../core/units.ts";
import type { Identity } from "../../event/identity.ts";
import { type NormaliserTable, URL_SYMBOL, normaliseInto } from "../normaliser/normaliser.ts";
import { MAX_UNITS, gramsBefore } from "./features.ts";
import type { LearnedModel } from "./model.ts";
import { RAW_UNITS, SPACE, WIDE, kindOf } from "./raw-units.ts";
import { HEAD, Scorer, TAIL } from "./scorer.ts";

export interface PieceWeights {
  readonly score: number;
  readonly pieces: readonly { readonly text: string; readonly weight: number }[];
}

export function pieceWeights(
  text: string,
  caller: number,
  direction: number,
  model: LearnedModel,
  normaliser: NormaliserTable,
): PieceWeights {
  const raw = unitsOf(text);
  const room = new Uint16Array(MAX_UNITS);
  const count = normaliseInto(normaliser, raw, 0, raw.length, room);
  const hasLink = room.subarray(0, count).includes(URL_SYMBOL);
  const scorer = new Scorer(model);
  const score = scorer.score(room, 0, count, raw, 0, raw.length, hasLink, caller as Identity, direction);
  const byUnit = weightsByUnit(scorer, model, count, placesOf(raw, count, normaliser), raw.length);
  return { score, pieces: cutIntoPieces(raw, byUnit) };
}

/**
 * By normalised unit the raw unit that it comes from: where the normalised text of the head first has so many units.
 */
function placesOf(raw: Uint16Array, count: number, normaliser: NormaliserTable): Int32Array {
  const places = new Int32Array(count + 1).fill(raw.length - 1);
  const room = new Uint16Array(MAX_UNITS);
  let placed = 0;
  for (let to = 1; to <= raw.length && placed < count; to++) {
    const reached = normaliseInto(normaliser, raw, 0, to, room);
    while (placed < Math.min(reached, count)) places[placed++] = to - 1;
  }
  return places;
}

function weightsByUnit(
  { features, part, cut }: Scorer,
  { weights, card }: LearnedModel,
  count: number,
  places: Int32Array,
  rawUnits: number,
): Float64Array {
  const { index, start, end, grams, words } = features;
  const byUnit = new Float64Array(rawUnits);
  const [first, last] = part === HEAD ? [0, cut] : part === TAIL ? [cut, count] : [0, count];
  const scale = card.step / Math.sqrt(Math.max(1, features.count));
  const share = (bucket: number, from: number, to: number): void => {
    const each = (weights[bucket]! * scale) / Math.max(1, to - from);
    for (let unit = from; unit < to; unit++) byUnit[unit]! += each;
  };
  for (let unit = first; unit <= last; unit++) {
    // The grams that end at this unit, shortest first.
    for (let at = gramsBefore(unit), length = 2; at < Math.min(gramsBefore(unit + 1), grams); at++, length++) {
      const from = places[Math.max(0, unit + 1 - length)]!;
      share(index[at]!, from, Math.max(from, places[Math.min(unit, count)]!) + 1);
    }
  }
  const [rawFirst, rawLast] = [places[first] ?? 0, last === count ? rawUnits : places[last]!];
  for (let at = grams; at < words; at++) {
    if (start[at]! >= rawFirst && end[at]! <= rawLast) share(index[at]!, start[at]!, end[at]!);
  }
  return byUnit;
}

const WIDE_PIECE = 2;

function cutIntoPieces(raw: Uint16Array, byUnit: Float64Array): { text: string; weight: number }[] {
  const pieces: { text: string; weight: number }[] = [];
  for (let from = 0; from < raw.length;) {
    const kind = kindOf(RAW_UNITS[raw[from]!]!);
    let to = from + 1;
    const most = kind === WIDE ? from + WIDE_PIECE : raw.length;
    while (to < Math.min(most, raw.length) && kindOf(RAW_UNITS[raw[to]!]!) === kind) to++;
    let weight = 0;
    for (let unit = from; unit < to; unit++) weight += byUnit[unit]!;
    if (kind !== SPACE) pieces.push({ text: stringOf(raw, from, to), weight });
    from = to;
  }
  return pieces;
}
