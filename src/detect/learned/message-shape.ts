/**
 * What messages look like as a whole: how long they are, in which script, how many have links. A model keeps that of
 * its rows of training; messages that are unlike them may be judged otherwise than its figures say.
 */

/** Counts of messages. */
export interface ShapeCounts {
  messages: number;
  /** With Chinese characters. */
  han: number;
  links: number;
  /** By the power of two below their length in UTF-16 units. */
  readonly lengths: number[];
}

/** The same as shares. */
export interface MessageShape {
  readonly han: number;
  readonly links: number;
  readonly lengths: number[];
}

const LENGTHS = 12;

export function emptyShape(): ShapeCounts {
  return { messages: 0, han: 0, links: 0, lengths: Array.from({ length: LENGTHS }, () => 0) };
}

/** Of units [from, to) of `text`. */
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

export function addShape(counts: ShapeCounts, more: Readonly<ShapeCounts>): void {
  counts.messages += more.messages;
  counts.han += more.han;
  counts.links += more.links;
  more.lengths.forEach((messages, at) => (counts.lengths[at]! += messages));
}

/** Shares, in thousandths. */
export function shapeOf({ messages, han, links, lengths }: Readonly<ShapeCounts>): MessageShape {
  const share = (count: number): number => (messages === 0 ? 0 : Math.round((1000 * count) / messages) / 1000);
  return { han: share(han), links: share(links), lengths: lengths.map(share) };
}

export const SHAPE_TRAITS = ["script", "links", "lengths"] as const;
export type ShapeTrait = (typeof SHAPE_TRAITS)[number];

/** Unlike from these differences on: of shares, and for lengths half the sum of all their differences. */
const UNLIKE = { script: 0.25, links: 0.25, lengths: 0.45 } as const;
const FEWEST_COUNTED = 30;

/** In what the messages that were counted differ much from a model's rows. Of few messages nothing is said. */
export function unlikeIn(known: MessageShape, counts: Readonly<ShapeCounts>): ShapeTrait[] {
  if (counts.messages < FEWEST_COUNTED) return [];
  const found = shapeOf(counts);
  const apart = {
    script: Math.abs(found.han - known.han),
    links: Math.abs(found.links - known.links),
    lengths: found.lengths.reduce((sum, share, at) => sum + Math.abs(share - (known.lengths[at] ?? 0)) / 2, 0),
  };
  return SHAPE_TRAITS.filter((trait) => apart[trait] > UNLIKE[trait]);
}
