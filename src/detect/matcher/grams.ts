/** What an index is built from: hashes of the grams of a template, and the pieces that it is cut into. */
import type { Template } from "./matcher.ts";

/** Units by which a loose piece is looked up (kernel/grams.ts). */
export type LooseUnits = 3 | 4;

/**
 * Whole hashes of the grams of a text, by position: those for tight pieces first, those for loose ones last. They can
 * be the same.
 */
export type GramHashes = readonly Int32Array[];

/** The pieces that a text is cut into: start, and hash of the gram. */
export interface Pieces {
  readonly position: Uint8Array;
  readonly hash: Int32Array;
}

/** A template with everything about it that the other templates have no say in. */
export interface PreparedTemplate extends Template {
  readonly units: Uint16Array;
  readonly hashes: GramHashes;
  readonly bag: Uint8Array;
  /** The pieces it is cut into: start, and hash of the gram. Filled in by the builder of the index. */
  pieces: Pieces | null;
}
