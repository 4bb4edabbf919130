import { z } from "zod";
import { clusteredCorrelation, clusteredPer10000, clusteredRate, MAX_ROWS } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const baseline = z
  .strictObject({
    name: z.enum(["do nothing", "blocklist only", "ringfence", "oracle"]),
    rule: z.string(),
    recall: clusteredRate,
    precision: clusteredRate,
    falsePer10000: clusteredPer10000,
    mcc: clusteredCorrelation,
  })
  .meta({
    id: "Baseline",
    description:
      "A rule, and what it would have done. Cluster bounds are null for doing nothing and the oracle, which are what they are by definition",
  });

export const baselinesSchema = {
  baselines: z.array(baseline).max(MAX_ROWS),
};

export type BaselinesFields = Fields<typeof baselinesSchema>;
