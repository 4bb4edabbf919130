import { count, factor, group, hours, share, sigma, yuan } from "./parameter.ts";

/** No source gives conversion, delays or retries: all assumed. */
export function episodesGroup() {
  return group({
    messageTakesHold: share.basic(0.0245)`Delivered first messages that engage a subscriber of mean susceptibility.`,
    callTakesHold: share.basic(0.041)`Answered first calls that engage a subscriber of mean susceptibility.`,
    hoursFactor: factor(1, [0.01, 100])`On the hours between steps and up to the transfer: 0.25 is four times as fast.`,
    transferHours: hours.basic(17, [0, 2000])`Median time from the last step to the transfer.`,
    transferSigma: sigma(0.7)`Spread of that time.`,
    answered: share(0.85)`Calls of the gang that an engaged subscriber answers.`,
    attempts: count.basic(20, [1, 100])`Tries of a step, from other lines, before the gang gives up.`,
    retryHours: hours(4, [0, 500])`Median time to the next try of a step.`,
    firstTransferShare: share(0.1)`
      Of the loss, what is sent first where gangs let victims try with a small sum (brushing, investment, romance,
      game trading): 0 sends all at once.`,
    sawThrough: share(0.02)`Engaged subscribers who see through it unaided.`,
    looksUp: share(0.85)`Engaged subscribers who open the link of a message.`,
    replies: share(0.85)`Engaged subscribers who answer a message that has no link.`,
    movesToChat: share(
      0.77,
      [0, 1],
      "at least 77 % of scripts without a link lead to a chat handle (counted in a corpus of reported texts)",
    )`Engaged subscribers who answered a message without a link with whom the gang goes on in a chat app.`,
    followsToChat: share(0.8)`
      Engaged subscribers who follow the gang into a chat app when it asks them to; with the others it goes on by calls
      and messages.`,
    callsBack: share(0.5)`Engaged subscribers who call back after a call, answered or missed.`,
    bypassesBlock: share(0.05)`
      Engaged subscribers who get round a refused site or app, by a private network or from abroad.`,
    givesUpBlocked: share(
      0.4,
      [0, 1],
      "60 % of victims still believed the fraudster after a warning (news report); of the page of a blocked site, assumed",
    )`Engaged subscribers who give up when a site or app that they were sent to is blocked, each time.`,
    siteMoves: count(3, [0, 20])`
      Other links or apps, behind blocked ones, that a gang sends to one subscriber before it gives up.`,
    meanLossYuan: yuan.basic(
      6000,
      [1, 1e9],
      "design, section 2: the reported loss avoided over the episodes that close its arithmetic",
    )`Mean loss of an episode that ends in a transfer.`,
  });
}

export function reachGroup() {
  return group({
    readsMessage: share.basic(0.65)`Subscribers who read a warning message at all.`,
    refuses: share(0.25)`Warning calls that somebody declines who was not talked to yet.`,
    hostility: share(0.2)`
      Of the readiness to take another call, or to open the door, what each talk in vain (denied, or broken off) takes
      away until the next warning.`,
    busy: share(0.2)`Warning calls to an engaged subscriber that find the line held by the fraudster.`,
    awayByNight: share(0.85)`Warning calls that nobody answers at night.`,
    familyKnown: share(0.5)`Subscribers of whom the operator knows the number of a relative.`,
    atHome: share(0.75)`Visits that find somebody in.`,
  });
}
