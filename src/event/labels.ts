/**
 * The truth of a batch for code that only passes it on, from the world to those that count and report it; none of it is
 * visible. Code that may look uses truthOf (truth.ts).
 */
export interface Labels {
  readonly handle: LabelsHandle;
}

export interface LabelsHandle {
  readonly buffer: SharedArrayBuffer;
  readonly capacity: number;
}
