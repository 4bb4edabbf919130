/** What the documents of tuning and of curves have in common. */
import { z } from "zod";
import { count } from "../report/schema-parts.ts";

const finite = z.number().nullable();

export const pooledFigure = z
  .strictObject({
    value: finite,
    low: finite,
    high: finite,
    n: count.describe("trials of a rate; of anything else the seeds that have a value"),
  })
  .meta({
    id: "PooledFigure",
    description:
      "A figure over several seeds with its 95 % interval between worlds, whose bounds are null below two of them. " +
      "Rates are pooled over seeds, all else is a mean of a run; null over nothing",
  });

export const versionText = z.string().describe("of Ringfence");
export const commandLine = z.string().describe("the command line that repeats it");
