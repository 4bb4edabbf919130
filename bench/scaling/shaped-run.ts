/** A run with so many workers and batches of such a size. */

export interface Shape {
  readonly workers: number;
  readonly batchEvents: number;
}

export interface ShapedRun {
  readonly events: number;
  readonly seconds: number;
  /** Share of these seconds that the main thread was busy. */
  readonly mainThreadBusy: number;
  /** Processor time of all threads, V8's own among them, a second. */
  readonly coresBusy: number;
  /** The same of everybody else. */
  readonly othersBusyCores: number;
  /** Over every decision of the run: the same whatever its shape. */
  readonly digest: string;
}
