/** A tick on its way through the loop: the data that participants pass on. */
import { HOUR_MS } from "../../core/time.ts";
import type { Act } from "../../record/act.ts";
import type { Complaint } from "../../record/complaint.ts";
import type { ListingUpdate } from "../../record/listing-update.ts";
import type { Signals } from "../../record/signals.ts";
import type { FollowUp } from "../../world/gangs/contact.ts";
import type { TableStatistics } from "../platform.ts";
import { TICKS_IN_FLIGHT, type TickTables } from "../simulation-pool.ts";
import type { TickResult } from "./tick-result.ts";

export class Tick {
  readonly number: number;
  readonly startMs: number;
  readonly endMs: number;
  /** After the scenario's last hour: no first contacts and no benign traffic. */
  readonly isDraining: boolean;
  /** Due contacts with people whom gangs know already. */
  readonly due: FollowUp[] = [];
  slices: readonly Int32Array[] = [];
  /** Null if there is nothing to screen. */
  tables: TickTables | null = null;
  tableStatistics: TableStatistics | null = null;
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

  /** The first tick in which decisions of this one may take effect. */
  get effectTick(): number {
    return this.number + TICKS_IN_FLIGHT;
  }
}
