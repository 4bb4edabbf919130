/**
 * Gangs that answer what meets them, on the main thread. Each day a gang may turn one knob to what pays. It knows what
 * a gang can know: what it paid, whom it has on the hook, and what such a victim brought it so far. Sums differ a
 * hundredfold and come late, so a day is judged by the victims hooked on it, each at that mean.
 *
 * The rule is discounted UCB (Garivier and Moulines, "On upper-confidence bound policies for switching bandit
 * problems", ALT 2011), one bandit for each knob: the setting with the greatest mean reward of past days, the recent
 * ones counting more, plus a bonus for settings that were seldom tried. The knob that promises most is turned. Days of
 * other gangs count too, with a weight.
 */
import { DAY_MS, HOURS_PER_DAY } from "../../../core/time.ts";
import type { AdversaryStatement, StrategyChange } from "../../../record/adversary.ts";
import type { EpisodeRecord } from "../../../record/episode.ts";
import { KNOB_COUNT, KNOB_NAMES, settingNamed } from "../../../record/knobs.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import { TRANSFER_SHARES } from "../economy/money-ledger.ts";
import { Learning, type Turn } from "./learning.ts";
import type { Strategies } from "./strategies.ts";

/** What a gang knows of its money. */
export interface Purse {
  /** What it paid so far, for everything. */
  spentYuan(gang: number): number;
  spend(gang: number, expense: "rewriting", yuan: number): void;
}

/** The tick after that which is reviewed is under way. */
const TICKS_AHEAD = 2;

/** In mode `fixed` it keeps its books, and turns nothing. */
export class Adversary {
  readonly strategies: Strategies;
  readonly #settings: Scenario["adversary"];
  #mode: Scenario["adversary"]["mode"];
  /** Gangs turn nothing of their own accord before this hour. */
  #adaptsFromHour: number;
  /** In order of time, however it was written; none in mode `fixed`. */
  readonly #schedule: Scenario["adversary"]["schedule"];
  readonly #gangs: number;
  readonly #hours: number;
  readonly #purse: Purse;
  readonly #keptShare: number;
  readonly #learning: Learning;
  /** [day][gang], and [day][gang][knob]. */
  readonly #income: Float64Array;
  readonly #spent: Float64Array;
  readonly #engaged: Float64Array;
  readonly #daily: Uint8Array;
  /** By gang, up to the last day that is over. */
  readonly #spentBefore: Float64Array;
  readonly #changes: StrategyChange[] = [];
  #endedSeen = 0;

  constructor({ adversary, gangs, hours }: Scenario, seed: number, strategies: Strategies, purse: Purse) {
    const days = Math.ceil(hours / HOURS_PER_DAY);
    this.strategies = strategies;
    this.#settings = adversary;
    this.#mode = adversary.mode;
    this.#adaptsFromHour = adversary.mode === "adaptive" ? adversary.fromHour : Infinity;
    this.#schedule = adversary.mode === "fixed" ? [] : adversary.schedule.toSorted((a, b) => a.fromHour - b.fromHour);
    this.#gangs = gangs.count;
    this.#hours = hours;
    this.#purse = purse;
    this.#keptShare = 1 - TRANSFER_SHARES.launderedShare - TRANSFER_SHARES.muleShare;
    this.#learning = new Learning(adversary, seed, gangs.count);
    this.#income = new Float64Array(days * gangs.count);
    this.#spent = new Float64Array(days * gangs.count);
    this.#engaged = new Float64Array(days * gangs.count);
    this.#daily = new Uint8Array(days * gangs.count * KNOB_COUNT);
    this.#spentBefore = new Float64Array(gangs.count);
    this.#followSchedule(-1, TICKS_AHEAD - 1);
  }

  /**
   * Lets gangs adapt from `fromHour` on, as a scenario with that hour would have: no hour from the one before it on has
   * been reviewed.
   */
  adaptFrom(fromHour: number): void {
    this.#mode = "adaptive";
    this.#adaptsFromHour = fromHour;
  }

  /** A gang has a victim on the hook. */
  noteEngaged(gang: number, timeMs: number): void {
    const at = Math.floor(timeMs / DAY_MS) * this.#gangs + gang;
    if (at < this.#engaged.length) this.#engaged[at]!++;
  }

  /** How victims fared whom gangs engaged: all so far, in whatever order they ended. */
  noteEnded(ended: readonly EpisodeRecord[]): void {
    for (; this.#endedSeen < ended.length; this.#endedSeen++) {
      const { gang, engagedMs, lossYuan } = ended[this.#endedSeen]!;
      const at = Math.floor(engagedMs / DAY_MS) * this.#gangs + gang;
      if (at < this.#income.length) this.#income[at]! += lossYuan * this.#keptShare;
    }
  }

  /** Of what victims sent who were engaged then, so much went back; `noteEnded` is told of all that they sent. */
  noteReturned(gang: number, engagedMs: number, yuan: number): void {
    const at = Math.floor(engagedMs / DAY_MS) * this.#gangs + gang;
    if (at < this.#income.length) this.#income[at]! -= yuan * this.#keptShare;
  }

  /**
   * Closes `tick`: where a day is over, gangs look back on it. Returns what was turned, by schedule or by a gang, which
   * takes effect at tick + 2.
   */
  review(tick: number): readonly Turn[] {
    const nextTick = tick + 1;
    if (nextTick > this.#hours) return [];
    const turned = this.#followSchedule(tick + TICKS_AHEAD - 1, tick + TICKS_AHEAD);
    if (nextTick % HOURS_PER_DAY !== 0 && nextTick !== this.#hours) return turned;
    const day = Math.ceil(nextTick / HOURS_PER_DAY) - 1;
    this.#close(day);
    // What is turned now takes effect in two hours, and is worth a day at least.
    const isWorthIt = nextTick >= this.#adaptsFromHour && nextTick + HOURS_PER_DAY <= this.#hours;
    return isWorthIt ? [...turned, ...this.#adapt(day)] : turned;
  }

  /** After the last outcome. Null in mode `fixed`. */
  statement(): AdversaryStatement | null {
    if (this.#mode === "fixed") return null;
    return {
      mode: this.#mode,
      gangs: this.#gangs,
      days: this.#gangs === 0 ? 0 : this.#income.length / this.#gangs,
      settings: this.#daily,
      incomeYuan: this.#income,
      spentYuan: this.#spent,
      changes: this.#changes,
      changeYuan: this.#settings.changeYuan,
    };
  }

  /** What the schedule says of hours after `from`, up to `to`: for every gang. */
  #followSchedule(from: number, to: number): Turn[] {
    const turned: Turn[] = [];
    for (const { fromHour, knob, setting } of this.#schedule) {
      if (fromHour <= from || fromHour > to) continue;
      const [at, code] = [KNOB_NAMES.indexOf(knob), settingNamed(knob, setting)!];
      for (let gang = 0; gang < this.#gangs; gang++) {
        this.strategies.set(gang, at, code);
        turned.push({ gang, knob: at, setting: code });
      }
    }
    return turned;
  }

  #close(day: number): void {
    this.#daily.set(this.strategies.settings, day * this.#gangs * KNOB_COUNT);
    for (let gang = 0; gang < this.#gangs; gang++) {
      const spent = this.#purse.spentYuan(gang);
      this.#spent[day * this.#gangs + gang] = spent - this.#spentBefore[gang]!;
      this.#spentBefore[gang] = spent;
    }
  }

  /** All gangs look back on the same days, and none sees what another decides today. */
  #adapt(day: number): readonly Turn[] {
    const { strategies } = this;
    const days = { engaged: this.#engaged, income: this.#income, spent: this.#spent, settings: this.#daily };
    const decisions = this.#learning.decide(day, days, strategies.settings);
    for (const { gang, knob, setting } of decisions) {
      const from = strategies.settings[gang * KNOB_COUNT + knob]!;
      this.#changes.push({ day, gang, knob, from, to: setting });
      strategies.set(gang, knob, setting);
      this.#purse.spend(gang, "rewriting", this.#settings.changeYuan);
    }
    return decisions;
  }
}
