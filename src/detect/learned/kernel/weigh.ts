/** The score of a text: the weights of its features (read.ts), for the whole text, its heads and its tails. */
import { BUCKETS, CUT_UNITS, HEAD, MAX_FEATURES, MAX_UNITS, TAIL, WHOLE } from "../feature-numbers";
import { end, ends, index, read as readFeatures } from "./read";

export { end, ends, folded, index, rawUnits, read, start, text } from "./read";

/** Filled in by the caller: a model's weights, by bucket. */
export const weights: usize = memory.data(BUCKETS * 2, 64);
/** Filled in by the caller: a model's factors for a sum of weights, by number of features. */
export const scales: usize = memory.data((MAX_FEATURES + 1) * 8, 64);
/** WHOLE, HEAD or TAIL; the cut; the part's features; four unused bytes; the score of the whole message. */
export const found: usize = memory.data(24, 64);

/** By cut: the weight and the number of the features before it. */
const heads: usize = memory.data((MAX_UNITS / CUT_UNITS + 1) * 8, 64);

let readsRaw: bool = false;
let readsSender: bool = false;
let scoresParts: bool = false;
let bias: f64 = 0;

export function attach(raw: bool, sender: bool, parts: bool, biasOf: f64): void {
  readsRaw = raw;
  readsSender = sender;
  scoresParts = parts;
  bias = biasOf;
}

/** `units` units of `folded`, from `length` raw units. The sender adds `senderFeatures` that weigh `senderWeight`. */
export function score(units: i32, length: i32, hasLink: i32, senderWeight: i32, senderFeatures: i32): f64 {
  readFeatures(units, length, hasLink, readsRaw, readsSender);
  const cuts = scoresParts ? (units - 1) / CUT_UNITS : 0;
  const weight =
    weighGrams(cuts) +
    weighPlaced(1, cuts, units, units) +
    weighPlaced(2, cuts, length, units) +
    weighPlaced(3, cuts, length, units);
  const features = endOf(3);
  const counts = endOf(4) - features;
  const rest = weigh(features, features + counts) + senderWeight;
  return greatest(weight, features, rest, counts + senderFeatures, cuts);
}

function endOf(kind: i32): i32 {
  return load<i32>(ends + (kind << 2));
}

/** The weight of all grams. The same number of grams ends at each unit, so cuts are found by arithmetic. */
function weighGrams(cuts: i32): i32 {
  let sum = 0;
  let from = 0;
  for (let cut = 0; cut < cuts; cut++) {
    const to = 3 * ((cut + 1) * CUT_UNITS - 1);
    sum += weigh(from, to);
    setHead(cut, sum, to);
    from = to;
  }
  return sum + weigh(from, endOf(0));
}

/** Features with positions in `length` units, which a cut divides at the same share as the normalised text. */
function weighPlaced(kind: i32, cuts: i32, length: i32, units: i32): i32 {
  const from = endOf(kind - 1);
  const to = endOf(kind);
  let sum = 0;
  let at = from;
  for (let cut = 0; cut < cuts; cut++) {
    // In floating point: dividing whole numbers takes several times as long.
    const cutAt = <i32>((<f64>((cut + 1) * CUT_UNITS) * <f64>length) / <f64>units);
    const first = at;
    while (at < to && <i32>load<u16>(end + (at << 1)) <= cutAt) at++;
    sum += weigh(first, at);
    const head = heads + (cut << 3);
    setHead(cut, load<i32>(head) + sum, load<i32>(head, 4) + at - from);
  }
  return sum + weigh(at, to);
}

function setHead(cut: i32, weight: i32, features: i32): void {
  store<i32>(heads + (cut << 3), weight);
  store<i32>(heads + (cut << 3), features, 4);
}

/** The weight of features [from, to). Two sums at a time, which do not wait for each other. */
function weigh(from: i32, to: i32): i32 {
  let one = 0;
  let other = 0;
  let at = index + (from << 2);
  const behind = index + (to << 2);
  for (; at + 4 < behind; at += 8) {
    one += load<i16>(weights + (load<i32>(at) << 1));
    other += load<i16>(weights + (load<i32>(at, 4) << 1));
  }
  if (at < behind) one += load<i16>(weights + (load<i32>(at) << 1));
  return one + other;
}

/** The greatest score of the whole text, its heads and its tails. */
function greatest(weight: i32, features: i32, rest: i32, others: i32, cuts: i32): f64 {
  let best = scaled(weight + rest, features + others);
  store<f64>(found, best + bias, 16);
  let part: i32 = WHOLE;
  let partCut = 0;
  let partFeatures = features;
  for (let cut = 0; cut < cuts; cut++) {
    const inHead = load<i32>(heads + (cut << 3));
    const headFeatures = load<i32>(heads + (cut << 3), 4);
    const head = scaled(inHead + rest, headFeatures + others);
    const tail = scaled(weight - inHead + rest, features - headFeatures + others);
    if (head <= best && tail <= best) continue;
    part = head > tail ? HEAD : TAIL;
    partCut = (cut + 1) * CUT_UNITS;
    partFeatures = head > tail ? headFeatures : features - headFeatures;
    best = max(head, tail);
  }
  store<i32>(found, part);
  store<i32>(found, partCut, 4);
  store<i32>(found, partFeatures + others, 8);
  return best + bias;
}

function scaled(weight: i32, features: i32): f64 {
  return <f64>weight * load<f64>(scales + (features << 3));
}
