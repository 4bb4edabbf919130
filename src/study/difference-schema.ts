/** What the documents of studies that set two sides beside each other have in common. */
import { z } from "zod";
import { count } from "../report/schema-parts.ts";

const finite = z.number().nullable();
const probability = z.number().min(0).max(1).nullable();

export const differenceShape = {
  figure: z.string(),
  base: finite.describe("mean over the seeds that have the figure"),
  value: finite.describe("the same of the other side"),
  difference: z
    .strictObject({
      n: count.describe("seeds in which both sides have the figure"),
      mean: finite,
      low: finite,
      high: finite,
      deviation: finite.describe("standard deviation of the difference between seeds"),
      p: probability.describe("two-sided, by Student's t over the seeds"),
    })
    .describe("value less base, seed by seed; 95 % by Student's t for this difference alone, null below two seeds"),
  pHolm: probability.describe("p, corrected for all differences of its family (Holm)"),
  verdict: z
    .enum(["sure", "cannot tell", "same", "no figure"])
    .describe("sure: pHolm below 0.05; same: equal with every seed; no figure: a side has none"),
  seedsToTell: count
    .nullable()
    .describe("where it cannot be told: about so many seeds would in 80 of 100 studies, if the difference is as here"),
};

export const figureShape = z.strictObject({
  name: z.string(),
  words: z.string(),
  unit: z.enum(["share", "count", "yuan", "minutes", "hours", "perDay", "per10000"]),
  better: z.enum(["higher", "lower"]).nullable(),
});

export const seedList = z.array(z.int().nonnegative()).min(1).max(100_000);
export const digestList = z
  .array(z.string())
  .describe("of the runs of the first side, in the order of the seeds: whoever repeats them gets the same");
