/**
 * Spends the agents who are free on those with the largest expected loss for a minute of their time. Somebody who was
 * called before in vain counts less. All others get a message.
 */
import { policyFrom } from "ringfence";

const CALLS_AN_HOUR = 5;
const KEEPS_AFTER_CALL = 0.7;

export default policyFrom({
  name: "greedy",
  decide({ people, settings, teams }) {
    const due = [];
    for (let at = 0; at < people.count; at++) {
      if (people.level[at] > 0 || people.hoursSinceClosed[at] < settings.cooldownHours) continue;
      const risk = 1 - Math.exp(-people.exposure[at]);
      const persuaded = KEEPS_AFTER_CALL / (1 + people.denials[at] + people.refusals[at]);
      due.push({ person: people.person[at], worth: risk * persuaded * people.expectedLossYuan[at] });
    }
    due.sort((a, b) => b.worth - a.worth || a.person - b.person);
    const { size, queue } = teams.telephone;
    const calls = Math.max(0, CALLS_AN_HOUR * size - queue);
    const warn = due.flatMap(({ person, worth }, at) => [
      { person, channel: "message", priority: worth },
      ...(at < calls ? [{ person, channel: "telephone", priority: worth }] : []),
    ]);
    return { warn };
  },
});
