/**
 * What gangs learn from past days, and what they turn next: discounted UCB, a bandit for each knob (adversary.ts). A
 * day's reward is between 0 and 1: its profit against the gang's own mean, so that gangs of different trades compare.
 */
import { RandomStream, below, unit } from "../../../core/random.ts";
import { KNOB_COUNT, KNOB_NAMES, MOST_SETTINGS, SETTINGS } from "../../../record/knobs.ts";
import type { Scenario } from "../../../scenario/schema.ts";

/** What happened so far: [day][gang], and [day][gang][knob]. */
interface GangDays {
  readonly engaged: Float64Array;
  readonly income: Float64Array;
  readonly spent: Float64Array;
  readonly settings: Uint8Array;
}

export interface Turn {
  readonly gang: number;
  readonly knob: number;
  readonly setting: number;
}

const DAYS_PER_WEEK = 7;

export class Learning {
  readonly #gangs: number;
  readonly #settings: Scenario["adversary"];
  readonly #knobs: readonly number[];
  readonly #draws: RandomStream;
  /** [gang][knob][setting] Days in which the setting was in force, discounted, and the sum of their rewards. */
  readonly #counts: Float64Array;
  readonly #rewards: Float64Array;
  /** [knob][setting] The same of all gangs. */
  readonly #allCounts = new Float64Array(KNOB_COUNT * MOST_SETTINGS);
  readonly #allRewards = new Float64Array(KNOB_COUNT * MOST_SETTINGS);

  constructor(settings: Scenario["adversary"], seed: number, gangs: number) {
    this.#gangs = gangs;
    this.#settings = settings;
    this.#knobs = KNOB_NAMES.flatMap((name, at) => (settings.knobs[name] ? [at] : []));
    this.#draws = new RandomStream(seed, "adversary");
    this.#counts = new Float64Array(gangs * KNOB_COUNT * MOST_SETTINGS);
    this.#rewards = new Float64Array(gangs * KNOB_COUNT * MOST_SETTINGS);
  }

  /** What gangs turn at the end of `day`, by gang; `now`: what is in force. Draws are keyed by gang and day. */
  decide(day: number, days: GangDays, now: Uint8Array): Turn[] {
    const chance = this.#settings.reviewsPerWeek / DAYS_PER_WEEK;
    if (chance === 0 || this.#knobs.length === 0) return [];
    this.#lookBack(day, days);
    const turns: Turn[] = [];
    for (let gang = 0; gang < this.#gangs; gang++) {
      const words = this.#draws.draw(gang, day);
      if (unit(words[0]!) >= chance) continue;
      const knob = this.#knobs[below(words[1]!, this.#knobs.length)]!;
      const present = now[gang * KNOB_COUNT + knob]!;
      const setting = this.#best(gang, knob, present, words[2]!);
      if (setting !== present) turns.push({ gang, knob, setting });
    }
    return turns;
  }

  /** Sums over all days so far. The cost: some 30 ns for each knob of each day of each gang. */
  #lookBack(day: number, { engaged, income, spent, settings }: GangDays): void {
    const gangs = this.#gangs;
    this.#counts.fill(0);
    this.#rewards.fill(0);
    this.#allCounts.fill(0);
    this.#allRewards.fill(0);
    for (let gang = 0; gang < gangs; gang++) {
      const [victims, took, paid] = [engaged, income, spent].map((each) => sumOfDays(each, gangs, gang, day));
      if (took === 0) continue;
      const perVictim = took! / victims!;
      const mean = Math.max(0, took! - paid!) / (day + 1);
      for (let each = 0; each <= day; each++) {
        const at = each * gangs + gang;
        const weight = Math.exp((each - day) / this.#settings.memoryDays);
        const reward = weight * rewardOf(engaged[at]! * perVictim - spent[at]!, mean);
        for (let knob = 0; knob < KNOB_COUNT; knob++) {
          const cell = knob * MOST_SETTINGS + settings[at * KNOB_COUNT + knob]!;
          const own = gang * KNOB_COUNT * MOST_SETTINGS + cell;
          this.#counts[own]! += weight;
          this.#rewards[own]! += reward;
          this.#allCounts[cell]! += weight;
          this.#allRewards[cell]! += reward;
        }
      }
    }
  }

  /** The setting with the greatest upper bound: of equal ones the present, and of others one by a word of a draw. */
  #best(gang: number, knob: number, present: number, word: number): number {
    const { exploration, learning } = this.#settings;
    const settings = SETTINGS[KNOB_NAMES[knob]!].length;
    const counts = new Float64Array(settings);
    const rewards = new Float64Array(settings);
    for (let setting = 0; setting < settings; setting++) {
      const cell = knob * MOST_SETTINGS + setting;
      const own = gang * KNOB_COUNT * MOST_SETTINGS + cell;
      counts[setting] = this.#counts[own]! + learning * (this.#allCounts[cell]! - this.#counts[own]!);
      rewards[setting] = this.#rewards[own]! + learning * (this.#allRewards[cell]! - this.#rewards[own]!);
    }
    const total = counts.reduce((sum, count) => sum + count, 0);
    // The others in a row, from one of them on.
    const from = below(word, settings - 1);
    let best = present;
    let most = -Infinity;
    for (let step = 0; step < settings; step++) {
      const setting = step === 0 ? present : (present + 1 + ((from + step) % (settings - 1))) % settings;
      const bound = upperBound(rewards[setting]!, counts[setting]!, total, exploration);
      if (bound > most) [best, most] = [setting, bound];
    }
    return best;
  }
}

/** The mean reward, and the padding of D-UCB for rewards of at most 1: 2 sqrt(exploration log(total) / count). */
function upperBound(rewards: number, count: number, total: number, exploration: number): number {
  if (count === 0) return Infinity;
  return rewards / count + 2 * Math.sqrt((exploration * Math.log(Math.max(1, total))) / count);
}

/** 0 for a loss, a half for the mean, and near 1 for many times that. */
function rewardOf(profit: number, mean: number): number {
  return profit <= 0 ? 0 : profit / (profit + mean);
}

function sumOfDays(days: Float64Array, gangs: number, gang: number, last: number): number {
  let sum = 0;
  for (let at = gang; at < (last + 1) * gangs; at += gangs) sum += days[at]!;
  return sum;
}
