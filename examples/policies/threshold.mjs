/** Warns by message, and by telephone from a higher exposure on. Nobody is visited at once. */
import { policyFrom } from "ringfence";

const TELEPHONE_FROM = 1.8;

export default policyFrom({
  name: "threshold",
  decide({ people, settings }) {
    const warn = [];
    for (let at = 0; at < people.count; at++) {
      if (people.level[at] > 0 || people.hoursSinceClosed[at] < settings.cooldownHours) continue;
      const person = people.person[at];
      warn.push({ person, channel: "message" });
      if (people.exposure[at] >= TELEPHONE_FROM) warn.push({ person, channel: "telephone" });
    }
    return { warn };
  },
});
