/** Parameters of victims: who takes a bait, how long it takes, what is lost, and who listens to a warning. */
import { ASSUMED, countOf, group, quantity, share } from "./parameter.ts";

/** From a delivered contact to a transfer. No source gives conversion, delays or retries: all assumed. */
export function episodesGroup() {
  return group({
    messageTakesHold: share(0.02, ASSUMED, "Delivered first messages that engage a subscriber of mean susceptibility."),
    callTakesHold: share(0.0335, ASSUMED, "Answered first calls that engage a subscriber of mean susceptibility."),
    leadFactor: quantity(
      3,
      { min: 0, max: 100 },
      "factor",
      ASSUMED,
      "How much more often a contact engages somebody who lost money before and was sold on.",
    ),
    hoursFactor: quantity(
      1,
      { min: 0.01, max: 100 },
      "factor",
      ASSUMED,
      "On the hours between steps and up to the transfer: 0.25 is four times as fast.",
    ),
    stepSigma: quantity(
      0.35,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "Spread of the hours between steps around those of the script.",
    ),
    transferHours: quantity(
      14,
      { min: 0, max: 2000 },
      "hours",
      ASSUMED,
      "Median time from the last step to the transfer.",
    ),
    transferSigma: quantity(
      0.7,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "Spread of that time.",
    ),
    answered: share(0.85, ASSUMED, "Calls of the gang that an engaged subscriber answers."),
    attempts: countOf(20, 1, 100, ASSUMED, "Tries of a step, from other lines, before the gang gives up."),
    retryHours: quantity(4, { min: 0, max: 500 }, "hours", ASSUMED, "Median time to the next try of a step."),
    sawThrough: share(0.02, ASSUMED, "Engaged subscribers who see through it unaided."),
    looksUp: share(0.85, ASSUMED, "Engaged subscribers who open the link of a message."),
    replies: share(0.85, ASSUMED, "Engaged subscribers who answer a message that has no link."),
    callsBack: share(0.5, ASSUMED, "Engaged subscribers who call back after a call, answered or missed."),
    actMinutes: quantity(
      25,
      { min: 0, max: 10_000 },
      "minutes",
      ASSUMED,
      "Median time from a contact to what the subscriber does about it.",
    ),
    meanLossYuan: quantity(
      7300,
      { min: 1, max: 1e9 },
      "yuan",
      "design, section 2: the reported loss avoided over the episodes that close its arithmetic",
      "Mean loss of an episode that ends in a transfer.",
    ),
    lossSigma: quantity(
      1.2,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "Spread of losses within a typology.",
    ),
  });
}

/** Whether a warning that arrived is heeded, by the strongest way in which it arrived. */
export function heedingGroup() {
  return group({
    message: share(
      0.4,
      "60 % of victims still believed the fraudster after a warning (news report)",
      "By message alone.",
    ),
    firstTalk: share(0.9, ASSUMED, "After one talk on the telephone."),
    secondTalk: share(0.95, ASSUMED, "After two."),
    laterTalk: share(0.97, ASSUMED, "After three or more."),
    visit: share(0.992, ASSUMED, "After a visit."),
    falseAlarmFactor: share(0.92, ASSUMED, "Each false alarm of the last weeks multiplies these by this."),
    falseAlarmDays: quantity(30, { min: 0, max: 365 }, "days", ASSUMED, "How long a false alarm is remembered."),
  });
}

/** How people can be reached. */
export function reachGroup() {
  return group({
    readsMessage: share(0.65, ASSUMED, "Subscribers who read a warning message at all."),
    readMinutes: quantity(120, { min: 0, max: 10_000 }, "minutes", ASSUMED, "Median time until it is read."),
    readSigma: quantity(
      1.3,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "Spread of that time.",
    ),
    refuses: share(0.4, "about 40 % of warning calls refused (Shenzhen 2019, news report)", "Warning calls refused."),
    busy: share(0.2, ASSUMED, "Warning calls to an engaged subscriber that find the line held by the fraudster."),
    awayByDay: share(0.3, ASSUMED, "Warning calls that nobody answers between 8 and 22 h."),
    awayByNight: share(0.85, ASSUMED, "Warning calls that nobody answers at night."),
    atHome: share(0.75, ASSUMED, "Visits that find somebody in."),
  });
}
