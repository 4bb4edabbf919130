/** What the sections of the report's schema are made of. */
import { z } from "zod";

/** How many of something. */
export const count = z.int().nonnegative();
/** A proportion; null over nothing. */
export const share = z.number().min(0).max(1).nullable();

export const rate = z.strictObject({ value: share, low: share, high: share, n: count }).meta({
  id: "Rate",
  description:
    "A proportion, its trials, and its 95 % Wilson interval as if events were independent; null over nothing. In " +
    "what share of worlds each interval holds the truth is measured: docs/statistics.md",
});

/** For a rate that earlier versions left without cluster bounds. */
export const laterClusteredRate = z
  .strictObject({ ...rate.shape, clusterLow: share.optional(), clusterHigh: share.optional() })
  .meta({
    id: "LaterClusteredRate",
    description:
      "As ClusteredRate: clusterLow to clusterHigh is the interval to quote. Earlier versions left both bounds out",
  });

export const clusteredRate = z.strictObject({ ...rate.shape, clusterLow: share, clusterHigh: share }).meta({
  id: "ClusteredRate",
  description:
    "A rate, and its 95 % interval over the gangs and benign callers of this world, whose events stand and fall together; null " +
    "where there are too few of them to tell",
});
