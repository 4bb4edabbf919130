/** Parameters of a platform that trains its model again on what it was told. */
import { count, days, group, quantity, share } from "./parameter.ts";

/** When a model is trained, on what, when it is in force, and what that costs. */
export function retrainingGroup() {
  return group({
    everyDays: days.basic(0, [0, 365], "design")`
        A model is trained every so many days, on what investigators decided and on messages nobody complained of; 0
        for never.`,
    trainings: count(1000, [1, 10_000], "design")`
        Models that are trained at most; 1 shows what a model that is trained once is worth later.`,
    delayDays: days(2, [0, 365])`From the last text that is trained on until the model is in force.`,
    quietDays: days(3, [0, 365])`
        An allowed message is taken for benign once nobody has complained of it for so long, and its sender and
        domains are not listed.`,
    benignPerDay: quantity("messages a day")(400, [0, 100_000])`
        Allowed messages, drawn at random, that wait to be taken for benign.`,
    minRows: count(60, [4, 3000])`Texts of each class below which no model is trained.`,
    blockedBenign: share(0.001, [0, 0.5])`
        Texts taken for benign that may score above the threshold of a new model; 0 for the threshold of the greatest
        Matthews correlation.`,
  });
}
