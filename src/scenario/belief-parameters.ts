import { days, group, hours, logits, share } from "./parameter.ts";

/**
 * How firmly a victim believes the fraudster, and how far each warning moves that, in logits. No source gives any of
 * them; set so that a message alone dissuades about 40 %, and a first talk some three in four: the rest takes more
 * talks, a visit, a relative.
 */
export function beliefGroup() {
  return group({
    base: logits.basic(1.2, [-20, 20])`Mean belief in the fraudster when an episode begins.`,
    spread: logits(1.4)`Standard deviation of that belief between people.`,
    perStep: logits(0.15)`Belief that each step of the script adds.`,
    perDay: logits(0.1)`Belief that each day of an episode adds.`,
    moneySent: logits(0.8)`Belief that a first transfer adds: who has sent money wants it to be well spent.`,
    message: logits.basic(1.7, [0, 20], "60 % of victims still believed the fraudster after a warning (news report)")`
      Persuasion by a message, the first that a person hears, with full trust in warnings.`,
    telephone: logits.basic(2.9)`
      Persuasion by an agent on the telephone, the first that a person hears, with full trust in warnings.`,
    family: logits(3.4)`Persuasion by a relative, the first that a person hears, with full trust in warnings.`,
    visit: logits.basic(3.6)`Persuasion by a visit, the first that a person hears, with full trust in warnings.`,
    repeated: share(0.65)`
      Of the warnings that a person heard in an episode the strongest counts whole, the next this share of its worth,
      the one after it this share of that share.`,
    halfLifeHours: hours(60, [0.1, 5000])`Persuasion halves in this time, as the fraudster talks back.`,
    hesitation: logits(0.4)`
      By so much persuasion must exceed belief for a person to break off at once; from nothing up to this, the person
      goes on, and decides when the transfer is due.`,
    falseAlarmFactor: share.basic(0.4)`
      Each warning of the last weeks that a person holds to be false multiplies the persuasion of the next, but not of a
      relative: those that came in no episode, and each talk in which a victim said that all is well.`,
    falseAlarmDays: days(30, [0, 365])`How long a false alarm is remembered.`,
  });
}

/** Replies that agents and teams hear; those of people in no episode are constants (world/people/replies.ts). */
export function repliesGroup() {
  return group({
    victimDenies: share(0.15)`Of victims who are not persuaded, who say that all is well.`,
  });
}
