/** Leads: gangs sell victims who lost money to other gangs, which approach them later. */
import { Leads } from "../../world/gangs/leads.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export function joinLeads({ options, world, episodes }: Scene): Participant {
  const leads = new Leads(options.scenario, options.seed);
  return {
    name: "leads",
    start(tick) {
      if (tick.isDraining) return;
      for (const lead of leads.takeDue(tick.number)) tick.due.push(world.approach(lead));
    },
    settle(tick) {
      leads.sell(episodes.ended, tick.effectTick);
    },
  };
}
