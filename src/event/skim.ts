/**
 * What a first, quick pass over the messages of a batch tells (detect/skim/skimmer.ts): which of them need no closer
 * look, and from where on the others do. Stages that are given it take less time, and find the same.
 */
export interface Skim {
  /** Of each event: DISGUISE and SECOND_SPACE (unit-traits.ts) where the text has such a thing. */
  readonly traits: Uint8Array;
  /**
   * The first unit of the text, as an index of the batch's, that stands behind a dot or slash and may be of a link with
   * it; -1 where none does.
   */
  readonly opening: Int32Array;
  /**
   * What units [textStart[i], foldedTo[i]) of the text normalise to: units [foldedStart[i], foldedStart[i + 1]) of
   * `folded`.
   */
  readonly foldedTo: Int32Array;
  readonly foldedStart: Int32Array;
  readonly folded: Uint16Array;
}
