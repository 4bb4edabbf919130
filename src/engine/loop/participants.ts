/**
 * The participants of the loop, in the order in which they act in each phase of a tick. To add one, write a file like
 * those below and name it here: what it states is in the result, and what it shows is in the state of the loop.
 */
import { joinBanks } from "./banks.ts";
import { joinEpisodes } from "./episodes.ts";
import { joinGangs } from "./gangs.ts";
import { joinInvestigation } from "./investigation.ts";
import type { StateOf, StatementOf } from "./participant.ts";
import { joinObservation } from "./observation.ts";
import { joinSamples } from "./samples.ts";
import type { Scene } from "./scene.ts";
import { joinSignals } from "./signals.ts";
import { joinTables } from "./tables.ts";
import { joinTracing } from "./tracing.ts";
import { joinTraffic } from "./traffic.ts";
import { joinWarnings } from "./warnings.ts";
import { joinWorld } from "./world.ts";

export function gatherParticipants(scene: Scene, isObserved: boolean) {
  return [
    joinWorld(scene),
    joinBanks(scene),
    joinWarnings(scene),
    joinEpisodes(scene),
    joinObservation(scene),
    joinSignals(scene),
    joinInvestigation(scene),
    joinTracing(scene),
    joinGangs(scene),
    joinTraffic(scene),
    joinTables(scene, isObserved),
    joinSamples(scene),
  ] as const;
}

type Participants = ReturnType<typeof gatherParticipants>;
/** What all of them state when a run is over. */
export type Statements = StatementOf<Participants>;
/** What all of them show at the end of a tick. */
export type States = StateOf<Participants>;
