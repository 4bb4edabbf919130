/** What the shares of a tick brought back to the main thread, in an order that does not depend on how they were cut. */
import type { Act } from "../event/act.ts";
import type { Complaint } from "../event/complaint.ts";
import type { Share } from "./share.ts";
import { Sightings } from "../respond/signals/sightings.ts";
import { type Aftermath, mergeAftermath, readAftermath } from "../world/aftermath.ts";
import { addReactionCounts, allocateReactionCounts } from "../world/reaction-counts.ts";
import type { World } from "../world/world.ts";

/** Events noted of a tick before room must be made. */
const FIRST_SIGHTINGS = 4096;

export class Takings {
  /** How the contacts of each line and domain fared. */
  readonly reactions: Uint32Array;
  /** What the platform noted. */
  readonly sightings = Sightings.allocate(FIRST_SIGHTINGS);
  readonly #world: World;
  #aftermaths: Aftermath[] = [];
  #merged: Aftermath | undefined;

  constructor(world: World) {
    this.#world = world;
    this.reactions = new Uint32Array(allocateReactionCounts(world.handle.scenario.gangs.count));
  }

  /** Forgets everything: takings are used again, two ticks later. */
  clear(): void {
    this.reactions.fill(0);
    this.sightings.clear();
    this.#aftermaths = [];
    this.#merged = undefined;
  }

  /** Copies what is wanted out of a share, whose memory is used again. */
  add({ kept, marks, reactions, sightings }: Share): void {
    const { roster, handle } = this.#world;
    this.#aftermaths.push(readAftermath(kept.events, kept.verdicts, kept.truth, marks, { roster, ...handle }));
    this.sightings.append(sightings);
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
