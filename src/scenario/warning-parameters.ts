/** Parameters of early warning and dissuasion. */
import { WARNING_LEVELS } from "../event/warning.ts";
import { ASSUMED, choice, countOf, group, quantity, toggle } from "./parameter.ts";

/** When exposure becomes a warning. */
export function warningsGroup() {
  return group(
    {
      enabled: toggle(true, "Push early warnings."),
      halfLifeHours: quantity(60, { min: 0.1, max: 2000 }, "hours", ASSUMED, "Exposure halves in this time."),
      low: quantity(1, { min: 0, max: 1e6 }, "exposure", ASSUMED, "A warning is pushed from this exposure on."),
      medium: quantity(1.5, { min: 0, max: 1e6 }, "exposure", ASSUMED, "Medium risk from this exposure on."),
      high: quantity(2.5, { min: 0, max: 1e6 }, "exposure", ASSUMED, "High risk from this exposure on."),
      cooldownHours: quantity(
        72,
        { min: 0, max: 5000 },
        "hours",
        ASSUMED,
        "After a warning is closed, none to the same subscriber for so long.",
      ),
      maxAgeHours: quantity(
        96,
        { min: 1, max: 5000 },
        "hours",
        ASSUMED,
        "A warning that nobody could deliver to the end is closed after this time.",
      ),
    },
    {
      holds: ({ low, medium, high }) => low! <= medium! && medium! <= high!,
      expected: "low, medium and high must not fall",
    },
  );
}

/** How warnings are delivered, by whom, and how many there are of them. */
export function dissuasionGroup() {
  return group({
    messageSeconds: quantity(
      20,
      { min: 0, max: 86_400 },
      "seconds",
      "text in seconds, without manual steps (news report)",
      "Time until a warning message is sent.",
    ),
    telephoneFrom: choice("low", WARNING_LEVELS, "Warnings from this level on are followed by a telephone call."),
    visitFrom: choice("high", WARNING_LEVELS, "Warnings from this level on are followed by a visit."),
    agents: countOf(10, 0, 100_000, ASSUMED, "Telephone agents, at any hour."),
    talkMinutes: quantity(9, { min: 0.1, max: 600 }, "minutes", ASSUMED, "Length of a talk, notes included."),
    missedMinutes: quantity(1.5, { min: 0.1, max: 600 }, "minutes", ASSUMED, "Length of a call that leads to no talk."),
    callAttempts: countOf(
      8,
      1,
      100,
      "five and more calls for one success (Shenzhen 2019, news report)",
      "Calls before telephone is given up.",
    ),
    talks: countOf(3, 1, 100, ASSUMED, "Talks before telephone is given up with somebody who will not listen."),
    retryMinutes: quantity(50, { min: 1, max: 10_000 }, "minutes", ASSUMED, "Time to the next call or visit."),
    visitTeams: countOf(14, 0, 100_000, ASSUMED, "Teams that visit, at any hour."),
    travelMinutes: quantity(40, { min: 0, max: 1440 }, "minutes", ASSUMED, "Median way to a visit."),
    visitMinutes: quantity(25, { min: 0.1, max: 600 }, "minutes", ASSUMED, "Length of a visit that finds somebody in."),
    visitAttempts: countOf(3, 1, 100, ASSUMED, "Visits before they are given up."),
  });
}
