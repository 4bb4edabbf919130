/** Parameters of those who enact what the platform lists: three operators, and the app stores. */
import { count, group, hours, share } from "./parameter.ts";

/** How soon and how far each recipient follows a notice of the platform. */
export function operatorsGroup() {
  return group({
    largest: recipient("the largest operator", "number or site"),
    second: recipient("the second", "number or site"),
    third: recipient("the third", "number or site"),
    stores: recipient("app stores, which count as one", "app"),
    outgoing: group({
      people: count(20, [1, 1000], "about twenty calls a day were enough to get doctors and teachers cut off (press)")`
        People whom a line calls in half a day to a day: from then on one mark is enough to cut it off.`,
      cutShare: share(0.05)`Such lines that their operator cuts off before anybody investigates; drawn anew each week.`,
    }),
  });
}

function recipient(who: string, what: string) {
  return group({
    enactHours: hours(0, [0, 2000])`Median delay from the listing of a ${what} to its blocking by ${who}; 0: at once.`,
    compliance: share(1)`Listed ${what}s that ${who} ever blocks.`,
  });
}
