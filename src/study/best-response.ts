/**
 * Best response: the strategy that earns gangs most against given defences. All gangs play one strategy from hour 0 on.
 * Strategies are searched on some seeds and measured on others, so that the best found owes nothing to luck; and a
 * strategy and today's habit share their seeds (common random numbers).
 */
import { RandomStream, below, unit } from "../core/random.ts";
import { sumOf } from "../core/sum.ts";
import { KNOBS, KNOB_COUNT, KNOB_NAMES, SETTING_COUNT, USUAL } from "../record/knobs.ts";
import { meanInterval } from "../metrics/mean-interval.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type Defence, defencesOf } from "./variants/defences.ts";
import { bestByHalving, candidatesFor } from "../core/search/successive-halving.ts";

/** A setting of every knob, in the order of KNOB_NAMES. */
export type Strategy = readonly number[];

export const HABIT: Strategy = KNOB_NAMES.map(() => USUAL);

/** What a run comes to. */
export interface Damage {
  /** What gangs earned, less what they paid. */
  readonly profitYuan: number;
  /** What victims lost, and how many. */
  readonly lostYuan: number;
  readonly losses: number;
}

/** Defences, by what is left out of them: nothing, in the first. */
export interface Defences {
  readonly without: string | null;
  readonly scenario: Scenario;
}

export interface BestResponseOptions {
  readonly scenario: Scenario;
  /** Runs of each search. */
  readonly budget: number;
  /** Seeds of each search, and as many others to measure what it found. */
  readonly seeds: number;
  /** The first seed of those. */
  readonly seed: number;
  readonly measure: (scenario: Scenario, seed: number) => Promise<Damage>;
  /** Called after each run, of at most so many. */
  readonly onRun?: (runs: number, most: number, without: string | null) => void;
  /** Called with the strategy in the lead of the search under way. */
  readonly onBest?: (without: string | null, best: Strategy) => void;
  /** Called when all is known of some defences. */
  readonly onResponse?: (response: Response) => void;
}

/** Means over seeds. */
export interface Response {
  readonly without: string | null;
  readonly best: Strategy;
  readonly habit: Damage;
  readonly response: Damage;
  /** What the response earns more than the habit: the mean of differences over seeds, 95 % by Student's t. */
  readonly gainYuan: { readonly mean: number; readonly low: number | null; readonly high: number | null };
}

/** One for all defences, and one for each that is left out. The same for any number of workers. */
export async function searchResponses(options: BestResponseOptions): Promise<Response[]> {
  const { scenario, budget, seeds, seed, measure, onRun, onBest, onResponse } = options;
  const variants = sidesOf(scenario);
  const most = variants.length * (budget + 2 * seeds);
  let runs = 0;
  const responses: Response[] = [];
  for (const { without, scenario: defended } of variants) {
    const run = async (strategy: Strategy, at: number): Promise<Damage> => {
      const damage = await measure(playedBy(defended, strategy), at);
      onRun?.(++runs, most, without);
      return damage;
    };
    const known = [HABIT, ...responses.map((response) => response.best)];
    const best = await searchBest(
      known,
      options,
      async (strategy, repeat) => {
        const { profitYuan } = await run(strategy, seed + seeds + repeat);
        return profitYuan;
      },
      (strategy) => onBest?.(without, strategy),
    );
    const pairs: (readonly [Damage, Damage])[] = [];
    for (let each = 0; each < seeds; each++) pairs.push([await run(HABIT, seed + each), await run(best, seed + each)]);
    const response = responseOf(without, best, pairs);
    responses.push(response);
    onResponse?.(response);
  }
  return responses;
}

/** What a strategy changes of the habit, in words: "pace double". */
export function wordsOf(strategy: Strategy): string[] {
  return KNOB_NAMES.flatMap((name, at) => (strategy[at] === USUAL ? [] : [`${name} ${KNOBS[name][strategy[at]!]!}`]));
}

/** The scenario in which all gangs play the strategy from hour 0 on. */
export function playedBy(scenario: Scenario, strategy: Strategy): Scenario {
  const schedule = KNOB_NAMES.flatMap((knob, at) =>
    strategy[at] === USUAL ? [] : [{ fromHour: 0, knob, setting: KNOBS[knob][strategy[at]!]! }],
  );
  return { ...scenario, adversary: { ...scenario.adversary, mode: "scripted", schedule } };
}

/**
 * All defences, and all but one: each stage that is on, investigations of complaints, warnings. Not their parts: a
 * search for each takes long.
 */
export function sidesOf(scenario: Scenario): Defences[] {
  const whole = defencesOf(scenario).filter(({ kind }) => WHOLE_KINDS.includes(kind));
  return [
    { without: null, scenario },
    ...whole.map(({ name, change }) => ({ without: name, scenario: change(scenario) })),
  ];
}

const WHOLE_KINDS: readonly Defence["kind"][] = ["stage", "investigations", "warnings"];

/**
 * Halving after halving: each begins with what is known, or with the best of the one before, and with strategies that
 * differ from that in a few knobs. What works is so combined.
 */
async function searchBest(
  known: readonly Strategy[],
  { budget, seeds, seed }: BestResponseOptions,
  measure: (strategy: Strategy, repeat: number) => Promise<number>,
  onBest: (best: Strategy) => void,
): Promise<Strategy> {
  const halvings = Math.max(1, Math.floor(budget / HALVING_BUDGET));
  const each = Math.floor(budget / halvings);
  const count = candidatesFor(each);
  let begun = known.slice(0, count);
  for (let halving = 0; halving < halvings; halving++) {
    const draws = new RandomStream(seed, `best-response-${halving}`);
    const candidates = withMutants(begun, count, draws);
    begun = [await bestByHalving({ candidates, budget: each, repeats: seeds, measure, onBest })];
  }
  return begun[0]!;
}

/** Runs of one halving, about. */
const HALVING_BUDGET = 24;
/** Of a strategy that is drawn from another, the knobs that are turned, on average. */
const TURNED_KNOBS = 3;

/** These and, up to `count`, strategies drawn from the last of them. */
function withMutants(begun: readonly Strategy[], count: number, draws: RandomStream): Strategy[] {
  const found = new Map(begun.map((strategy) => [strategy.join(), strategy]));
  const from = begun.at(-1)!;
  for (let each = 0; found.size < count; each++) {
    const strategy = from.map((setting, knob) => {
      const words = draws.draw(each, knob);
      if (unit(words[0]!) >= TURNED_KNOBS / KNOB_COUNT) return setting;
      return (setting + 1 + below(words[1]!, SETTING_COUNT - 1)) % SETTING_COUNT;
    });
    found.set(strategy.join(), strategy);
  }
  return [...found.values()];
}

function responseOf(without: string | null, best: Strategy, pairs: readonly (readonly [Damage, Damage])[]): Response {
  const gains = pairs.map(([habit, response]) => response.profitYuan - habit.profitYuan);
  const { mean, half } = meanInterval(gains);
  return {
    without,
    best,
    habit: meanOf(pairs.map(([habit]) => habit)),
    response: meanOf(pairs.map(([, response]) => response)),
    gainYuan: { mean, low: half === null ? null : mean - half, high: half === null ? null : mean + half },
  };
}

function meanOf(damages: readonly Damage[]): Damage {
  const mean = (key: keyof Damage): number => sumOf(damages.map((damage) => damage[key])) / damages.length;
  return { profitYuan: mean("profitYuan"), lostYuan: mean("lostYuan"), losses: mean("losses") };
}
