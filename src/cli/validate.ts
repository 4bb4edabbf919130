/** `ringfence validate`: sets a run beside what is known of the field, or counts how often intervals hold the truth. */
import type { Command } from "commander";
import { loadEngines } from "../detect/engines.ts";
import { type StartedPool, withPool } from "../engine/simulation-pool.ts";
import { simulate } from "../engine/simulation.ts";
import { simulateArms, withoutDefences } from "../study/variants/arms.ts";
import { measureTraffic } from "../study/validate/measure-traffic.ts";
import { formatAmount } from "../report/format.ts";
import { reportRun } from "../report/run-report.ts";
import type { Report } from "../report/schema.ts";
import type { TrafficFigures } from "../metrics/traffic-figures.ts";
import { DEFAULT_SCENARIO, loadScenario } from "../scenario/file.ts";
import type { Scenario } from "../scenario/schema.ts";
import { renderTable } from "../core/terminal/table.ts";
import { type Fact, factsOf, type ValidatedRun } from "../study/validate/facts.ts";
import { fallOfVictims, lesseningOf, mostCallsOf } from "../study/validate/lessening.ts";
import { lineCountsOf } from "../study/validate/line-counts.ts";
import { endOnSignals } from "./end-on-signals.ts";
import { wholeNumber } from "./numbers.ts";
import { DEFAULT_SEED, defaultWorkers, parseSeed, parseWorkers, scenarioHelp, setOption } from "./options.ts";
import { jsonDocument, wantsColour } from "./output.ts";
import { printCoverage } from "./validate-coverage.ts";
import { markdownTable, teller, type ValidateOptions } from "./validate-parts.ts";

const COVERAGE_SCENARIO = "smoke";
const DEFAULT_SEEDS = 100;
const MAX_SEEDS = 10_000;

export function registerValidate(program: Command): void {
  program
    .command("validate")
    .description(
      "set a run beside what is known of the field; with --coverage, count how often intervals hold the truth",
    )
    .argument(
      "[scenario]",
      `a shipped scenario by name, or a .yaml file (default: ${DEFAULT_SCENARIO}, with --coverage ${COVERAGE_SCENARIO})`,
    )
    .option(
      "--coverage",
      "run many seeds, and count for each interval of the report the worlds in which it holds the truth",
    )
    .option("--seeds <n>", "of --coverage: seeds from --seed on", wholeNumber(2, MAX_SEEDS), DEFAULT_SEEDS)
    .option("--seed <n>", "seed", parseSeed, DEFAULT_SEED)
    .option("--workers <n>", "worker threads; never changes a result", parseWorkers, defaultWorkers())
    .addOption(setOption("set a parameter"))
    .option("--details", "of --coverage: a row for each figure")
    .option("--markdown", "print the table as docs/validation.md and docs/statistics.md hold it")
    .option("--json", "print one JSON document and nothing else")
    .option("--quiet", "do not tell how far it is")
    .addHelpText("after", scenarioHelp)
    .action(async (name: string | undefined, options: ValidateOptions) => {
      const scenario = loadScenario(name ?? (options.coverage ? COVERAGE_SCENARIO : DEFAULT_SCENARIO), options.set);
      await loadEngines({ blocklist: scenario.blocklist.engine, matcher: scenario.templates.engine });
      const goOnAtSignals = endOnSignals(() => process.stderr.write("ringfence: interrupted; nothing is kept\n"));
      try {
        await withPool({ workers: options.workers }, (pool) =>
          options.coverage ? printCoverage(scenario, options, pool) : printFacts(scenario, options, pool),
        );
      } finally {
        goOnAtSignals();
      }
    });
}

async function printFacts(scenario: Scenario, options: ValidateOptions, pool: StartedPool): Promise<void> {
  const { seed, workers, json } = options;
  const tell = teller(options);
  tell("the run and its paired runs");
  const arms = await simulateArms({ scenario, seed, workers, pool, counterfactual: true });
  const report = reportRun(arms, { scenario, seed, workers, reproduce: "" });
  tell("the run with messages alone");
  const { dissuasion } = scenario;
  const messages = { ...scenario, dissuasion: { ...dissuasion, agents: 0, visitTeams: 0 } };
  const warned = await simulate({ scenario: messages, seed, workers, pool });
  tell("the run without defences, with mass publicity and with no publicity");
  const undefended = withoutDefences(scenario);
  const [publicity, silence] = [1, 0].map((reach) => ({ ...undefended, publicity: { ...scenario.publicity, reach } }));
  const reached = await simulate({ scenario: publicity!, seed, workers, pool, fraudOnly: true });
  const unreached = await simulate({ scenario: silence!, seed, workers, pool, fraudOnly: true });
  tell("the run again, event by event, for its traffic");
  const { figures: traffic } = await measureTraffic({ scenario, seed, workers, pool });
  const run: ValidatedRun = {
    report,
    lines: lineCountsOf(traffic),
    messagesAlone: lesseningOf(warned, arms.interceptionOnly!),
    mostCalls: mostCallsOf(arms.main),
    publicity: fallOfVictims(reached, unreached),
  };
  const rows = factsOf(scenario.report.reference).map((fact) => ({ fact, simulated: fact.measure(run) }));
  if (json) {
    const facts = rows.map(({ fact, simulated }) => ({ ...fact, measure: undefined, simulated }));
    process.stdout.write(jsonDocument({ scenario: scenario.name, seed, digest: report.digest, facts, traffic }));
    return;
  }
  if (options.markdown) {
    process.stdout.write(`${factsMarkdown(rows)}\n${closing(report, traffic)}`);
    return;
  }
  const style = { colour: wantsColour(process.stdout) };
  const cells = rows.map(({ fact, simulated }) => [
    fact.text,
    fact.quality,
    formatFact(fact, fact.reported),
    formatFact(fact, simulated),
  ]);
  const below =
    "quality: B the project's brief, P a paper's own text, A abstract or\nsecondary, M news report; sources, and what sets the two apart:\ndocs/validation.md; not told: nothing in the run counts it";
  process.stdout.write(
    `${renderTable(["Fact", "quality", "reported", "simulated"], cells, style, below)}\n\n${closing(report, traffic)}`,
  );
}

/** What no source has a figure for, and what tells the run. */
function closing(
  { scenario, seed, digest }: Report,
  { contactsAPerson, approachedShare, engagedShare }: TrafficFigures,
) {
  const { mean, p99, max } = contactsAPerson;
  const told = `${mean.toFixed(1)} a person, ${p99} at the 99th percentile, ${max} at most`;
  const shares = `${(100 * approachedShare).toFixed(1)} % of people approached, ${(100 * engagedShare).toFixed(1)} % engaged`;
  return `Contacts    ${told}\n            ${shares}\nDigest      ${digest} of ${scenario}, seed ${seed}\n`;
}

interface FactRow {
  readonly fact: Fact;
  readonly simulated: number | null;
}

function factsMarkdown(rows: readonly FactRow[]): string {
  const cells = rows.map(({ fact, simulated }) => [
    fact.text,
    fact.quality,
    fact.source,
    formatFact(fact, fact.reported),
    formatFact(fact, simulated),
    fact.note ?? "",
  ]);
  return markdownTable(["fact", "quality", "source", "reported", "simulated", "note"], cells);
}

/** A figure in the unit of its fact. */
function formatFact({ unit }: Fact, value: number | null): string {
  if (value === null) return "not told";
  if (unit === "share") return `${(100 * value).toFixed(1)} %`;
  if (unit === "count" || unit === "yuan") return formatAmount(value < 100 ? Number(value.toPrecision(3)) : value);
  return `${Number(value.toPrecision(3))} ${unit}`;
}
