import { choice, count, days, exposure, factor, group, hours, quantity, share } from "./parameter.ts";

export function complaintsGroup() {
  return group({
    messageShare: share.basic(0.0125)`Delivered fraud messages that somebody reports.`,
    callShare: share.basic(0.04)`Answered fraud calls that somebody reports.`,
    lostShare: share(0.7)`Victims who lost money and report number, domain and app.`,
    heededShare: share(0.5)`The same of those who heeded a warning.`,
    victimWeight: quantity("ordinary complaints")(3, [0, 1000])`
      What such a report is worth: at \`investigations.complaints\` or more, one opens a case by itself.`,
    delayHours: hours.basic(3, [0, 2000])`Median time from a contact to its report.`,
  });
}

/** Warnings to everybody that name nobody. (A letter to a victim is the message of a warning: `belief.message`.) */
export function publicityGroup() {
  return group({
    reach: share.basic(0.5)`
      Subscribers whom a wave reaches, drawn anew for each: one each two weeks, from hour 0; 0 for no publicity.`,
    factor: share.basic(
      0.95,
      [0, 1],
      "near 1, as mass publicity had no effect in one trial, and tips raise caution, not discrimination (abstracts)",
    )`On the chance that a first contact engages them, and that they react to a benign one, while it works.`,
  });
}

export function investigationsGroup() {
  return group({
    complaints: count.basic(3, [1, 1000])`Complaints about one number that open a case, by their weight.`,
    hostComplaints: count.basic(31, [1, 1000])`The same for a domain, whose blocking hits all its visitors.`,
    windowDays: days(7, [0.1, 365])`Older complaints do not count.`,
    casesPerHour: quantity("cases an hour").basic(20, [0, 100_000])`
      Capacity of the investigators; 0 for none. Below the cases that are opened, they queue.`,
    hours: hours(2, [0, 1000])`Time from taking up a case to its result.`,
    mistakes: share.basic(0.02)`Cases against benign callers that are decided against them, and the reverse.`,
    publishHours: count(6, [1, 720])`New scripts come into force together, every so many hours.`,
  });
}

/** Days of a subscriber without a gang at work to days with one, in platform-2020: what an exposure of 1 outweighs. */
const ODDS_AGAINST = 289;

/**
 * What a signal adds to exposure: the logarithm of its likelihood ratio (how much more often people have it on a day
 * that a gang works on them than on another) over that of ODDS_AGAINST. So signals add up as evidence does (naive
 * Bayes), and an exposure of 1 says that a gang is as likely as not. The ratios are those that reports of platform-2020
 * state (seeds 101 to 104; a half added to each count); none was set by hand.
 */
function worth(likelihoodRatio: number): number {
  return Number((Math.log(likelihoodRatio) / Math.log(ODDS_AGAINST)).toFixed(2));
}

/** Of an act when it happens, and of one that is looked back at. */
const ACT = 1460;
const LOOK_BACK = 184;

export function signalsGroup() {
  return group({
    rememberedContacts: quantity("contacts for each subscriber")(1, [0, 100])`
      Contacts kept for look-back, over all subscribers together; the oldest are forgotten.`,
    flaggedContact: exposure(worth(7.4), [0, 1000])`A flagged contact that got through.`,
    suspectCall: exposure(worth(15.6), [0, 1000])`A long answered call with a suspect number.`,
    callBack: exposure(worth(606), [0, 1000])`A call back to a suspect number.`,
    reply: exposure(worth(1360), [0, 1000])`A reply to a suspect number.`,
    lookUp: exposure(worth(1690), [0, 1000])`A look-up of a suspect domain.`,
    install: exposure(worth(428), [0, 1000])`An install of a suspect app.`,
    chat: exposure(worth(111_000), [0, 1000])`A message in a chat app with whom a suspect number named.`,
    payment: exposure(worth(1_200_000), [0, 1000])`A payment to a suspect account.`,
    lookBackFactor: factor(Number((worth(LOOK_BACK) / worth(ACT)).toFixed(2)), [0, 10])`
      Earlier contacts with a number or domain that is listed now, against what they would have counted then.`,
  });
}

export function reactionGroup() {
  return group({
    blockedShare: share(0.5)`A gang notices a line once this share of an hour's contacts does not get through.`,
    minContacts: count(5, [1, 10_000])`Contacts in the hour that it takes to notice.`,
    senderHours: hours.basic(30, [1, 10_000])`
      Mean time from noticing to giving up a sender of messages; 92 hours for a line that calls, and 60 for a domain or
      app, until another is ready (12 hours more for a domain, 36 for an app).`,
  });
}

export function operatorsGroup() {
  return group({
    delayHours: hours(0, [0, 2000])`
        From the listing of a number, site or app until operators and app stores block it, in whole hours; 0: at once.`,
    outgoing: group({
      people: count(20, [1, 1000], "about twenty calls a day were enough to get doctors and teachers cut off (press)")`
        People whom a line calls in half a day to a day: from then on one mark is enough to cut it off.`,
      cutShare: share(0.05)`Such lines that their operator cuts off before anybody investigates; drawn anew each week.`,
    }),
    groups: group({
      by: choice.basic("none", ["none", "holder", "device", "both"])`
        Once a case confirms a number, operators block all numbers of its holder, or in its device.`,
      delayHours: hours.basic(24, [0, 2000])`From the result of the case to the block.`,
      days: days(30, [0.1, 3650])`For this long, numbers that come into the group are blocked as well.`,
      companyNumbers: count(3, [1, 1000])`Confirmed numbers of a company that block all of its numbers.`,
      companyLines: quantity("numbers")(40, [1, 10_000])`Numbers of a company, on average.`,
      boxSims: count(33, [1, 4096])`SIMs that a box of a gang shows as one device, unless gangs set \`devices\`.`,
      misused: share(0.02)`Holders of gangs' numbers who sold none: their names were misused.`,
      cloned: share(0.05)`Devices of gangs that have the identity of an innocent's telephone.`,
    }),
  });
}

export function observationGroup() {
  return group({
    calls: share(0.98)`Calls put through, and calls back, whose records reach the platform.`,
    messages: share(0.98)`The same of messages and replies.`,
    lookUps: share.basic(0.75)`
      Subscribers whose look-ups of hosts pass the operators' resolvers in the clear. Of others, who use other
      resolvers or encryption, none is seen, and no site or app is refused.`,
    installs: share(0.3)`Installed apps that a telephone's own protection reports.`,
    chats: share(0.03)`Messages in chat apps that their operators report: no network sees them.`,
    payments: share.basic(0.65)`Payments that banks report while they are made.`,
  });
}
