import { z } from "zod";
import { TYPOLOGIES } from "../../../event/taxonomy.ts";
import { count } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const yuan = z.number().nonnegative();
/** Between two runs: may be below 0. */
const difference = z.number();

export const lossesSchema = {
  lossYuan: z.strictObject({
    withoutDefences: yuan.nullable().describe("of the paired run with none; null where it was left out"),
    withDefences: yuan,
    avoided: difference.nullable(),
    byMechanism: z
      .strictObject({
        interception: difference.describe("loss without defences less loss with interception alone"),
        warnings: difference.describe("loss with interception alone less loss with all defences"),
      })
      .nullable(),
    byTypology: z.array(
      z.strictObject({
        name: z.enum(TYPOLOGIES),
        episodes: count,
        lost: count.describe("episodes that ended in a transfer"),
        withoutDefences: yuan.nullable(),
        withDefences: yuan,
        avoided: difference.nullable(),
      }),
    ),
  }),
};

export type LossesFields = Fields<typeof lossesSchema>;
