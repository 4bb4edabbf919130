import { count, group, hours, share } from "./parameter.ts";

export function operatorsGroup() {
  return group({
    delayHours: hours(0, [0, 2000])`
        From the listing of a number, site or app until operators and app stores block it, in whole hours; 0: at once.`,
    outgoing: group({
      people: count(20, [1, 1000], "about twenty calls a day were enough to get doctors and teachers cut off (press)")`
        People whom a line calls in half a day to a day: from then on one mark is enough to cut it off.`,
      cutShare: share(0.05)`Such lines that their operator cuts off before anybody investigates; drawn anew each week.`,
    }),
  });
}
