/**
 * What gangs learn from past days, and what they turn next: discounted UCB, a bandit for each knob (adversary.ts). A
 * day's reward is between 0 and 1: its profit against the gang's own mean, so that gangs of different trades compare.
 */
import { RandomStream, below, unit } from "../../core/random.ts";
import { KNOB_COUNT, KNOB_NAMES, SETTING_COUNT } from "../../event/knobs.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** What happened so far: [day][gang], and [day][gang][knob]. */
export interface GangDays {
  readonly income: Float64Array;
  readonly spent: Float64Array;
  readonly settings: Uint8Array;
}

export interface Decision {
  readonly gang: number;
  readonly knob: number;
  readonly setting: number;
}

const DAYS_PER_WEEK = 7;
const PART_REVIEW = 0;
const PART_TIE = 1;

export class Learning {
  readonly #gangs: number;
  readonly #settings: Scenario["adversary"];
  readonly #knobs: readonly number[];
  readonly #draws: RandomStream;
  /** [gang][knob][setting] Days in which the setting was in force, discounted, and the sum of their rewards. */
  readonly #counts: Float64Array;
  readonly #rewards: Float64Array;
  /** [knob][setting] The same of all gangs. */
  readonly #allCounts = new Float64Array(KNOB_COUNT * SETTING_COUNT);
  readonly #allRewards = new Float64Array(KNOB_COUNT * SETTING_COUNT);

  constructor(settings: Scenario["adversary"], seed: number, gangs: number) {
    this.#gangs = gangs;
    this.#settings = settings;
    this.#knobs = KNOB_NAMES.flatMap((name, at) => (settings.knobs[name] ? [at] : []));
    this.#draws = new RandomStream(seed, "adversary");
    this.#counts = new Float64Array(gangs * KNOB_COUNT * SETTING_COUNT);
    this.#rewards = new Float64Array(gangs * KNOB_COUNT * SETTING_COUNT);
  }

  /** What gangs turn at the end of `day`, by gang; `now`: what is in force. Draws are keyed by gang and day. */
  decide(day: number, days: GangDays, now: Uint8Array): Decision[] {
    const chance = this.#settings.reviewsPerWeek / DAYS_PER_WEEK;
    if (chance === 0 || this.#knobs.length === 0) return [];
    this.#lookBack(day, days);
    const decisions: Decision[] = [];
    for (let gang = 0; gang < this.#gangs; gang++) {
      const words = this.#draws.draw(gang, day, PART_REVIEW);
      if (unit(words[0]!) >= chance) continue;
      const knob = this.#knobs[below(words[1]!, this.#knobs.length)]!;
      const setting = this.#best(gang, knob, day);
      if (setting !== now[gang * KNOB_COUNT + knob]) decisions.push({ gang, knob, setting });
    }
    return decisions;
  }

  /** Sums over the days whose victims have had the time to pay. The cost: some 30 ns for each knob of each such day. */
  #lookBack(day: number, { income, spent, settings }: GangDays): void {
    const { waitDays, memoryDays } = this.#settings;
    const gangs = this.#gangs;
    const last = day - Math.round(waitDays);
    this.#counts.fill(0);
    this.#rewards.fill(0);
    this.#allCounts.fill(0);
    this.#allRewards.fill(0);
    for (let gang = 0; gang < gangs; gang++) {
      const mean = meanProfit(last, gangs, gang, income, spent);
      for (let each = 0; each <= last; each++) {
        const at = each * gangs + gang;
        const weight = Math.exp((each - last) / memoryDays);
        const reward = weight * rewardOf(income[at]! - spent[at]!, mean);
        for (let knob = 0; knob < KNOB_COUNT; knob++) {
          const cell = knob * SETTING_COUNT + settings[at * KNOB_COUNT + knob]!;
          const own = gang * KNOB_COUNT * SETTING_COUNT + cell;
          this.#counts[own]! += weight;
          this.#rewards[own]! += reward;
          this.#allCounts[cell]! += weight;
          this.#allRewards[cell]! += reward;
        }
      }
    }
  }

  /** The setting with the greatest upper bound; of those never tried, or equal, a draw tells. */
  #best(gang: number, knob: number, day: number): number {
    const { exploration, learning } = this.#settings;
    const counts = new Float64Array(SETTING_COUNT);
    const rewards = new Float64Array(SETTING_COUNT);
    for (let setting = 0; setting < SETTING_COUNT; setting++) {
      const cell = knob * SETTING_COUNT + setting;
      const own = gang * KNOB_COUNT * SETTING_COUNT + cell;
      counts[setting] = this.#counts[own]! + learning * (this.#allCounts[cell]! - this.#counts[own]!);
      rewards[setting] = this.#rewards[own]! + learning * (this.#allRewards[cell]! - this.#rewards[own]!);
    }
    const total = counts.reduce((sum, count) => sum + count, 0);
    const first = below(this.#draws.draw(gang, day, PART_TIE)[0]!, SETTING_COUNT);
    let best = first;
    let most = -1;
    for (let i = 0; i < SETTING_COUNT; i++) {
      const setting = (first + i) % SETTING_COUNT;
      const bound = upperBound(rewards[setting]!, counts[setting]!, total, exploration);
      if (bound > most) [best, most] = [setting, bound];
    }
    return best;
  }
}

/** The mean reward, and the padding of D-UCB for rewards of at most 1: 2 sqrt(exploration log(total) / count). */
export function upperBound(rewards: number, count: number, total: number, exploration: number): number {
  if (count === 0) return Infinity;
  return rewards / count + 2 * Math.sqrt((exploration * Math.log(Math.max(1, total))) / count);
}

/** 0 for a loss, a half for the mean, and near 1 for many times that. `mean` is not below 0. */
function rewardOf(profit: number, mean: number): number {
  return profit <= 0 ? 0 : profit / (profit + mean);
}

function meanProfit(last: number, gangs: number, gang: number, income: Float64Array, spent: Float64Array): number {
  let sum = 0;
  for (let at = gang; at < (last + 1) * gangs; at += gangs) sum += income[at]! - spent[at]!;
  return Math.max(0, sum / Math.max(1, last + 1));
}
