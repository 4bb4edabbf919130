/**
 * Complaints become cases, and cases listings and templates; owners who are listed by mistake appeal. Operators block
 * the groups of numbers that were confirmed.
 */
import type { InvestigationCounts } from "../../record/investigation.ts";
import type { Member } from "../../record/line-group.ts";
import { InvestigationDesk } from "../../respond/investigation/investigation-desk.ts";
import { GroupDesk } from "../../respond/operators/group-desk.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface InvestigationStatement {
  readonly investigations: InvestigationCounts;
  /** Numbers blocked with their groups; null if operators do not. */
  readonly groups: Readonly<Record<Member, number>> | null;
}

export function joinInvestigation({
  options,
  world,
  platform,
  groundTruth,
}: Scene): Participant<InvestigationStatement> {
  const { scenario, seed } = options;
  const desk = new InvestigationDesk(scenario.investigations, scenario.operators.outgoing, seed, groundTruth);
  const { register } = world;
  const groups = register && new GroupDesk(scenario.operators.groups, register, (...of) => desk.awaitAppeal(...of));
  return {
    name: "investigation",
    settle(tick) {
      desk.take(tick.complaints);
      tick.listings = desk.advance(tick.endMs, tick.effectTick);
      platform.learn(tick.listings, tick.effectTick);
      if (groups) platform.learn(groups.advance(tick.listings, tick.endMs), tick.effectTick);
    },
    statement: () => ({ investigations: desk.statistics(), groups: groups && groups.counts() }),
  };
}
