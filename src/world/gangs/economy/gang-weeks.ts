/** What each gang did and earned in each week of a run. */
import { HOURS_PER_WEEK } from "../../../core/time.ts";
import type { GangWeek } from "../../../record/cards.ts";

export class GangWeeks {
  readonly #gangs: number;
  readonly #incomeYuan: (gang: number) => number;
  readonly #weeks: { contacts: Float64Array; earnedYuan: Float64Array }[] = [];
  readonly #before: Float64Array;

  constructor(gangs: number, incomeYuan: (gang: number) => number) {
    this.#gangs = gangs;
    this.#incomeYuan = incomeYuan;
    this.#before = new Float64Array(gangs);
  }

  advance(tick: number): void {
    if (tick % HOURS_PER_WEEK !== 0) return;
    this.#close();
    this.#weeks.push({ contacts: new Float64Array(this.#gangs), earnedYuan: new Float64Array(this.#gangs) });
  }

  note(gang: number, contacts: number): void {
    this.#weeks.at(-1)!.contacts[gang]! += contacts;
  }

  all(): readonly GangWeek[] {
    this.#close();
    return this.#weeks;
  }

  #close(): void {
    const week = this.#weeks.at(-1);
    if (week === undefined) return;
    for (let gang = 0; gang < this.#gangs; gang++) {
      const income = this.#incomeYuan(gang);
      week.earnedYuan[gang]! += income - this.#before[gang]!;
      this.#before[gang] = income;
    }
  }
}
