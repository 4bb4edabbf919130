/**
 * Bags: the number of units of a text in each of BAG_BUCKETS, by a hash of the unit. An edit adds a unit to one bucket,
 * removes one from another, or both. So the distance of two texts is at least the number of units of either that the
 * other lacks (Ukkonen 1992, with grams of one unit). Hashing can only lower that number.
 */
import { BAG_BUCKETS } from "../places";
import { shortAt } from "./memory";

const MULTIPLIER: i32 = 0x9e3779b1;
const HASH_SHIFT: i32 = 32 - ctz(BAG_BUCKETS);

/** Of the `length` units at `units`: at most 255, so no bucket overflows. */
export function fillBag(bag: usize, units: usize, length: i32): void {
  memory.fill(bag, 0, BAG_BUCKETS);
  for (let i = 0; i < length; i++) {
    const bucket = bag + ((shortAt(units, i) * MULTIPLIER) >>> HASH_SHIFT);
    store<u8>(bucket, load<u8>(bucket) + 1);
  }
}

/** A lower bound of their texts' distance. `longer`: by how much the text of `one` is longer. Nanoseconds. */
export function leastEditsOfBags(one: usize, other: usize, longer: i32): i32 {
  const lacking = i16x8.add(
    i16x8.add(lackingAt(one, other), lackingAt(one + 16, other + 16)),
    i16x8.add(lackingAt(one + 32, other + 32), lackingAt(one + 48, other + 48)),
  );
  const sums = i32x4.extadd_pairwise_i16x8_u(lacking);
  const lackedByOther =
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3);
  return max(lackedByOther, lackedByOther - longer);
}

function lackingAt(one: usize, other: usize): v128 {
  return i16x8.extadd_pairwise_i8x16_u(i8x16.sub_sat_u(v128.load(one), v128.load(other)));
}
