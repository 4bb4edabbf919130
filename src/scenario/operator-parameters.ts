/** Parameters of those who enact what the platform lists: three operators, and the app stores. */
import { group, hours, quantity, share, sigma } from "./parameter.ts";

const SUBSCRIBERS = "mobile subscribers of the three operators at the end of 2020, 942, 351 and 306 M (annual reports)";

/** Operators, and how soon and how far each follows a notice of the platform. */
export function operatorsGroup() {
  return group({
    largest: operator(0.59, "the largest operator"),
    second: operator(0.22, "the second"),
    third: operator(0.19, "the third"),
    stores: group(recipient("app stores, which count as one", "app")),
    delaySigma: sigma(
      0.8,
      [0, 3],
      "take-down times are lognormal (Moore and Clayton); how widely they are spread is assumed",
    )`Spread of the delays of all of them.`,
  });
}

function operator(customers: number, who: string) {
  return group({
    share: quantity("weight")(customers, [0.001, 1], SUBSCRIBERS)`
      Subscribers that are customers of ${who}, against those of the others.`,
    ...recipient(who, "number or site"),
  });
}

function recipient(who: string, what: string) {
  return {
    enactHours: hours(0, [0, 2000])`Median delay from the listing of a ${what} to its blocking by ${who}; 0: at once.`,
    compliance: share(1)`Listed ${what}s that ${who} ever blocks.`,
  };
}
