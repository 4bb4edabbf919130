/** The schema of the report's section on channels: what each does, by comparison with a run without it. */
import { z } from "zod";
import { REMOVABLE_CHANNELS } from "../metrics/channels.ts";
import { funnelRateShape } from "./loop-schema.ts";
import { laterClusteredRate } from "./schema-parts.ts";

const outcome = z.strictObject({
  success: funnelRateShape.success,
  reach: funnelRateShape.reach,
  lost: laterClusteredRate.describe("episodes in which money was lost, of all, by gang"),
  lossYuan: z.number().nonnegative(),
});

const difference = z
  .strictObject({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })
  .describe("with all channels less without this one; 95 % over gangs drawn anew, null where they do not tell");

export const channelsSection = z
  .strictObject({
    base: outcome.describe("of the run itself"),
    rows: z.array(
      z.strictObject({
        channel: z.enum(REMOVABLE_CHANNELS),
        without: outcome,
        difference: z.strictObject({
          success: difference,
          reach: difference,
          lost: difference,
          lossYuan: difference,
        }),
      }),
    ),
  })
  .meta({
    id: "ChannelComparison",
    description:
      "The main arm again without one channel of warnings, and all else, the seed too, as in the run: what each channel does, beside the " +
      "others. One seed, so nothing on other worlds. Without the telephone nobody denies or asks for a visit, and no relative is called",
  });

export type ChannelComparison = z.infer<typeof channelsSection>;
