/**
 * Best response: the strategy that earns gangs most against given defences. All gangs play one strategy from hour 0 on.
 * Strategies are searched on some seeds and measured on others, so that the best found owes nothing to luck; and a
 * strategy and today's habit share their seeds (common random numbers).
 */
import { z } from "zod";
import { RandomStream, below, unit } from "../core/random.ts";
import { bestByHalving, candidatesFor, type Try } from "../core/search/successive-halving.ts";
import { once } from "../core/once.ts";
import { counted } from "../core/counted.ts";
import { sumOf } from "../core/sum.ts";
import { meanInterval } from "../metrics/mean-interval.ts";
import { KNOB_COUNT, KNOB_NAMES, SETTINGS, USUAL, settingNamed } from "../record/knobs.ts";
import { count as wholeCount } from "../report/schema-parts.ts";
import { loadScenario } from "../scenario/file.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { CellResult } from "./cells/cell.ts";
import type { CellRunner } from "./cells/cell-runner.ts";
import { checkSeeds } from "./check-seeds.ts";
import { compareFigure, judgeFamily } from "./differences.ts";
import { differenceShape, finite, headOf, headShape, seedList } from "./document.ts";
import { type FigureRow, figuresNamed } from "./figures.ts";
import { summaryTable } from "./run-table.ts";
import { documentOf, type Study, type StudyOptions } from "./study.ts";
import { type Defence, defencesOf } from "./variants/defences.ts";

const damageShape = z.strictObject({
  profitYuan: z.number().describe("what gangs earned, less what they paid"),
  lostYuan: z.number().describe("what victims lost"),
  losses: z.number().describe("episodes that lost money"),
});

export const bestResponseSchema = z
  .strictObject({
    ...headShape("best-response"),
    searchSeeds: seedList.describe("on which strategies were searched"),
    budget: wholeCount.describe("runs of each search"),
    responses: z.array(
      z.strictObject({
        without: z.string().nullable().describe("the defence that is left out; null: none"),
        habit: damageShape.describe("of gangs that work as today, a mean over the seeds"),
        response: damageShape.describe("of the best strategy found"),
        gainYuan: z
          .strictObject({ mean: z.number(), low: finite, high: finite })
          .describe("what the strategy earns more than the habit, seed by seed: 95 % by Student's t"),
        worth: z
          .strictObject(differenceShape)
          .nullable()
          .describe(
            "of the defence that is left out: what victims lose to the response without it (value), and with all defences (base); null for all defences. All of them are one family",
          ),
        strategy: z.array(z.string()).describe("what it changes of the habit"),
      }),
    ),
  })
  .meta({
    title: "Ringfence best response",
    description: "The strategy found that earns gangs most, against all defences and with each left out",
  });

export type BestResponse = z.infer<typeof bestResponseSchema>;
export type Response = BestResponse["responses"][number];

/** A setting of every knob, in the order of KNOB_NAMES. */
export type Strategy = readonly number[];

export const HABIT: Strategy = KNOB_NAMES.map(() => USUAL);

/** What an adversary wrote by hand, the scenario `evasive`: each search begins with it too. */
export const evasive = once((): Strategy => {
  const { schedule } = loadScenario("evasive").adversary;
  return KNOB_NAMES.map((name) => {
    const turned = schedule.find(({ knob }) => knob === name);
    return turned === undefined ? USUAL : settingNamed(name, turned.setting)!;
  });
});

/** What a run comes to. */
export type Damage = z.infer<typeof damageShape>;

/** Defences, by what is left out of them: nothing, in the first. */
export interface Defences {
  readonly without: string | null;
  readonly scenario: Scenario;
}

export interface BestResponseOptions extends StudyOptions {
  readonly scenario: Scenario;
  /** Runs of each search. */
  readonly budget: number;
  /** On which what was found is measured; as many others, behind the greatest of them, are searched on. */
  readonly seeds: readonly number[];
}

/** One for all defences, and one for each that is left out. The same for any number of workers. */
export function searchResponses(options: BestResponseOptions): Promise<BestResponse> {
  return documentOf(bestResponse(options), options);
}

export function bestResponse(options: BestResponseOptions): Study<BestResponse> {
  const { scenario, budget, seeds, reproduce } = options;
  checkSeeds(seeds);
  const last = Math.max(...seeds);
  const searchSeeds = seeds.map((_, at) => last + 1 + at);
  checkSeeds(searchSeeds);
  const sides = sidesOf(scenario);
  return {
    verb: "best-response",
    scenario,
    statement: { scenario, budget, seeds },
    most: sides.length * (budget + (sides.length + 2) * searchSeeds.length + 2 * seeds.length),
    run: async (cells) => {
      const known = new Map([HABIT, evasive()].map((strategy) => [strategy.join(), strategy]));
      for (const [at, side] of sides.entries()) {
        options.onStep?.(`search ${at + 1} of ${sides.length}: ${againstWords(side.without)}`);
        const best = await searchBest([...known.values()], side, searchSeeds, options, cells);
        known.set(best.join(), best);
      }
      options.onStep?.(
        `the ${counted(known.size, "strategy", "strategies")} found, each against ${counted(sides.length, "set")} of defences`,
      );
      const measured: Measured[] = [];
      for (const side of sides) {
        const best = await bestOf([...known.values()], side, searchSeeds, cells);
        measured.push(await measureResponse(side, best, seeds, cells));
      }
      const responses = withWorth(measured);
      const document: BestResponse = {
        ...headOf("best-response", { scenario: scenario.name, seeds, runs: cells.asked.length, reproduce }),
        searchSeeds,
        budget,
        responses,
      };
      return {
        document,
        summary: summaryTable(SUMMARY_COLUMNS, responses.map(summaryRow)),
        page: async () => {
          const [{ renderStudyPage }, { responsePage }] = await Promise.all([
            import("./page/study-page.ts"),
            import("./page/response-page.ts"),
          ]);
          return renderStudyPage(responsePage(document));
        },
      };
    },
  };
}

const SUMMARY_COLUMNS = [
  "without",
  "strategy",
  ...["habit", "response"].flatMap((side) => [`${side}ProfitYuan`, `${side}LostYuan`, `${side}Losses`]),
  "gainYuan",
  "gainLow",
  "gainHigh",
  "worthYuan",
  "worthLow",
  "worthHigh",
  "pHolm",
  "verdict",
];

function summaryRow({ without, habit, response, gainYuan, worth, strategy }: Response) {
  const { mean, low, high } = gainYuan;
  return {
    without,
    strategy: strategy.join(", "),
    habitProfitYuan: habit.profitYuan,
    habitLostYuan: habit.lostYuan,
    habitLosses: habit.losses,
    responseProfitYuan: response.profitYuan,
    responseLostYuan: response.lostYuan,
    responseLosses: response.losses,
    gainYuan: mean,
    gainLow: low,
    gainHigh: high,
    worthYuan: worth?.difference.mean ?? null,
    worthLow: worth?.difference.low ?? null,
    worthHigh: worth?.difference.high ?? null,
    pHolm: worth?.pHolm ?? null,
    verdict: worth?.verdict ?? null,
  };
}

/** A response, and what each measuring seed came to. */
interface Measured {
  readonly response: Omit<Response, "worth">;
  readonly rows: readonly FigureRow[];
}

const LOST = figuresNamed(["lostYuan"])[0]!;

/** What is said of one defence reckons with all of them: a ranking by luck alone would be none. */
function withWorth([whole, ...left]: readonly Measured[]): Response[] {
  const judged = judgeFamily(left.map(({ rows }) => compareFigure(LOST, whole!.rows, rows)));
  return [
    { ...whole!.response, worth: null },
    ...left.map(({ response }, at) => ({ ...response, worth: judged[at]! })),
  ];
}

/** What was found under any set of defences is tried under this one too; of equal ones the earlier is kept. */
async function bestOf(
  found: readonly Strategy[],
  side: Defences,
  searchSeeds: readonly number[],
  cells: CellRunner,
): Promise<Strategy> {
  const results = await cells.all(found.flatMap((strategy) => searchSeeds.map((seed) => cellOf(side, strategy, seed))));
  const means = found.map((_, at) =>
    sumOf(
      results
        .slice(at * searchSeeds.length, (at + 1) * searchSeeds.length)
        .map((result) => damageOf(result).profitYuan),
    ),
  );
  return found[means.indexOf(Math.max(...means))]!;
}

async function measureResponse(
  side: Defences,
  best: Strategy,
  seeds: readonly number[],
  cells: CellRunner,
): Promise<Measured> {
  const [habits, answers] = [HABIT, best].map((strategy) => seeds.map((seed) => cellOf(side, strategy, seed)));
  const results = await cells.all([...habits!, ...answers!]);
  const found = results.map(damageOf);
  const [habit, response] = [found.slice(0, seeds.length), found.slice(seeds.length)];
  const { mean, half } = meanInterval(response.map(({ profitYuan }, at) => profitYuan - habit[at]!.profitYuan));
  return {
    response: {
      without: side.without,
      habit: meanOf(habit),
      response: meanOf(response),
      gainYuan: { mean, low: half === null ? null : mean - half, high: half === null ? null : mean + half },
      strategy: wordsOf(best),
    },
    rows: results.slice(seeds.length).map(({ figures }) => figures),
  };
}

function cellOf({ without, scenario }: Defences, strategy: Strategy, seed: number) {
  const words = wordsOf(strategy);
  return {
    variant: `${againstWords(without)}: ${words.length === 0 ? "habit" : words.join(", ")}`,
    scenario: playedBy(scenario, strategy),
    seed,
  };
}

/** "without match". */
export function againstWords(without: string | null): string {
  return without === null ? "all defences" : `without ${without}`;
}

function damageOf({ figures }: CellResult): Damage {
  return { profitYuan: figures["profitYuan"]!, lostYuan: figures["lostYuan"]!, losses: figures["losses"]! };
}

/** What a strategy changes of the habit, in words: "pace double". */
export function wordsOf(strategy: Strategy): string[] {
  return KNOB_NAMES.flatMap((name, at) =>
    strategy[at] === USUAL ? [] : [`${name} ${SETTINGS[name][strategy[at]!]!}`],
  );
}

/** The scenario in which all gangs play the strategy from hour 0 on. */
export function playedBy(scenario: Scenario, strategy: Strategy): Scenario {
  const schedule = KNOB_NAMES.flatMap((knob, at) =>
    strategy[at] === USUAL ? [] : [{ fromHour: 0, knob, setting: SETTINGS[knob][strategy[at]!]! }],
  );
  return { ...scenario, adversary: { ...scenario.adversary, mode: "scripted", schedule } };
}

/**
 * All defences, and all but one: each stage that is on and may find something, investigations of complaints, warnings.
 * Not their parts: a search for each takes long.
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
  side: Defences,
  searchSeeds: readonly number[],
  { budget, seeds }: BestResponseOptions,
  cells: CellRunner,
): Promise<Strategy> {
  const halvings = Math.max(1, Math.floor(budget / HALVING_BUDGET));
  const each = Math.floor(budget / halvings);
  const count = candidatesFor(each);
  const measure = async (tries: readonly Try<Strategy>[]): Promise<number[]> => {
    const found = await cells.all(tries.map(({ candidate, repeat }) => cellOf(side, candidate, searchSeeds[repeat]!)));
    return found.map((result) => damageOf(result).profitYuan);
  };
  let begun = known.slice(0, count);
  for (let halving = 0; halving < halvings; halving++) {
    const draws = new RandomStream(seeds[0]!, `best-response-${halving}`);
    const candidates = withMutants(begun, count, draws);
    begun = [await bestByHalving({ candidates, budget: each, repeats: searchSeeds.length, measure })];
  }
  return begun[0]!;
}

/** Runs of one halving, about. */
const HALVING_BUDGET = 24;
/** Of a strategy that is drawn from another, the knobs that are turned, on average. */
const TURNED_KNOBS = 3;

/** These and, up to `count`, strategies drawn from each of them in turn. */
function withMutants(begun: readonly Strategy[], count: number, draws: RandomStream): Strategy[] {
  const found = new Map(begun.map((strategy) => [strategy.join(), strategy]));
  for (let each = 0; found.size < count; each++) {
    const strategy = begun[each % begun.length]!.map((setting, knob) => {
      const words = draws.draw(each, knob);
      if (unit(words[0]!) >= TURNED_KNOBS / KNOB_COUNT) return setting;
      const settings = SETTINGS[KNOB_NAMES[knob]!].length;
      return (setting + 1 + below(words[1]!, settings - 1)) % settings;
    });
    found.set(strategy.join(), strategy);
  }
  return [...found.values()];
}

function meanOf(damages: readonly Damage[]): Damage {
  const mean = (key: keyof Damage): number => sumOf(damages.map((damage) => damage[key])) / damages.length;
  return { profitYuan: mean("profitYuan"), lostYuan: mean("lostYuan"), losses: mean("losses") };
}
