/** Parameters of victims: who takes a bait, how long it takes, what is lost, and how people are reached. */
import { ASSUMED, basic, countOf, group, quantity, share } from "./parameter.ts";

/** From a delivered contact to a transfer. No source gives conversion, delays or retries: all assumed. */
export function episodesGroup() {
  return group({
    messageTakesHold: basic(
      share(0.0218, ASSUMED, "Delivered first messages that engage a subscriber of mean susceptibility."),
    ),
    callTakesHold: basic(
      share(0.0365, ASSUMED, "Answered first calls that engage a subscriber of mean susceptibility."),
    ),
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
    transferHours: basic(
      quantity(17, { min: 0, max: 2000 }, "hours", ASSUMED, "Median time from the last step to the transfer."),
    ),
    transferSigma: quantity(
      0.7,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "Spread of that time.",
    ),
    answered: share(0.85, ASSUMED, "Calls of the gang that an engaged subscriber answers."),
    attempts: basic(countOf(20, 1, 100, ASSUMED, "Tries of a step, from other lines, before the gang gives up.")),
    retryHours: quantity(4, { min: 0, max: 500 }, "hours", ASSUMED, "Median time to the next try of a step."),
    firstTransferShare: share(
      0.1,
      ASSUMED,
      "Of the loss, what is sent first where gangs let victims try with a small sum (brushing, investment, romance, game trading): 0 sends all at once.",
    ),
    restHours: quantity(
      10,
      { min: 0, max: 2000 },
      "hours",
      ASSUMED,
      "Median time from a first, small transfer to the rest.",
    ),
    sawThrough: share(0.02, ASSUMED, "Engaged subscribers who see through it unaided."),
    looksUp: share(0.85, ASSUMED, "Engaged subscribers who open the link of a message."),
    replies: share(0.85, ASSUMED, "Engaged subscribers who answer a message that has no link."),
    movesToChat: share(
      0.77,
      "at least 77 % of scripts without a link lead to a chat handle (counted in a corpus of reported texts)",
      "Engaged subscribers who answered a message without a link with whom the gang goes on in a chat app.",
    ),
    callsBack: share(0.5, ASSUMED, "Engaged subscribers who call back after a call, answered or missed."),
    bypassesBlock: share(
      0.05,
      ASSUMED,
      "Engaged subscribers who get round a refused site or app, by a private network or from abroad.",
    ),
    givesUpBlocked: share(
      0.4,
      "60 % of victims still believed the fraudster after a warning (news report); of the page of a blocked site, assumed",
      "Engaged subscribers who give up when a site or app that they were sent to is blocked, each time.",
    ),
    siteMoves: countOf(
      3,
      0,
      20,
      ASSUMED,
      "Other links or apps, behind blocked ones, that a gang sends to one subscriber before it gives up.",
    ),
    actMinutes: quantity(
      25,
      { min: 0, max: 10_000 },
      "minutes",
      ASSUMED,
      "Median time from a contact to what the subscriber does about it.",
    ),
    meanLossYuan: basic(
      quantity(
        6000,
        { min: 1, max: 1e9 },
        "yuan",
        "design, section 2: the reported loss avoided over the episodes that close its arithmetic",
        "Mean loss of an episode that ends in a transfer.",
      ),
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

/** How people can be reached. */
export function reachGroup() {
  return group({
    readsMessage: basic(share(0.65, ASSUMED, "Subscribers who read a warning message at all.")),
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
    busyOtherwise: share(0.04, ASSUMED, "Warning calls to anybody else that find the line busy."),
    awayByDay: share(0.3, ASSUMED, "Warning calls that nobody answers between 8 and 22 h."),
    awayByNight: share(0.85, ASSUMED, "Warning calls that nobody answers at night."),
    familyKnown: share(0.5, ASSUMED, "Subscribers of whom the operator knows the number of a relative."),
    atHome: share(0.75, ASSUMED, "Visits that find somebody in."),
  });
}
