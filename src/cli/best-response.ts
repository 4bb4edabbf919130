/** `ringfence best-response`: searches for the strategy that earns gangs most, against all defences and all but one. */
import type { Command } from "commander";
import { sumOf } from "../core/sum.ts";
import { counted } from "../core/counted.ts";
import { loadEngines } from "../detect/engines.ts";
import { simulate } from "../engine/simulation.ts";
import { withPool } from "../engine/simulation-pool.ts";
import { type Response, searchResponses, type Strategy, wordsOf } from "../study/best-response.ts";
import { formatAmount, formatAmountInterval, formatCount } from "../report/format.ts";
import { DEFAULT_SCENARIO, loadScenario } from "../scenario/file.ts";
import { renderTable } from "../core/terminal/table.ts";
import { wrap } from "../core/terminal/wrap.ts";
import { endOnSignals } from "./end-on-signals.ts";
import { wholeNumber } from "./numbers.ts";
import { DEFAULT_SEED, defaultWorkers, parseSeed, parseWorkers, scenarioHelp, setOption } from "./options.ts";
import { jsonDocument, wantsColour } from "./output.ts";

interface BestResponseOptions {
  readonly budget: number;
  readonly seeds: number;
  readonly seed: number;
  readonly workers: number;
  readonly set: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const MAX_BUDGET = 10_000;
const DEFAULT_BUDGET = 48;
const MAX_SEEDS = 100;
const DEFAULT_SEEDS = 3;
const FEN = 100;

export function registerBestResponse(program: Command): void {
  program
    .command("best-response")
    .description("search for the strategy that earns gangs most, against all defences and with each one left out")
    .argument("[scenario]", "a shipped scenario by name, or a .yaml file", DEFAULT_SCENARIO)
    .option(
      "--budget <n>",
      "runs of each search: one for all defences, and one for each left out",
      wholeNumber(1, MAX_BUDGET),
      DEFAULT_BUDGET,
    )
    .option(
      "--seeds <n>",
      "seeds of each search, and as many others to measure what it found",
      wholeNumber(1, MAX_SEEDS),
      DEFAULT_SEEDS,
    )
    .option("--seed <n>", "the first of those seeds", parseSeed, DEFAULT_SEED)
    .option("--workers <n>", "worker threads; never changes a result", parseWorkers, defaultWorkers())
    .addOption(setOption("set a parameter"))
    .option("--json", "print one JSON document and nothing else")
    .option("--quiet", "no line for each run")
    .addHelpText("after", scenarioHelp)
    .action(bestResponseCommand);
}

async function bestResponseCommand(name: string, options: BestResponseOptions): Promise<void> {
  const { budget, seeds, seed, workers, json = false, quiet = false } = options;
  const scenario = loadScenario(name, options.set);
  await loadEngines({ blocklist: scenario.blocklist.engine, matcher: scenario.templates.engine });
  const found: Response[] = [];
  let underWay: { readonly without: string | null; readonly best: Strategy } | null = null;
  const print = (): void => {
    process.stdout.write(json ? jsonDocument(documentOf(found, options)) : render(found, options));
  };
  const goOnAtSignals = endOnSignals(() => {
    process.stderr.write(`ringfence: interrupted; ${found.length === 0 ? "no search was done" : "what was found:"}\n`);
    if (underWay !== null) {
      process.stderr.write(`${defencesWords(underWay.without)}: best so far ${strategyWords(underWay.best)}\n`);
    }
    if (found.length > 0) print();
  });
  const startedMs = performance.now();
  try {
    await withPool({ workers }, async (pool) => {
      await searchResponses({
        scenario,
        budget,
        seeds,
        seed,
        measure: async (played, at) => {
          const { money, episodes } = await simulate({ scenario: played, seed: at, workers, pool });
          const profitYuan = (sumOf(money.held) - sumOf(money.capital)) / FEN;
          const lostYuan = (sumOf(money.sent) - sumOf(money.returned)) / FEN;
          return { profitYuan, lostYuan, losses: episodes.filter((episode) => episode.lossYuan > 0).length };
        },
        onBest: (without, best) => (underWay = { without, best }),
        onRun: (runs, most, without) => {
          if (quiet || json) return;
          const left = ((performance.now() - startedMs) / runs / 1000) * (most - runs);
          process.stderr.write(
            `${runs} of at most ${most} runs, about ${Math.ceil(left)} s left: ${defencesWords(without)}\n`,
          );
        },
        onResponse: (response) => {
          found.push(response);
          underWay = null;
        },
      });
    });
    print();
  } finally {
    goOnAtSignals();
  }
}

function defencesWords(without: string | null): string {
  return without === null ? "all defences" : `without ${without}`;
}

function strategyWords(strategy: Strategy): string {
  const words = wordsOf(strategy);
  return words.length === 0 ? "today's habit" : words.join(", ");
}

function render(responses: readonly Response[], { budget, seeds }: BestResponseOptions): string {
  const rows = responses.map(({ without, habit, response, gainYuan }) => [
    defencesWords(without),
    formatAmount(habit.lostYuan),
    formatCount(Math.round(habit.losses)),
    formatAmount(response.lostYuan),
    formatCount(Math.round(response.losses)),
    gainWords(gainYuan),
  ]);
  const head = ["Damage", "habit, yuan", "losses", "answer, yuan", "losses", "gain, 95 %"];
  const note =
    `habit: yuan lost by victims as gangs work today; answer: to the best strategy\n` +
    `found; gain: what gangs earn more by it. Means over ${counted(seeds, "seed")} on\n` +
    `which no search ran. Each search had ${counted(budget, "run")}, and may have\nmissed a better strategy.`;
  const strategies = responses.map(({ without, best }) =>
    wrap(strategyWords(best), `  ${defencesWords(without)}: `).join("\n"),
  );
  const table = renderTable(head, rows, { colour: wantsColour(process.stdout) }, note);
  return `${table}\n\nThe best answer found:\n${strategies.join("\n")}\n`;
}

function gainWords({ mean, low, high }: Response["gainYuan"]): string {
  const interval = low === null || high === null ? "" : `\n${formatAmountInterval({ low, high })}`;
  return `${formatAmount(mean)}${interval}`;
}

function documentOf(responses: readonly Response[], { budget, seeds, seed }: BestResponseOptions): object {
  return {
    budget,
    seeds,
    seed,
    responses: responses.map(({ best, ...rest }) => ({ ...rest, strategy: wordsOf(best) })),
  };
}
