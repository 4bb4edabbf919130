import { WARNING_LEVELS } from "../record/warning.ts";
import { DEFAULT_WARNING_POLICY, warningPolicies } from "../record/warning-policy.ts";
import { choice, count, engineOf, exposure, group, hours, minutes, toggle, days, logits, share } from "./parameter.ts";

const FROM_LEVELS = [...WARNING_LEVELS, "never"] as const;

export function warningsGroup() {
  return group(
    {
      enabled: toggle.basic(true)`Push early warnings.`,
      policy: engineOf.basic(warningPolicies, DEFAULT_WARNING_POLICY)`
        Whom to warn, and by which channel: levels (by exposure), or a module that exports a policy.`,
      low: exposure.basic(1.1, [0, 1e6])`
        A warning is pushed from this exposure on. 1 says that a gang is as likely as not, 1.1 nearly two to one (\`signals\`).`,
      medium: exposure.basic(1.8, [0, 1e6])`Medium risk from this exposure on. 1.8 says a hundred to one.`,
      high: exposure.basic(2.6, [0, 1e6])`
        High risk from this exposure on. 2.6 says ten thousand to one.`,
    },
    {
      of: ["low", "medium", "high"],
      holds: ({ low, medium, high }) => low! <= medium! && medium! <= high!,
      expected: "low, medium and high must not fall",
    },
  );
}

export function dissuasionGroup() {
  return group({
    messageFrom: choice("low", FROM_LEVELS)`Warnings from this level on are sent as a message.`,
    telephoneFrom: choice("low", FROM_LEVELS)`Warnings from this level on are followed by a telephone call.`,
    visitFrom: choice.basic("high", FROM_LEVELS)`
      Warnings from this level on are followed by a visit at once; never: nobody is visited at all.`,
    agents: count.basic(12, [0, 100_000])`Telephone agents, at any hour.`,
    talkMinutes: minutes.basic(9, [0.1, 600])`Length of a talk, notes included.`,
    missedMinutes: minutes(1.5, [0.1, 600])`Length of a call that leads to no talk.`,
    callAttempts: count.basic(
      7,
      [1, 100],
      "21,000 alert calls for 16,000 people who stopped (Shanghai 2017) and 5 calls and visits for one (Shenzhen 2019), press",
    )`Calls for one warning, answered or not.`,
    retryMinutes: minutes(30, [1, 10_000])`Time to the next call or visit after one that met nobody.`,
    recallHours: hours(3, [0, 500])`Time to the next call or visit after a talk that came to nothing.`,
    visitTeams: count.basic(24, [0, 100_000])`Teams that visit, at any hour.`,
    travelMinutes: minutes(40, [0, 1440])`Median way to a visit.`,
    visits: count(1, [1, 100])`Visits for one warning, whether or not they find somebody in.`,
    denialsBelieved: count(2, [1, 100])`
      Times that somebody must say that all is well to be believed: the warning is closed.`,
    believedBelow: choice("high", FROM_LEVELS)`
      Warnings from this level on are not closed because somebody says that all is well.`,
    visitAfter: afterTalks(1, "a team is sent, whatever the level"),
    familyAfter: afterTalks(
      2,
      "an agent calls a relative, where one is known (little where a team is sent as early: `visitAfter`)",
    ),
    suspendAfter: afterTalks(
      2,
      "the operator lets no stranger through to the subscriber for a while (little against gangs that try on for longer, or go on in a chat app)",
    ),
  });
}

function afterTalks(value: number, what: string) {
  return count(value, [0, 100])`Talks that came to nothing, denied or refused, after which ${what}; 0: never.`;
}

/**
 * How firmly a victim believes the fraudster, and how far each warning moves that, in logits. No source gives any of
 * them; set so that a message alone dissuades 29 % of those who read it and would have paid (12 to 31 % of those alerted
 * in Singapore, 2023 to 2026), and a first talk some three in four: the rest takes more talks, a visit, a relative.
 */
export function beliefGroup() {
  return group({
    base: logits.basic(1.2, [-20, 20])`Mean belief in the fraudster when an episode begins.`,
    spread: logits(1.4)`Standard deviation of that belief between people.`,
    perStep: logits(0.15)`Belief that each step of the script adds.`,
    perDay: logits(0.1)`Belief that each day of an episode adds.`,
    moneySent: logits(0.8)`Belief that a first transfer adds: who has sent money wants it to be well spent.`,
    message: logits.basic(1.4, [0, 20], "60 % of victims still believed the fraudster after a warning (news report)")`
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
