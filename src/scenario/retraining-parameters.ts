/** Parameters of a platform that trains its model again on what it was told. */
import { ASSUMED, basic, countOf, group, quantity } from "./parameter.ts";

/** When a model is trained, on what, when it is in force, and what that costs. */
export function retrainingGroup() {
  return group(
    {
      everyDays: basic(
        quantity(
          0,
          { min: 0, max: 365 },
          "days",
          "design",
          "A model is trained every so many days, on what investigators decided and on messages nobody complained of; 0 for never.",
        ),
      ),
      trainings: countOf(
        1000,
        1,
        10_000,
        "design",
        "Models that are trained at most; 1 shows what a model that is trained once is worth later.",
      ),
      delayDays: quantity(
        2,
        { min: 0, max: 365 },
        "days",
        ASSUMED,
        "From the last text that is trained on until the model is in force.",
      ),
      quietDays: quantity(
        3,
        { min: 0, max: 365 },
        "days",
        ASSUMED,
        "An allowed message is taken for benign once nobody has complained of it for so long, and its sender and domains are not listed.",
      ),
      benignPerDay: quantity(
        400,
        { min: 0, max: 100_000 },
        "messages a day",
        ASSUMED,
        "Allowed messages, drawn at random, that wait to be taken for benign.",
      ),
      rowsOfClass: countOf(
        3000,
        4,
        20_000,
        "design: a training takes some 0.2 ms a text",
        "The newest texts of fraud that are kept, and of benign ones; older ones are forgotten.",
      ),
      minRows: countOf(60, 4, 20_000, ASSUMED, "Texts of each class below which no model is trained."),
      blockedBenign: quantity(
        0.001,
        { min: 0, max: 0.5 },
        "share",
        ASSUMED,
        "Texts taken for benign that may score above the threshold of a new model; 0 for the threshold of the greatest Matthews correlation.",
      ),
    },
    {
      of: ["minRows", "rowsOfClass"],
      holds: ({ minRows, rowsOfClass }) => minRows! <= rowsOfClass!,
      expected: "as many texts must be kept as a training needs",
    },
  );
}
