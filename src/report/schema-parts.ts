import { z } from "zod";

export const count = z.int().nonnegative();
/** Null over nothing. */
export const share = z.number().min(0).max(1).nullable();

export const rate = z.strictObject({ value: share, low: share, high: share, n: count }).meta({
  id: "Rate",
  description:
    "A proportion, its trials, and its 95 % Wilson interval as if events were independent; null over nothing. In " +
    "what share of worlds each interval holds the truth is measured: docs/statistics.md",
});

export const clusteredRate = z.strictObject({ ...rate.shape, clusterLow: share, clusterHigh: share }).meta({
  id: "ClusteredRate",
  description:
    "A rate, and its 95 % interval over the gangs and benign callers of this world, whose events stand and fall together; null " +
    "where there are too few of them to tell",
});

const bound10000 = z.number().min(0).max(10_000).nullable();

export const clusteredPer10000 = z
  .strictObject({
    value: bound10000,
    low: bound10000,
    high: bound10000,
    n: count,
    clusterLow: bound10000,
    clusterHigh: bound10000,
  })
  .meta({
    id: "ClusteredRatePer10000",
    description:
      "A rate as a count per 10,000 events, and its 95 % interval over callers, whose events stand and fall together: the one to quote, as " +
      "if events were independent where the count is 0",
  });

const coefficient = z.number().min(-1).max(1).nullable();

export const clusteredCorrelation = z
  .strictObject({
    value: coefficient,
    low: coefficient,
    high: coefficient,
    n: count,
    clusterLow: coefficient,
    clusterHigh: coefficient,
  })
  .meta({
    id: "ClusteredCorrelation",
    description:
      "Matthews' correlation with its 95 % interval, and the one over gangs and benign callers; null when nothing varies",
  });

/** Most rows of a table of the report, which people read. */
export const MAX_ROWS = 100;

export const probability = z.number().min(0).max(1);

export const byChannel = z.strictObject({ calls: count, messages: count });
