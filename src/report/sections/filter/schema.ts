import { z } from "zod";
import { count, probability, rate } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const lookUps = z
  .strictObject({ probed: count, falsePositives: count })
  .describe("look-ups in the run's own traffic, where the same keys recur: counts, no rate");

export const filterSchema = {
  filter: z
    .strictObject({
      promised: probability.describe("false-positive rate asked for, reached when the table is full"),
      expected: probability.describe("what theory expects at the table's fill at the end of the run"),
      measured: rate.describe("false positives over numbers drawn at random, none of them listed"),
      numbers: lookUps,
      domains: lookUps,
    })
    .nullable()
    .describe("null when the blocklist has no filter"),
  matcher: z
    .strictObject({
      engine: z.string(),
      differing: rate.describe(
        "decisions other than those of scan, on edited copies of the scripts in force at the end",
      ),
    })
    .exactOptional()
    .describe("only where the matcher engine is approximate"),
};

export type FilterFields = Fields<typeof filterSchema>;
