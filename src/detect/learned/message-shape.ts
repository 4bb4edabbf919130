/**
 * What messages look like as a whole: how long they are, in which script, how many have links, how much of what is read
 * of them the model never met, and where their scores lie. A model keeps that of its rows of training; messages that
 * are unlike them may be judged otherwise than its figures say.
 */

export interface ShapeCounts {
  messages: number;
  han: number;
  links: number;
  /** By the power of two below their length in UTF-16 units. */
  readonly lengths: number[];
  /** Features that were looked up, of some of them; and those that weigh nothing, as no row of training had them. */
  features: number;
  unseen: number;
  /** Messages that were not flagged, by tenths of the scores of benign messages, the lowest first. */
  readonly tenths: number[];
}

export interface MessageShape {
  readonly han: number;
  readonly links: number;
  readonly lengths: number[];
  readonly unseen: number;
}

const LENGTHS = 12;
export const TENTHS = 10;

export function emptyShape(): ShapeCounts {
  const lengths = Array.from({ length: LENGTHS }, () => 0);
  return {
    messages: 0,
    han: 0,
    links: 0,
    lengths,
    features: 0,
    unseen: 0,
    tenths: Array.from({ length: TENTHS }, () => 0),
  };
}

export function countShape(counts: ShapeCounts, text: Uint16Array, from: number, to: number, hasLink: boolean): void {
  counts.messages++;
  counts.lengths[Math.min(LENGTHS - 1, 31 - Math.clz32(to - from + 1))]!++;
  if (hasLink) counts.links++;
  for (let at = from; at < to; at++) {
    const unit = text[at]!;
    if (unit < 0x4e00 || unit > 0x9fff) continue;
    counts.han++;
    return;
  }
}

/** Of a message: the first `count` of `features`, as buckets. */
export function countUnseen(
  counts: ShapeCounts,
  features: ArrayLike<number>,
  count: number,
  weights: Int16Array,
): void {
  counts.features += count;
  for (let at = 0; at < count; at++) counts.unseen += Number(weights[features[at]!] === 0);
}

export function addShape(counts: ShapeCounts, more: Readonly<ShapeCounts>): void {
  counts.messages += more.messages;
  counts.han += more.han;
  counts.links += more.links;
  counts.features += more.features;
  counts.unseen += more.unseen;
  more.lengths.forEach((messages, at) => (counts.lengths[at]! += messages));
  more.tenths.forEach((messages, at) => (counts.tenths[at]! += messages));
}

export function shapeOf({ messages, han, links, lengths, features, unseen }: Readonly<ShapeCounts>): MessageShape {
  const share = (count: number, of = messages): number => (of === 0 ? 0 : Math.round((1000 * count) / of) / 1000);
  return {
    han: share(han),
    links: share(links),
    lengths: lengths.map((count) => share(count)),
    unseen: share(unseen, features),
  };
}

/** Shares of the messages that were not flagged, in thousandths; null where none was counted. */
export function tenthsOf({ tenths }: Readonly<ShapeCounts>): number[] | null {
  const all = tenths.reduce((sum, count) => sum + count, 0);
  return all === 0 ? null : tenths.map((count) => Math.round((1000 * count) / all) / 1000);
}

export const SHAPE_TRAITS = ["script", "links", "lengths", "wording", "scores"] as const;
export type ShapeTrait = (typeof SHAPE_TRAITS)[number];

/**
 * Unlike from these differences on: of shares; for lengths half the sum of all their differences; and for scores the
 * greatest of what lies below a tenth.
 */
const UNLIKE = { script: 0.25, links: 0.25, lengths: 0.45, wording: 0.15, scores: 0.35 } as const;
const FEWEST_COUNTED = 30;

/** In what the messages that were counted differ much from a model's rows. Of few messages nothing is said. */
export function unlikeIn(known: MessageShape, counts: Readonly<ShapeCounts>): ShapeTrait[] {
  if (counts.messages < FEWEST_COUNTED) return [];
  const found = shapeOf(counts);
  const apart = {
    script: Math.abs(found.han - known.han),
    links: Math.abs(found.links - known.links),
    lengths: found.lengths.reduce((sum, share, at) => sum + Math.abs(share - (known.lengths[at] ?? 0)) / 2, 0),
    // That more of it is known than was to be expected harms nobody.
    wording: counts.features === 0 ? 0 : found.unseen - known.unseen,
    scores: apartInScores(counts),
  };
  return SHAPE_TRAITS.filter((trait) => apart[trait] > UNLIKE[trait]);
}

function apartInScores({ tenths }: Readonly<ShapeCounts>): number {
  const all = tenths.reduce((sum, count) => sum + count, 0);
  if (all < FEWEST_COUNTED) return 0;
  let below = 0;
  return tenths.reduce((most, count, at) => {
    below += count / all;
    return Math.max(most, Math.abs(below - (at + 1) / TENTHS));
  }, 0);
}
