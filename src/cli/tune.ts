/** `ringfence tune`: thresholds, weights, levels and crews that do best under a constraint, chosen and judged apart. */
import { type Command, Option } from "commander";
import { RingfenceError } from "../core/errors.ts";
import { loadEngines } from "../detect/engines.ts";
import { readBounds } from "../scenario/bounds.ts";
import { DEFAULT_SCENARIO, loadScenario } from "../scenario/file.ts";
import { COST_PROFILES, readCostProfile } from "../study/tune/cost-profile.ts";
import { TUNE_FIGURES, tuneFigure } from "../study/tune/figures.ts";
import { settingsFragment } from "../scenario/settings-fragment.ts";
import { type Goal, readConstraint } from "../study/tune/goal.ts";
import { tune, type TriedSetting } from "../study/tune/tune.ts";
import { tuningDocument } from "../study/tune/document.ts";
import { endOnSignals } from "./end-on-signals.ts";
import { wholeNumber } from "./numbers.ts";
import {
  allSettings,
  collect,
  DEFAULT_SEED,
  defaultWorkers,
  parseSeed,
  parseWorkers,
  scenarioHelp,
  setOption,
  settingsOption,
} from "./options.ts";
import { checkOut, writeOut } from "../core/file/out-file.ts";
import { jsonDocument, wantsColour } from "./output.ts";
import { readSeeds } from "./seed-list.ts";
import { fragmentComment, renderTuning } from "./tune-render.ts";
import { typedLine } from "./typed-line.ts";

export interface TuneCommandOptions {
  readonly over: readonly string[];
  readonly maximise?: string;
  readonly minimise?: string;
  readonly costs?: string;
  readonly subjectTo: readonly string[];
  readonly seeds: string;
  readonly heldOut: string;
  readonly budget: number;
  readonly searchSeed: number;
  readonly workers: number;
  readonly settings?: string;
  readonly set: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const MAX_BUDGET = 100_000;
const DEFAULT_BUDGET = 120;
const DEFAULT_SEEDS = "1-4";
const DEFAULT_HELD_OUT = "101-108";
/** What to move where nothing is said: when is warned, and by how many. */
const DEFAULT_OVER = ["warnings.low=0.5..1.5", "dissuasion.agents=2..24"];

function help(): string {
  return `
Figures: ${TUNE_FIGURES.map(({ name }) => name).join(", ")}.
Exit codes: 0 a setting was found; 2 bad usage; 4 no setting tried keeps the
constraints where it was chosen; 7 a file cannot be written; 130 interrupted.
${scenarioHelp()}`;
}

export function registerTune(program: Command): void {
  const command = program
    .command("tune")
    .description(
      "search for the setting that does best and keeps its constraints; judge it on seeds that did not choose it",
    )
    .argument("[scenario]", "a shipped scenario by name, or a .yaml file", DEFAULT_SCENARIO)
    .addOption(
      new Option(
        "--over <path=low..high>",
        "a parameter that may move, as path=low..high, or as path for half to twice its value; may be given more than once",
      )
        .argParser(collect)
        .default([], DEFAULT_OVER.join(", ")),
    )
    .option("--maximise <figure>", "the figure that is to be large (default: kept)")
    .option("--minimise <figure>", "or the one that is to be small")
    .option(
      "--costs <profile>",
      `or the least cost in yuan: ${Object.keys(COST_PROFILES).join(", ")}, or a .yaml file with lostYuan, agentHour, wronglyBlocked, falseAlarm`,
    )
    .addOption(
      new Option("--subject-to <bound>", 'what must hold, as "accuracy>=0.7"; may be given more than once')
        .argParser(collect)
        .default([], "none"),
    )
    .option("--seeds <list>", "seeds on which a setting is chosen", DEFAULT_SEEDS)
    .option("--held-out <list>", "seeds on which it is judged: none of those", DEFAULT_HELD_OUT)
    .option("--budget <runs>", "runs on the tuning seeds at most", wholeNumber(1, MAX_BUDGET), DEFAULT_BUDGET)
    .option("--search-seed <n>", "seed of the search", parseSeed, DEFAULT_SEED)
    .option("--workers <n>", "worker threads; never changes a result", parseWorkers, defaultWorkers())
    .addOption(settingsOption())
    .addOption(setOption("set a parameter"))
    .option("--out <file>", "write the setting as a .yaml file for --settings")
    .option("--force", "overwrite that file")
    .option("--json", "print one JSON document and nothing else")
    .option("--quiet", "no line for each setting that was tried")
    .addHelpText("after", help);
  command.action((name: string, options: TuneCommandOptions) =>
    tuneCommand(name, options, typedLine(command, ["out", "force", "json", "quiet", "workers"])),
  );
}

async function tuneCommand(name: string, options: TuneCommandOptions, line: string): Promise<void> {
  const { json = false, quiet = false, budget, workers, searchSeed, out, force = false } = options;
  if (out !== undefined) checkOut(out, { force, option: "--out" }, readBy(name, options));
  const scenario = loadScenario(name, allSettings(options));
  await loadEngines({ blocklist: scenario.blocklist.engine, matcher: scenario.templates.engine });
  const over = (options.over.length === 0 ? DEFAULT_OVER : options.over).map((each) => readBounds(scenario, each));
  const constraints = options.subjectTo.map(readConstraint);
  const goal = goalOf(options);
  const [seeds, heldOut] = [readSeeds(options.seeds, "--seeds"), readSeeds(options.heldOut, "--held-out")];
  let best: TriedSetting | null = null;
  const goOnAtSignals = endOnSignals(() => {
    const at = best === null ? "none" : over.map(({ parameter }, i) => `${parameter}=${best!.values[i]}`).join(" ");
    process.stderr.write(`ringfence: interrupted; best setting so far: ${at}\n`);
  });
  try {
    const tuning = await tune({
      scenario,
      over,
      goal,
      constraints,
      seeds,
      heldOut,
      budget,
      searchSeed,
      workers,
      onSetting: (tried, bestSoFar, count, most) => {
        best = bestSoFar;
        if (!quiet && !json) process.stderr.write(`${count} of at most ${most} settings${triedWords(tried)}\n`);
      },
    });
    const document = tuningDocument(tuning, {
      scenario,
      over,
      goal,
      constraints,
      seeds,
      heldOut,
      searchSeed,
      budget,
      reproduce: line,
    });
    if (out !== undefined) {
      const text = settingsFragment(over, tuning.best.values, fragmentComment(document));
      writeOut(out, text, { force, option: "--out" });
    }
    process.stdout.write(
      json ? jsonDocument(document) : renderTuning(document, { colour: wantsColour(process.stdout) }, out ?? null),
    );
  } finally {
    goOnAtSignals();
  }
}

/** A scenario and a profile of costs may be names of shipped ones. */
function readBy(name: string, { settings, costs }: TuneCommandOptions) {
  const named = [name, costs].filter((each) => each !== undefined && /\.ya?ml$/i.test(each));
  return [...named, settings];
}

function triedWords({ judged }: TriedSetting): string {
  const value = judged.goal.value === null ? "none" : String(Number(judged.goal.value.toPrecision(5)));
  return `: ${value}${judged.isKept ? "" : ", breaks a constraint"}`;
}

function goalOf({ maximise, minimise, costs }: TuneCommandOptions): Goal {
  const given = [maximise, minimise, costs].filter((each) => each !== undefined);
  if (given.length > 1) {
    throw new RingfenceError("usage", "--maximise, --minimise and --costs are three goals: give one of them");
  }
  if (costs !== undefined) return { costs: readCostProfile(costs) };
  if (minimise !== undefined) return { figure: tuneFigure(minimise, "--minimise"), isMost: false };
  return { figure: tuneFigure(maximise ?? "kept", "--maximise"), isMost: true };
}
