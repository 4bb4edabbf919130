/** Complaints become cases, and cases listings and templates; owners who are listed by mistake appeal. */
import type { InvestigationCounts } from "../../record/investigation.ts";
import { InvestigationDesk } from "../../respond/investigation/investigation-desk.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface InvestigationStatement {
  readonly investigations: InvestigationCounts;
}

export function joinInvestigation({ options, platform, groundTruth }: Scene): Participant<InvestigationStatement> {
  const { scenario, seed } = options;
  const desk = new InvestigationDesk(scenario.investigations, scenario.operators.outgoing, seed, groundTruth);
  return {
    name: "investigation",
    settle(tick) {
      desk.take(tick.complaints);
      tick.listings = desk.advance(tick.endMs, tick.effectTick);
      platform.learn(tick.listings, tick.effectTick);
    },
    statement: () => ({ investigations: desk.statistics() }),
  };
}
