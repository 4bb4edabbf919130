/** The schema of the report's section on sensitivity: how the funnel of warnings moves with what is assumed. */
import { z } from "zod";
import { funnelRateShape } from "./loop-schema.ts";

const { success, reach, accuracy, coverage } = funnelRateShape;

const outcome = z.strictObject({ success, reach, accuracy, coverage });

const moved = z
  .strictObject({
    value: z.number().describe("of the parameter, rounded and kept within its range: not always just half or twice"),
    ...outcome.shape,
  })
  .nullable();

export const sensitivitySection = z
  .strictObject({
    base: outcome.describe("of the run itself"),
    rows: z.array(
      z.strictObject({
        parameter: z.string().describe("path in the scenario"),
        value: z.number().describe("in the run itself"),
        halved: moved.describe("null where the value cannot fall"),
        doubled: moved.describe("null where the value cannot rise"),
      }),
    ),
  })
  .meta({
    id: "Sensitivity",
    description:
      "The main arm again with one assumed parameter halved, then doubled, and all else, the seed too, as in the run. One seed and " +
      "one parameter at a time: nothing on other worlds, on two parameters together, or on which values are true",
  });

export type Sensitivity = z.infer<typeof sensitivitySection>;
