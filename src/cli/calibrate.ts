/** `ringfence calibrate`: moves parameters of a scenario until its figures come close to those that were reported. */
import { type Command, Option } from "commander";
import { commandName } from "../core/command-name.ts";
import { RingfenceError } from "../core/errors.ts";
import { loadEngines } from "../detect/engines.ts";
import { withPool } from "../engine/simulation-pool.ts";
import { type ArmName, simulateArms } from "../study/variants/arms.ts";
import {
  calibrate,
  type Calibration,
  CALIBRATED_PARAMETERS,
  missOf,
  type Target,
  type Trial,
} from "../study/calibrate.ts";
import { type Bounds, readBounds } from "../scenario/bounds.ts";
import { figureAt } from "../report/figure-path.ts";
import {
  FIGURES,
  PERIOD_FIGURE_IDS,
  type FigureId,
  isSimulated,
  reportedPeriod,
  scaledFigure,
} from "../report/sections/reference/reported-periods.ts";
import { reportRun } from "../report/run-report.ts";
import type { Report } from "../report/schema.ts";
import { DEFAULT_SCENARIO, loadScenario } from "../scenario/file.ts";
import type { Scenario } from "../scenario/schema.ts";
import { printable } from "../core/terminal/printable.ts";
import { renderTable } from "../core/terminal/table.ts";
import { endOnSignals } from "./end-on-signals.ts";
import { wholeNumber } from "./numbers.ts";
import {
  collect,
  DEFAULT_SEED,
  defaultWorkers,
  extendList,
  parseSeed,
  parseWorkers,
  scenarioHelp,
  setOption,
} from "./options.ts";
import { jsonDocument, wantsColour } from "./output.ts";
import { shellQuote } from "./shell-quote.ts";

interface CalibrateOptions {
  readonly targets?: string;
  readonly over: readonly string[];
  readonly budget: number;
  readonly seed: number;
  readonly workers: number;
  readonly set: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const MAX_BUDGET = 10_000;
const DEFAULT_BUDGET = 60;

const TARGETS_HELP =
  "what to come close to, separated by commas: reference figures by name, and numbers of the report as path=value, " +
  "warnings.byChannel.message.success=0.4 say (default: every reference figure)";
const OVER_HELP =
  "a parameter that may move, as path=low..high, or as path for half to twice its value; may be given more than once";

export function registerCalibrate(program: Command): void {
  program
    .command("calibrate")
    .description("search for the parameters at which a scenario comes closest to figures that were reported")
    .argument("[scenario]", "a shipped scenario by name, or a .yaml file", DEFAULT_SCENARIO)
    .option("--targets <list>", TARGETS_HELP, extendList)
    .addOption(
      new Option("--over <path=low..high>", OVER_HELP).argParser(collect).default([], CALIBRATED_PARAMETERS.join(", ")),
    )
    .option("--budget <n>", "settings to try", wholeNumber(1, MAX_BUDGET), DEFAULT_BUDGET)
    .option("--seed <n>", "seed of every run, and of the search", parseSeed, DEFAULT_SEED)
    .option("--workers <n>", "worker threads; never changes a result", parseWorkers, defaultWorkers())
    .addOption(setOption("set a parameter"))
    .option("--json", "print one JSON document and nothing else")
    .option("--quiet", "no line for each setting that was tried")
    .addHelpText("after", scenarioHelp)
    .action(calibrateCommand);
}

async function calibrateCommand(name: string, options: CalibrateOptions): Promise<void> {
  const { budget, seed, workers, json = false, quiet = false } = options;
  const scenario = loadScenario(name, options.set);
  await loadEngines({ blocklist: scenario.blocklist.engine, matcher: scenario.templates.engine });
  const targets = readTargets(options.targets, scenario);
  const over = (options.over.length === 0 ? CALIBRATED_PARAMETERS : options.over).map((each) =>
    readBounds(scenario, each),
  );
  let found: Calibration | null = null;
  const print = (): void => {
    if (found !== null)
      process.stdout.write(json ? jsonDocument(documentOf(found, over, targets)) : render(found, over, targets));
  };
  const goOnAtSignals = endOnSignals(() => {
    process.stderr.write(`ringfence: interrupted; ${found === null ? "no setting was tried" : "the best so far:"}\n`);
    print();
  });
  try {
    await withPool({ workers }, async (pool) => {
      let start: Trial | null = null;
      await calibrate({
        scenario,
        over,
        targets,
        budget,
        seed,
        measure: async (moved) => {
          const arms = await simulateArms({ scenario: moved, seed, workers, pool, counterfactual: armsFor(targets) });
          const report = reportRun(arms, { scenario: moved, seed, workers, reproduce: "" });
          return targets.map((target) => figureOf(report, target));
        },
        onTrial: (trial, best, trials) => {
          start ??= trial;
          found = { start, best, trials };
          if (!quiet && !json) process.stderr.write(`${trialLine(trial, best, trials, budget)}\n`);
        },
      });
    });
    print();
  } finally {
    goOnAtSignals();
  }
}

/** Of a reference figure, a tenth of it is a miss of 1; of domains, a fifth; of a share, a point. */
const TOLERANCE = 0.1;

function toleranceOf(id: FigureId, value: number): number {
  if (FIGURES[id].unit === "share") return 0.01;
  return (id === "blockedDomains" ? 2 * TOLERANCE : TOLERANCE) * value;
}

function readTargets(written: string | undefined, { hours, report }: Scenario): Target[] {
  const period = reportedPeriod(report.reference);
  const { figures } = period;
  const known = PERIOD_FIGURE_IDS.filter((id) => figures[id] !== undefined && isSimulated(id));
  const names = (written ?? known.join(",")).split(",").map((each) => each.trim());
  return names.map((each): Target => {
    const id = known.find((name) => name === each);
    if (id !== undefined) {
      if (FIGURES[id].unit !== "share" && hours !== report.referenceHours) {
        throw new RingfenceError(
          "usage",
          `--targets: ${each} is reported for report.referenceHours, here ${report.referenceHours}, and the scenario has ${hours} hours. Set both alike, report.referenceScale with them, or choose success or figures as path=value`,
        );
      }
      const value = scaledFigure(id, figures[id]!, period, report);
      return { name: each, value, tolerance: toleranceOf(id, value) };
    }
    const [path, value] = [each.slice(0, each.indexOf("=")).trim(), Number(each.slice(each.indexOf("=") + 1))];
    if (each.indexOf("=") > 0 && value > 0 && value < Infinity) {
      return { name: path, value, tolerance: TOLERANCE * value };
    }
    throw new RingfenceError(
      "usage",
      `--targets: "${printable(each)}" is neither one of ${known.join(", ")} nor the path of a number of the report with a value above 0, as in rates.coverage=0.9`,
    );
  });
}

/** Null where this run has too little to tell. Throws RingfenceError "usage" where no run would have it. */
function figureOf(report: Report, target: Target): number | null {
  const figure = figureAt(report, pathOf(target));
  if (figure !== undefined) return figure;
  throw new RingfenceError(
    "usage",
    `--targets: the report has no number at "${printable(target.name)}": run --json prints what it has, as rates.coverage or warnings.byChannel.message.success`,
  );
}

function pathOf({ name }: Target): string {
  return Object.hasOwn(FIGURES, name) ? `reference.${name}` : name;
}

/** What cannot be told without a paired run; all else can be told from the main arm. */
const NEEDS: readonly (readonly [RegExp, readonly ArmName[]])[] = [
  [/^reference\.lossAvoidedYuan$|^lossYuan\.(?:withoutDefences|avoided|byTypology)/, ["noDefences"]],
  [/^lossYuan\.byMechanism/, ["interceptionOnly", "noDefences"]],
  [/^warnings\.kept(?:Anyway|Unmatched)$/, ["interceptionOnly"]],
];

export function armsFor(targets: readonly Target[]): ArmName[] {
  const paths = targets.map(pathOf);
  return [...new Set(NEEDS.flatMap(([pattern, arms]) => (paths.some((path) => pattern.test(path)) ? arms : [])))];
}

function trialLine(trial: Trial, best: Trial, trials: number, budget: number): string {
  return `${trials} of ${budget}: loss ${short(trial.loss)}, best ${short(best.loss)}`;
}

function render({ start, best, trials }: Calibration, over: readonly Bounds[], targets: readonly Target[]): string {
  const style = { colour: wantsColour(process.stdout) };
  const misses = targets.map((target, i) => [
    target.name,
    short(target.value),
    short(start.figures[i]!),
    short(best.figures[i]!),
    missWords(target, best.figures[i]!),
  ]);
  const head = ["Target", "target", "before", "best", "miss"];
  const settings = over.map(({ parameter }, i) => `  --set ${shellQuote(`${parameter}=${best.values[i]!}`)}`);
  const tried = `${trials} settings tried: loss ${short(start.loss)} before, ${short(best.loss)} at the best`;
  return `${renderTable(head, misses, style)}\n${tried}\n\nThe best setting, for ${commandName()} run:\n${settings.join("\n")}\n`;
}

function missWords(target: Target, figure: number | null): string {
  if (figure === null) return "none";
  const sign = figure > target.value ? "+" : "";
  if (target.name === "success") return `${sign}${(100 * (figure - target.value)).toFixed(2)} points`;
  return `${sign}${((100 * (figure - target.value)) / target.value).toFixed(1)} %`;
}

function documentOf({ start, best, trials }: Calibration, over: readonly Bounds[], targets: readonly Target[]): object {
  return {
    trials,
    loss: { before: start.loss, best: best.loss },
    settings: Object.fromEntries(over.map(({ parameter }, i) => [parameter, best.values[i]!])),
    targets: targets.map((target, i) => ({
      name: target.name,
      target: target.value,
      before: start.figures[i]!,
      best: best.figures[i]!,
      miss: missOf(target, best.figures[i]!),
    })),
  };
}

/** Four digits. */
function short(value: number | null): string {
  return value === null ? "none" : String(Number(value.toPrecision(4)));
}
