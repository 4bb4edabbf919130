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

  /**
   * What gangs turn at the end of `day`: each the knob that promises most. `now`: what is in force. Draws are keyed by
   * gang and day.
   */
  decide(day: number, days: GangDays, now: Uint8Array): Turn[] {
    const chance = this.#settings.reviewsPerWeek / DAYS_PER_WEEK;
    if (chance === 0 || this.#knobs.length === 0) return [];
    this.#lookBack(day, days);
    const turns: Turn[] = [];
    for (let gang = 0; gang < this.#gangs; gang++) {
      const words = this.#draws.draw(gang, day);
      if (unit(words[0]!) >= chance) continue;
      // Of equal promises the first in a row, from one of the knobs on.
      const from = below(words[1]!, this.#knobs.length);
      let turn: Turn | null = null;
      let most = 0;
      for (let step = 0; step < this.#knobs.length; step++) {
        const knob = this.#knobs[(from + step) % this.#knobs.length]!;
        const present = now[gang * KNOB_COUNT + knob]!;
        const { setting, gain } = this.#best(gang, knob, present, words[2]!);
        if (gain > most) [turn, most] = [{ gang, knob, setting }, gain];
      }
      if (turn !== null) turns.push(turn);
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
      const mean = (took! - paid!) / (day + 1);
      const scale = took! / (day + 1);
      for (let each = 0; each <= day; each++) {
        const at = each * gangs + gang;
        const weight = Math.exp((each - day) / this.#settings.memoryDays);
        const reward = weight * rewardOf(engaged[at]! * perVictim - spent[at]!, mean, scale);
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

  /**
   * The setting with the greatest upper bound, and how far that is above the present one's: of equal ones the present,
   * and of others one by a word of a draw.
   */
  #best(
    gang: number,
    knob: number,
    present: number,
    word: number,
  ): { readonly setting: number; readonly gain: number } {
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
    let ofPresent = -Infinity;
    for (let step = 0; step < settings; step++) {
      const setting = step === 0 ? present : (present + 1 + ((from + step) % (settings - 1))) % settings;
      const bound = upperBound(rewards[setting]!, counts[setting]!, total, exploration);
      if (step === 0) ofPresent = bound;
      if (bound > most) [best, most] = [setting, bound];
    }
    return { setting: best, gain: most - ofPresent };
  }
}

/** The mean reward, and the padding of D-UCB for rewards of at most 1: 2 sqrt(exploration log(total) / count). */
function upperBound(rewards: number, count: number, total: number, exploration: number): number {
  const tried = Math.max(count, UNTRIED.count);
  const mean = count === 0 ? UNTRIED.mean : rewards / count;
  return mean + 2 * Math.sqrt((exploration * Math.log(Math.max(1, total))) / tried);
}

/** Nobody has tried it: taken for as good as the mean, on so many days. */
const UNTRIED = { count: 1, mean: 0.5 } as const;

/** A half for the mean, towards 1 for more and 0 for less, by the income of a mean day: losses differ too. */
function rewardOf(profit: number, mean: number, scale: number): number {
  const beyond = (profit - mean) / scale;
  return (1 + beyond / (1 + Math.abs(beyond))) / 2;
}

function sumOfDays(days: Float64Array, gangs: number, gang: number, last: number): number {
  let sum = 0;
  for (let at = gang; at < (last + 1) * gangs; at += gangs) sum += days[at]!;
  return sum;
}
