/** Statistics of many messages. A model keeps those of its training rows; for others its figures may not hold. */

export interface ShapeCounts {
  messages: number;
  han: number;
  links: number;
  /** By the power of two up to their length in UTF-16 units. */
  readonly lengths: number[];
  /** Features looked up in a sample of messages, and those without weight: no training row had them. */
  features: number;
  unseen: number;
  /** Messages that were not flagged, by tenths of benign scores, the lowest first. */
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

/** Counts the first `count` features of a message, given as buckets. */
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

/** The share of each tenth among messages that were not flagged, to three digits; null if none was counted. */
export function tenthsOf({ tenths }: Readonly<ShapeCounts>): number[] | null {
  const all = tenths.reduce((sum, count) => sum + count, 0);
  return all === 0 ? null : tenths.map((count) => Math.round((1000 * count) / all) / 1000);
}

export const SHAPE_TRAITS = ["script", "links", "lengths", "wording", "scores"] as const;
export type ShapeTrait = (typeof SHAPE_TRAITS)[number];

/** Differences of shares; of lengths, half the sum; of scores, the greatest between the shares below a tenth. */
const UNLIKE = { script: 0.25, links: 0.25, lengths: 0.45, wording: 0.15, scores: 0.35 } as const;
const FEWEST_COUNTED = 30;

/** The traits in which the counted messages differ much from a model's rows. Empty for few messages. */
export function unlikeIn(known: MessageShape, counts: Readonly<ShapeCounts>): ShapeTrait[] {
  if (counts.messages < FEWEST_COUNTED) return [];
  const found = shapeOf(counts);
  const apart = {
    script: Math.abs(found.han - known.han),
    links: Math.abs(found.links - known.links),
    lengths: found.lengths.reduce((sum, share, at) => sum + Math.abs(share - (known.lengths[at] ?? 0)) / 2, 0),
    // Only more unseen features than expected count.
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

/** Whether messages are of another script or wording than those that are known. */
export function isForeign(known: MessageShape, found: MessageShape): boolean {
  return Math.abs(found.han - known.han) > UNLIKE.script || found.unseen - known.unseen > UNLIKE.wording;
}
