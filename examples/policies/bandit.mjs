/**
 * Learns which channels work, as an epsilon-greedy bandit: a warning counts as a success if nothing new is heard of the
 * person for two days. What it learned is in `memory`, which each run has anew.
 */
import { policyFrom } from "ringfence";

const ARMS = [["message"], ["telephone"], ["message", "telephone"], ["message", "telephone", "visit"]];
/** What an arm costs, in successes: agents and teams are few. */
const COST = [0, 0.1, 0.1, 0.3];
const EXPLORED = 0.1;
const QUIET_HOURS = 48;

export default policyFrom({
  name: "bandit",
  decide({ hour, people, settings, memory, random }) {
    memory.arms ??= ARMS.map(() => ({ tried: 0, kept: 0 }));
    memory.pending ??= new Map();
    for (const [person, { arm, since }] of memory.pending) {
      if (hour - since < QUIET_HOURS) continue;
      memory.arms[arm].tried++;
      memory.arms[arm].kept++;
      memory.pending.delete(person);
    }
    const warn = [];
    for (let at = 0; at < people.count; at++) {
      const person = people.person[at];
      const pending = memory.pending.get(person);
      if (pending !== undefined) memory.arms[pending.arm].tried++;
      memory.pending.delete(person);
      if (people.level[at] > 0 || people.hoursSinceClosed[at] < settings.cooldownHours) continue;
      const arm = random() < EXPLORED ? Math.floor(random() * ARMS.length) : best(memory.arms);
      memory.pending.set(person, { arm, since: hour });
      for (const channel of ARMS[arm]) warn.push({ person, channel });
    }
    return { warn };
  },
});

/** Untried arms first: each begins with a success. */
function best(arms) {
  const worth = arms.map(({ tried, kept }, arm) => (kept + 1) / (tried + 1) - COST[arm]);
  return worth.indexOf(Math.max(...worth));
}
