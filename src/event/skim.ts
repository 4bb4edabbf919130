/**
 * The result of a first, quick pass over the messages of a batch (detect/skim/skimmer.ts): which need a closer look,
 * and from where on. Stages that use it take less time and find the same.
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
   * What units [textStart[i], foldedTo[i]) of the text normalise to: the first foldedUnits[i] units of `folded` from
   * foldedStart[i] on. Behind a text that is not folded to its end there is room for the rest.
   */
  readonly foldedTo: Int32Array;
  readonly foldedStart: Int32Array;
  readonly foldedUnits: Int32Array;
  readonly folded: Uint16Array;
  /** True once the rest is written (detect/normaliser/finish-texts.ts): all stages read it then. */
  isFinished: boolean;
}
