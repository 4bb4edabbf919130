/** What a tick's batches brought back to the main thread, in an order that does not depend on how they were cut. */
import type { Act } from "./event/act.ts";
import type { Complaint } from "./event/complaint.ts";
import type { BatchResult, BatchView } from "./pipeline.ts";
import { Sightings } from "./watch/sightings.ts";
import { type Aftermath, mergeAftermath, readAftermath } from "./world/aftermath.ts";
import { addReactionCounts, allocateReactionCounts } from "./world/reaction-counts.ts";
import type { World } from "./world/world.ts";

export class Takings {
  /** How the contacts of each line and domain fared. */
  readonly reactions: Uint32Array;
  /** What the platform noted. */
  readonly sightings: Sightings;
  readonly #world: World;
  readonly #aftermaths: Aftermath[] = [];
  #merged: Aftermath | undefined;

  constructor(world: World) {
    this.#world = world;
    this.sightings = new Sightings(world.handle.scenario.watch);
    this.reactions = new Uint32Array(allocateReactionCounts(world.handle.scenario.gangs.count));
  }

  /** Copies what is wanted out of a batch, whose memory is used again. */
  add({ events, verdicts, truth, reactions }: BatchView, { aftermath, sightings }: BatchResult): void {
    const { roster, handle } = this.#world;
    this.#aftermaths.push(readAftermath(events, verdicts, truth, aftermath, { roster, ...handle }));
    this.sightings.add(events, verdicts, sightings);
    addReactionCounts(this.reactions, reactions);
  }

  /** First contacts that took hold, and follow-ups, in order of time. */
  get contacts(): Aftermath["contacts"] {
    return this.#all.contacts;
  }

  /** In order of the time at which they are made, which may lie after the tick; so are acts. */
  get complaints(): readonly Complaint[] {
    return this.#all.complaints;
  }

  get acts(): readonly Act[] {
    return this.#all.acts;
  }

  get #all(): Aftermath {
    return (this.#merged ??= mergeAftermath(this.#aftermaths));
  }
}
