import { z } from "zod";
import { clusteredCorrelation, clusteredPer10000, clusteredRate, MAX_ROWS, rate } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const baseline = z
  .strictObject({
    name: z.enum([
      "do nothing",
      "blocklist only",
      "best single feature",
      "disguise characters",
      "character pairs",
      "ringfence",
      "oracle",
    ]),
    rule: z.string(),
    recall: clusteredRate,
    precision: clusteredRate,
    falsePer10000: clusteredPer10000,
    mcc: clusteredCorrelation,
  })
  .meta({
    id: "Baseline",
    description:
      "A rule, and what it would have done. Cluster bounds are null but for blocklist only and ringfence: doing nothing and the oracle are " +
      "what they are by definition, and the single feature is chosen in hindsight, by F1",
  });

export const baselinesSchema = {
  baselines: z.array(baseline).max(MAX_ROWS),
  singleFeatures: z
    .array(z.strictObject({ feature: z.string(), rule: z.string(), recall: rate, precision: rate, f1: z.number() }))
    .max(MAX_ROWS),
};

export type BaselinesFields = Fields<typeof baselinesSchema>;
