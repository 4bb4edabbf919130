/**
 * What each piece of a text added to its score: the score of the whole text, or of the head or tail with the greatest
 * score. A piece is a phrase of words or characters that speak the same way. A feature's weight is divided evenly among
 * its raw units; a gram belongs to the raw units that it was made from. All pieces and the rest add up to the score.
 * Some microseconds a unit.
 */
import { stringOf, unitsOf } from "../../core/units.ts";
import type { Identity } from "../../event/identity.ts";
import { type NormaliserTable, URL_SYMBOL, normaliseInto } from "../normaliser/normaliser.ts";
import { HEAD, MAX_UNITS, SPACE, TAIL, UNSEEN, WIDE } from "./feature-numbers.ts";
import { type TextFeatures, featureKernel, gramsBefore } from "./features.ts";
import type { LearnedModel } from "./model.ts";
import { RAW_UNITS, unitKind } from "./raw-units.ts";
import { Scorer } from "./scorer.ts";
import { senderFeatures } from "./sender-features.ts";

export interface PieceWeights {
  readonly score: number;
  readonly pieces: readonly { readonly text: string; readonly weight: number }[];
  /** The weight of counts (length, capitals, digits, marks) and of the sender. */
  readonly whole: number;
  readonly bias: number;
}

export function pieceWeights(
  text: string,
  caller: number,
  direction: number,
  model: LearnedModel,
  normaliser: NormaliserTable,
): PieceWeights {
  const raw = unitsOf(text);
  const buffer = new Uint16Array(MAX_UNITS);
  const count = normaliseInto(normaliser, raw, 0, raw.length, buffer);
  const hasLink = buffer.subarray(0, count).includes(URL_SYMBOL);
  const { reads, step, bias } = model.card;
  const scorer = new Scorer(model);
  const kernel = featureKernel();
  kernel.load(buffer, 0, count, raw, 0, raw.length, hasLink);
  const score = scorer.score(caller as Identity, direction);
  const features = kernel.read(reads);
  const scale = step / Math.sqrt(Math.max(1, scorer.features));
  const weightOf = (at: number): number => model.weights[features.index[at]!]! * scale;
  const sender = reads.sender ? senderFeatures(caller as Identity, direction) : [];

  const placed = { raw, places: placesOf(raw, count, normaliser), kept: keptUnits(raw) };
  const { byUnit, homeless } = weightsByUnit(
    featuresOf(scorer, features, count, raw.length),
    features,
    placed,
    weightOf,
  );
  let whole = homeless;
  for (let at = features.digits; at < features.count; at++) whole += weightOf(at);
  for (const bucket of sender) whole += model.weights[bucket]! * scale;
  return { score, pieces: cutIntoPieces(raw, byUnit), whole, bias };
}

type Range = readonly [from: number, to: number];

/** By kind, the features [from, to) of the part with the greatest score. */
interface PartFeatures {
  readonly grams: Range;
  readonly singles: Range;
  readonly raw: readonly Range[];
}

function featuresOf({ part, cut }: Scorer, features: TextFeatures, count: number, raw: number): PartFeatures {
  const { grams, singles, words, digits, end } = features;
  // Assumes like the kernel that stripped units are spread evenly.
  const rawEnd = Math.floor((cut * raw) / count);
  const partOf = (from: number, to: number, isInHead: (at: number) => boolean): Range => {
    let inHead = from;
    while (inHead < to && isInHead(inHead)) inHead++;
    return part === HEAD ? [from, inHead] : part === TAIL ? [inHead, to] : [from, to];
  };
  const isBefore = (at: number): boolean => end[at]! <= rawEnd;
  return {
    grams: partOf(0, grams, (at) => at < gramsBefore(cut)),
    singles: partOf(grams, singles, (at) => end[at]! <= cut),
    raw: [partOf(singles, words, isBefore), partOf(words, digits, isBefore)],
  };
}

/** By normalised unit: the raw unit it was made from, found by normalising longer and longer heads of the text. */
function placesOf(raw: Uint16Array, count: number, normaliser: NormaliserTable): Int32Array {
  const places = new Int32Array(count + 1).fill(raw.length - 1);
  const buffer = new Uint16Array(MAX_UNITS);
  let placed = 0;
  for (let to = 1; to <= raw.length && placed < count; to++) {
    const reached = normaliseInto(normaliser, raw, 0, to, buffer);
    while (placed < Math.min(reached, count)) places[placed++] = to - 1;
  }
  return places;
}

/** By raw unit: itself; for a space the nearest other unit before it, or else behind it; -1 if there is none. */
function keptUnits(raw: Uint16Array): Int32Array {
  const isSpace = (unit: number): boolean => isNothing(unitKind(RAW_UNITS[raw[unit]!]!));
  const kept = new Int32Array(raw.length).fill(-1);
  for (let unit = 0; unit < raw.length; unit++) kept[unit] = isSpace(unit) ? (kept[unit - 1] ?? -1) : unit;
  for (let unit = raw.length - 1; unit >= 0; unit--) if (kept[unit] === -1) kept[unit] = kept[unit + 1] ?? -1;
  return kept;
}

interface PlacedText {
  readonly raw: Uint16Array;
  readonly places: Int32Array;
  readonly kept: Int32Array;
}

/** `homeless`: the weight that belongs to no unit, in a text of only spaces. */
function weightsByUnit(
  part: PartFeatures,
  { start, end }: TextFeatures,
  { raw, places, kept }: PlacedText,
  weightOf: (at: number) => number,
): { readonly byUnit: Float64Array; readonly homeless: number } {
  const byUnit = new Float64Array(raw.length);
  let homeless = 0;
  const share = (weight: number, from: number, to: number): void => {
    const each = weight / Math.max(1, to - from);
    for (let unit = from; unit < Math.max(to, from + 1); unit++) {
      const home = kept[unit] ?? -1;
      if (home < 0) homeless += each;
      else byUnit[home]! += each;
    }
  };
  const count = places.length - 1;
  for (let unit = 0, at = 0; unit <= count; unit++) {
    for (let length = 2; at < gramsBefore(unit + 1); at++, length++) {
      if (at < part.grams[0] || at >= part.grams[1]) continue;
      const from = places[Math.max(0, unit + 1 - length)]!;
      share(weightOf(at), from, Math.max(from, places[unit]!) + 1);
    }
  }
  const [firstSingle, lastSingle] = part.singles;
  for (let at = firstSingle; at < lastSingle; at++) {
    const place = places[start[at]!]!;
    share(weightOf(at), place, place + 1);
  }
  for (const [from, to] of part.raw) {
    for (let at = from; at < to; at++) share(weightOf(at), start[at]!, end[at]!);
  }
  return { byUnit, homeless };
}

function goesOn(next: number, kind: number): boolean {
  return next === kind || next === UNSEEN;
}

function isNothing(kind: number): boolean {
  return kind === SPACE || kind === UNSEEN;
}

const WIDE_UNITS = 2;
const PHRASE_UNITS = 20;
const CLAUSE_END = /^(?:[，。；：！？、]|[,.;:!?](?:\s|$))/;

function cutIntoPieces(raw: Uint16Array, byUnit: Float64Array): { text: string; weight: number }[] {
  const phrases: { from: number; to: number; weight: number }[] = [];
  let begins = true;
  for (let from = 0; from < raw.length;) {
    const kind = unitKind(RAW_UNITS[raw[from]!]!);
    let to = from + 1;
    const most = kind === WIDE ? from + WIDE_UNITS : raw.length;
    while (to < Math.min(most, raw.length) && goesOn(unitKind(RAW_UNITS[raw[to]!]!), kind)) to++;
    let weight = 0;
    for (let unit = from; unit < to; unit++) weight += byUnit[unit]!;
    const last = phrases.at(-1);
    const ends = CLAUSE_END.test(stringOf(raw, from, Math.min(from + 2, raw.length)));
    const isAlike = last !== undefined && last.weight > 0 === weight > 0 && to - last.from <= PHRASE_UNITS;
    if (last !== undefined && !isNothing(kind) && (ends || (isAlike && !begins))) {
      Object.assign(last, { to, weight: last.weight + weight });
    } else if (!isNothing(kind)) phrases.push({ from, to, weight });
    if (!isNothing(kind)) begins = ends;
    from = to;
  }
  return phrases.map(({ from, to, weight }) => ({ text: stringOf(raw, from, to), weight }));
}
