/** Parameters of early warning and dissuasion. */
import { WARNING_LEVELS } from "../record/warning.ts";
import { ASSUMED, basic, choice, countOf, group, quantity, toggle } from "./parameter.ts";

const FROM_LEVELS = [...WARNING_LEVELS, "never"] as const;

/** When exposure becomes a warning. */
export function warningsGroup() {
  return group(
    {
      enabled: basic(toggle(true, "Push early warnings.")),
      halfLifeHours: basic(quantity(60, { min: 0.1, max: 2000 }, "hours", ASSUMED, "Exposure halves in this time.")),
      low: basic(
        quantity(0.95, { min: 0, max: 1e6 }, "exposure", ASSUMED, "A warning is pushed from this exposure on."),
      ),
      medium: basic(quantity(1.5, { min: 0, max: 1e6 }, "exposure", ASSUMED, "Medium risk from this exposure on.")),
      high: basic(
        quantity(
          2.5,
          { min: 0, max: 1e6 },
          "exposure",
          ASSUMED,
          "High risk from this exposure on. By default few get so far: it matters close to `medium`.",
        ),
      ),
      cooldownHours: quantity(
        72,
        { min: 0, max: 5000 },
        "hours",
        ASSUMED,
        "After a warning is closed, none to the same subscriber for so long.",
      ),
      maxAgeHours: quantity(
        18,
        { min: 1, max: 5000 },
        "hours",
        ASSUMED,
        "A warning that is still open after this time is closed: nobody calls or visits any more. It matters below the hours that calls and visits take until they are used up.",
      ),
    },
    {
      of: ["low", "medium", "high"],
      holds: ({ low, medium, high }) => low! <= medium! && medium! <= high!,
      expected: "low, medium and high must not fall",
    },
  );
}

/** How warnings are delivered, by whom, and how many there are of them. */
export function dissuasionGroup() {
  return group({
    messageFrom: fromLevel("low", "Warnings from this level on are sent as a message."),
    messageSeconds: quantity(
      20,
      { min: 0, max: 86_400 },
      "seconds",
      "text in seconds, without manual steps (news report)",
      "Time until a warning message is sent.",
    ),
    telephoneFrom: fromLevel("low", "Warnings from this level on are followed by a telephone call."),
    visitFrom: basic(
      fromLevel(
        "high",
        "Warnings from this level on are followed by a visit at once; never: nobody is visited at all.",
      ),
    ),
    agents: basic(countOf(12, 0, 100_000, ASSUMED, "Telephone agents, at any hour.")),
    talkMinutes: basic(quantity(9, { min: 0.1, max: 600 }, "minutes", ASSUMED, "Length of a talk, notes included.")),
    missedMinutes: quantity(1.5, { min: 0.1, max: 600 }, "minutes", ASSUMED, "Length of a call that leads to no talk."),
    callAttempts: basic(
      countOf(13, 1, 100, "one victim refused 13 calls (news report)", "Calls before telephone is given up."),
    ),
    talks: several(4, "Talks before telephone is given up with somebody who will not listen."),
    retryMinutes: quantity(
      30,
      { min: 1, max: 10_000 },
      "minutes",
      ASSUMED,
      "Time to the next call or visit after one that met nobody.",
    ),
    recallHours: quantity(
      3,
      { min: 0, max: 500 },
      "hours",
      ASSUMED,
      "Time to the next call or visit after a talk that came to nothing.",
    ),
    visitTeams: basic(countOf(24, 0, 100_000, ASSUMED, "Teams that visit, at any hour.")),
    travelMinutes: quantity(40, { min: 0, max: 1440 }, "minutes", ASSUMED, "Median way to a visit."),
    visitMinutes: quantity(25, { min: 0.1, max: 600 }, "minutes", ASSUMED, "Length of a visit that finds somebody in."),
    visitAttempts: several(5, "Visits before they are given up."),
    visitTalks: several(2, "Visits that find somebody in, before they are given up with somebody who will not listen."),
    denialsBelieved: basic(
      several(3, "Times that somebody must say that all is well to be believed: the warning is closed."),
    ),
    believedBelow: fromLevel(
      "high",
      "Warnings from this level on are not closed because somebody says that all is well.",
    ),
    visitAfter: afterTalks(1, "a team is sent, whatever the level"),
    familyAfter: afterTalks(
      2,
      "an agent calls a relative, where one is known (little where a team is sent as early: `visitAfter`)",
    ),
    suspendAfter: afterTalks(
      2,
      "the operator lets no stranger through to the subscriber for a while (little against gangs that try on for longer, or go on in a chat app)",
    ),
    suspendHours: quantity(48, { min: 0, max: 168 }, "hours", ASSUMED, "How long no stranger is let through."),
  });
}

function fromLevel(value: (typeof FROM_LEVELS)[number], description: string) {
  return choice(value, FROM_LEVELS, description);
}

function several(value: number, description: string) {
  return countOf(value, 1, 100, ASSUMED, description);
}

function afterTalks(value: number, what: string) {
  return countOf(
    value,
    0,
    100,
    ASSUMED,
    `Talks that came to nothing, denied or refused, after which ${what}; 0: never.`,
  );
}
