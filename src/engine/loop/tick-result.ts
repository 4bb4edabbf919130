/** The results of workers for a tick, in an order that does not depend on batches. */
import type { Act } from "../../record/act.ts";
import type { Complaint } from "../../record/complaint.ts";
import type { WorkerOutput } from "../worker-output.ts";
import { NotedEvents } from "../../respond/signals/noted-events.ts";
import { type VictimResponse, mergeVictimResponses, readVictimResponse } from "../../world/people/victim-response.ts";
import { addReactionCounts, allocateReactionCounts } from "../../world/gangs/reaction.ts";
import type { World } from "../../world/world.ts";

/** Noted events of a tick for which there is memory at first. */
const FIRST_NOTED_EVENTS = 4096;

export class TickResult {
  readonly reactions: Uint32Array;
  readonly notedEvents = NotedEvents.allocate(FIRST_NOTED_EVENTS);
  readonly #world: World;
  #victimResponses: VictimResponse[] = [];
  #merged: VictimResponse | undefined;

  constructor(world: World) {
    this.#world = world;
    this.reactions = new Uint32Array(allocateReactionCounts(world.handle.scenario.gangs.count));
  }

  clear(): void {
    this.reactions.fill(0);
    this.notedEvents.clear();
    this.#victimResponses = [];
    this.#merged = undefined;
  }

  /** Copies the data of an output, whose memory is reused. */
  add({ kept, marks, reactions, notedEvents }: WorkerOutput): void {
    const { gangs, handle } = this.#world;
    this.#victimResponses.push(readVictimResponse(kept.events, kept.findings, kept.truth, marks, { gangs, ...handle }));
    this.notedEvents.append(notedEvents);
    addReactionCounts(this.reactions, reactions);
  }

  get contacts(): VictimResponse["contacts"] {
    return this.#all.contacts;
  }

  /** Complaints and acts are in order of time, which may lie after the tick. */
  get complaints(): readonly Complaint[] {
    return this.#all.complaints;
  }

  get acts(): readonly Act[] {
    return this.#all.acts;
  }

  get marked(): VictimResponse["marked"] {
    return this.#all.marked;
  }

  get #all(): VictimResponse {
    return (this.#merged ??= mergeVictimResponses(this.#victimResponses));
  }
}
