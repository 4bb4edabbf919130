/**
 * The truth of a batch as those hold it who only pass it on, from the world that writes it to those that count and
 * report it: they see nothing of it. Who may look asks truthOf (truth.ts).
 */
export interface Labels {
  readonly handle: LabelsHandle;
}

/** What another thread needs to see the same labels. */
export interface LabelsHandle {
  readonly buffer: SharedArrayBuffer;
  readonly capacity: number;
}
