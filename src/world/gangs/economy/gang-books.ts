/** The daily books of gangs, on the main thread: what victims engaged on a day brought, and what was paid on it. */
import { DAY_MS, HOURS_PER_DAY } from "../../../core/time.ts";
import type { EpisodeRecord } from "../../../record/episode.ts";
import type { DailyBooks } from "../../../record/money.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import { TRANSFER_SHARES } from "./money-ledger.ts";

const KEPT_SHARE = 1 - TRANSFER_SHARES.launderedShare - TRANSFER_SHARES.muleShare;

export class GangBooks {
  readonly #gangs: number;
  readonly #hours: number;
  readonly #spentYuan: (gang: number) => number;
  /** [day][gang] */
  readonly #income: Float64Array;
  readonly #spent: Float64Array;
  readonly #spentBefore: Float64Array;
  #endedSeen = 0;

  constructor({ gangs, hours }: Scenario, spentYuan: (gang: number) => number) {
    const days = Math.ceil(hours / HOURS_PER_DAY);
    this.#gangs = gangs.count;
    this.#hours = hours;
    this.#spentYuan = spentYuan;
    this.#income = new Float64Array(days * gangs.count);
    this.#spent = new Float64Array(days * gangs.count);
    this.#spentBefore = new Float64Array(gangs.count);
  }

  /** Results of victims whom gangs engaged: all so far, in any order. */
  noteEnded(ended: readonly EpisodeRecord[]): void {
    for (; this.#endedSeen < ended.length; this.#endedSeen++) {
      const { gang, engagedMs, lossYuan } = ended[this.#endedSeen]!;
      this.#noteIncome(gang, engagedMs, lossYuan);
    }
  }

  noteReturned(gang: number, engagedMs: number, yuan: number): void {
    this.#noteIncome(gang, engagedMs, -yuan);
  }

  note(tick: number): void {
    const nextTick = tick + 1;
    if (nextTick > this.#hours || (nextTick % HOURS_PER_DAY !== 0 && nextTick !== this.#hours)) return;
    const from = (Math.ceil(nextTick / HOURS_PER_DAY) - 1) * this.#gangs;
    for (let gang = 0; gang < this.#gangs; gang++) {
      const spent = this.#spentYuan(gang);
      this.#spent[from + gang] = spent - this.#spentBefore[gang]!;
      this.#spentBefore[gang] = spent;
    }
  }

  statement(): DailyBooks {
    return { gangs: this.#gangs, incomeYuan: this.#income, spentYuan: this.#spent };
  }

  #noteIncome(gang: number, engagedMs: number, yuan: number): void {
    const at = Math.floor(engagedMs / DAY_MS) * this.#gangs + gang;
    if (at < this.#income.length) this.#income[at]! += yuan * KEPT_SHARE;
  }
}
