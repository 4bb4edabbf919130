/** A tick on its way through the loop: the data that participants pass on. */
import { HOUR_MS } from "../../core/time.ts";
import type { Act } from "../../record/act.ts";
import type { Complaint } from "../../record/complaint.ts";
import type { ListingUpdate } from "../../record/investigation.ts";
import type { Signals } from "../../record/signals.ts";
import type { FollowUp } from "../../world/gangs/contact.ts";
import type { FilterStatistics } from "../platform.ts";
import { TICKS_IN_FLIGHT, type TickTables } from "../simulation-pool.ts";
import type { WorkerOutput } from "../worker-output.ts";
import { NotedEvents } from "../../respond/signals/noted-events.ts";
import { type VictimResponse, mergeVictimResponses, readVictimResponse } from "../../world/people/victim-response.ts";
import { addReactionCounts, allocateReactionCounts } from "../../world/gangs/reaction.ts";
import type { World } from "../../world/world.ts";

export class Tick {
  readonly number: number;
  readonly startMs: number;
  readonly endMs: number;
  /** After the scenario's last hour: no first contacts and no benign traffic. */
  readonly isDraining: boolean;
  readonly due: FollowUp[] = [];
  slices: readonly Int32Array[] = [];
  tables: TickTables | null = null;
  filterStatistics: FilterStatistics | null = null;
  /** Valid until the tick is settled: its memory is reused. */
  readonly result: TickResult;
  /** As the platform sees it, in order of time. */
  acts: readonly Act[] = [];
  complaints: readonly Complaint[] = [];
  /** Valid until the next tick is settled. */
  signals: Signals | null = null;
  /** What the platform lists from tick + 2 on. */
  listings: readonly ListingUpdate[] = [];

  constructor(number: number, hours: number, result: TickResult) {
    this.number = number;
    this.startMs = number * HOUR_MS;
    this.endMs = (number + 1) * HOUR_MS;
    this.isDraining = number >= hours;
    this.result = result;
    result.clear();
  }

  get effectTick(): number {
    return this.number + TICKS_IN_FLIGHT;
  }
}

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

  /** In order of time, which may lie after the tick. */
  get response(): VictimResponse {
    return (this.#merged ??= mergeVictimResponses(this.#victimResponses));
  }
}
