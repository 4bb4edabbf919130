import { z } from "zod";
import { REPORTED_PERIODS } from "../../../record/reported-period.ts";
import { MAX_ROWS } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";
import { FIGURE_IDS, type FigureId } from "./reported-periods.ts";

const referenceRow = z
  .strictObject({
    id: z.enum(FIGURE_IDS as [FigureId, ...FigureId[]]),
    figure: z.string(),
    reported: z.number().describe("of a national platform, in the period of `referencePeriod`"),
    scaled: z
      .number()
      .describe(
        "the part of it that the scenario stands for, at the hours that the scale is for; a share stays as it is",
      ),
    simulated: z.number().nullable(),
    ratio: z
      .number()
      .nullable()
      .describe("simulated by scaled; null but for success where the scenario has other hours than the scale is for"),
    low: z.number().nullable(),
    high: z.number().nullable(),
  })
  .meta({
    id: "ReferenceFigure",
    description:
      "A reported figure beside the simulated one. low to high: 95 % interval of the simulated figure over gangs as drawn anew from " +
      "those of this world (on the scale of logarithms, with Student's t); null where they do not tell",
  });

export const referenceSchema = {
  reference: z.array(referenceRow).max(MAX_ROWS),
  referencePeriod: z
    .strictObject({
      name: z.enum(REPORTED_PERIODS),
      period: z.string(),
      months: z
        .number()
        .positive()
        .nullable()
        .describe("of the period: counts are scaled from a month of it; null: from the whole"),
      countedBy: z.enum(["police", "industry ministry"]).describe("they differ threefold for one year"),
      source: z.string(),
      quality: z.enum(["B", "M"]).describe("B: the project's brief; M: a news report read on a mirror"),
      missed: z
        .array(z.enum(FIGURE_IDS as [FigureId, ...FigureId[]]))
        .describe("figures that are off by more than 15 %, or that nothing simulates"),
    })
    .describe("whose figures `reference` holds"),
};

export type ReferenceFields = Fields<typeof referenceSchema>;
