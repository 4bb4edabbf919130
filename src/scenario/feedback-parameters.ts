/** Parameters of what comes back: complaints, investigations, what the platform watches, and how gangs react. */
import { ASSUMED, basic, countOf, group, quantity, share } from "./parameter.ts";

/** Who reports what to the platform. */
export function complaintsGroup() {
  return group({
    messageShare: basic(share(0.0125, ASSUMED, "Delivered fraud messages that somebody reports.")),
    callShare: basic(share(0.04, ASSUMED, "Answered fraud calls that somebody reports.")),
    benignShare: share(
      0.0002,
      ASSUMED,
      "Benign events of the same kind that somebody reports; of marketers, ten times that.",
    ),
    lostShare: share(0.7, ASSUMED, "Victims who lost money and report number, domain and app."),
    heededShare: share(0.5, ASSUMED, "The same of those who heeded a warning."),
    sawThroughShare: share(0.3, ASSUMED, "The same of those who saw through it unaided."),
    victimWeight: quantity(
      3,
      { min: 0, max: 1000 },
      "ordinary complaints",
      ASSUMED,
      "What such a report is worth: at `investigations.complaints` or more, one opens a case by itself.",
    ),
    delayHours: basic(
      quantity(3, { min: 0, max: 2000 }, "hours", ASSUMED, "Median time from a contact to its report."),
    ),
  });
}

/**
 * Publicity: warnings to everybody that name nobody. A letter to somebody whom a gang works on is another matter: that
 * is the message of a warning (`belief.message`).
 */
export function publicityGroup() {
  return group({
    everyDays: quantity(
      14,
      { min: 0.5, max: 365 },
      "days",
      ASSUMED,
      "From one wave to the next; the first is at hour 0.",
    ),
    reach: basic(share(0.5, ASSUMED, "Subscribers whom a wave reaches, drawn anew for each; 0 for no publicity.")),
    factor: basic(
      share(
        0.95,
        "near 1, as mass publicity had no effect in one trial, and tips raise caution, not discrimination (abstracts)",
        "On the chance that a first contact engages them, and that they react to a benign one, while it works.",
      ),
    ),
    days: quantity(7, { min: 0, max: 365 }, "days", ASSUMED, "How long a wave works; then it is worn off."),
  });
}

/** Subscribers who react to a contact without being engaged. */
export function curiosityGroup() {
  return group({
    fraudShare: share(
      0.001,
      ASSUMED,
      "Delivered fraud contacts that somebody calls back, answers or looks up unengaged.",
    ),
    benignShare: share(
      0.0008,
      ASSUMED,
      "Benign messages and missed calls that somebody answers, looks up or calls back.",
    ),
  });
}

/** What becomes of complaints. */
export function investigationsGroup() {
  return group({
    complaints: basic(countOf(3, 1, 1000, ASSUMED, "Complaints about one number that open a case, by their weight.")),
    hostComplaints: basic(
      countOf(27, 1, 1000, ASSUMED, "The same for a domain, whose blocking hits all its visitors."),
    ),
    appComplaints: countOf(12, 1, 1000, ASSUMED, "The same for an app, which nobody has but a gang's victims."),
    windowDays: quantity(7, { min: 0.1, max: 365 }, "days", ASSUMED, "Older complaints do not count."),
    casesPerHour: basic(
      quantity(
        20,
        { min: 0, max: 100_000 },
        "cases an hour",
        ASSUMED,
        "Capacity of the investigators; 0 for none. Below the cases that are opened, they queue.",
      ),
    ),
    hours: quantity(2, { min: 0, max: 1000 }, "hours", ASSUMED, "Time from taking up a case to its result."),
    mistakes: basic(
      share(0.02, ASSUMED, "Cases against benign callers that are decided against them, and the reverse."),
    ),
    publishHours: countOf(6, 1, 720, ASSUMED, "New scripts come into force together, every so many hours."),
  });
}

/** What the platform takes for a sign that somebody is being worked on, and how much it makes of it. */
export function signalsGroup() {
  return group({
    longCallS: quantity(60, { min: 0, max: 7200 }, "seconds", ASSUMED, "An answered call counts from this length on."),
    suspectHours: basic(
      quantity(
        72,
        { min: 0, max: 5000 },
        "hours",
        ASSUMED,
        "A number or domain stays suspect for so long after an event of it was blocked.",
      ),
    ),
    suspectAccountDays: quantity(
      5,
      { min: 0, max: 3650 },
      "days",
      ASSUMED,
      "An account stays suspect for so long after a victim last reported it.",
    ),
    lookBackHours: quantity(
      72,
      { min: 0, max: 5000 },
      "hours",
      ASSUMED,
      "How far back contacts with a listed number count.",
    ),
    rememberedContacts: quantity(
      1,
      { min: 0, max: 100 },
      "contacts for each subscriber",
      ASSUMED,
      "Contacts kept for look-back, over all subscribers together; the oldest are forgotten.",
    ),
    flaggedContact: strength(0.2, "A flagged contact that got through."),
    suspectCall: strength(0.6, "A long answered call with a suspect number."),
    callBack: strength(0.9, "A call back to a suspect number."),
    reply: strength(0.9, "A reply to a suspect number."),
    lookUp: strength(0.9, "A look-up of a suspect domain."),
    severalNumbers: strength(
      0.35,
      "A suspect number that is linked to another, which contacted the subscriber before.",
    ),
    install: strength(0.9, "An install of a suspect app."),
    chat: strength(0.6, "A message in a chat app with whom a suspect number named."),
    payment: strength(0.9, "A payment to a suspect account."),
    lookBackFactor: quantity(
      0.95,
      { min: 0, max: 10 },
      "factor",
      ASSUMED,
      "Earlier contacts with a number or domain that is listed now, against what they would have counted then.",
    ),
  });
}

function strength(value: number, what: string) {
  return quantity(value, { min: 0, max: 1000 }, "exposure", ASSUMED, what);
}

/** How gangs react to what is blocked. */
export function reactionGroup() {
  return group({
    blockedShare: share(
      0.5,
      ASSUMED,
      "A gang notices a line once this share of an hour's contacts does not get through.",
    ),
    minContacts: countOf(5, 1, 10_000, ASSUMED, "Contacts in the hour that it takes to notice."),
    lineHours: basic(
      quantity(
        92,
        { min: 1, max: 10_000 },
        "hours",
        ASSUMED,
        "Mean time from noticing to giving up a line that calls.",
      ),
    ),
    senderHours: quantity(30, { min: 1, max: 10_000 }, "hours", ASSUMED, "The same for a sender of messages."),
    domainHours: basic(
      quantity(
        60,
        { min: 1, max: 10_000 },
        "hours",
        ASSUMED,
        "The same for a domain or app; `gangs.domainHours` and `gangs.appHours` come on top.",
      ),
    ),
  });
}
