/** `ringfence study sweep`: a scenario along some of its parameters, with several seeds each. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { STUDY_FIGURES } from "../../study/figures.ts";
import { sweepTables } from "../../study/page/sweep-page.ts";
import { type SweepDocument, sweepStudy } from "../../study/sweep.ts";
import { LEADING_FIGURES, type ListPoint, MAX_CELLS, SWEEP_ARMS, type SweepArm } from "../../study/sweep-plan.ts";
import { DEFAULT_SCENARIO } from "../../scenario/file.ts";
import { wholeNumber } from "../options/numbers.ts";
import { collect, parseSeed } from "../options/options.ts";
import { addStudy, type CommonOptions, settingsOf, shardOption } from "./common.ts";
import { readPoints } from "./point-list.ts";

interface SweepOptions extends CommonOptions {
  readonly over: readonly string[];
  readonly list?: { readonly file: string; readonly points: readonly ListPoint[] };
  readonly points?: number;
  readonly seed?: number;
  readonly arms?: readonly SweepArm[];
  readonly figures?: readonly string[];
}

const OVER_HELP =
  "a parameter and its values: path=a,b,c, path=low..high:steps for a grid, path=low..high for --points; " +
  ":log behind a range spaces it evenly by logarithm; may be given more than once";
/** More points are in the table or on the page. */
const MOST_POINTS = 24;

export function registerSweep(study: Command): void {
  addStudy<SweepOptions, SweepDocument>(study, {
    verb: "sweep",
    description:
      "run a scenario with several values of some parameters, or as it is, each with several seeds: a table and a page",
    seeds: "1-5",
    seedsHelp: "seeds that every point is run with, as 1-5 or 1,3,7-9",
    own: (command) =>
      command
        .addOption(shardOption())
        .addOption(new Option("--over <path=values>", OVER_HELP).argParser(collect).default([], "none: seeds alone"))
        .option(
          "--list <file>",
          "points as rows of a .csv or .jsonl file, its columns paths of parameters",
          (file) => ({
            file,
            points: readPoints(file),
          }),
        )
        .option(
          "--points <n>",
          "number of points to draw from the ranges of --over, as a Latin hypercube",
          wholeNumber(1, MAX_CELLS),
        )
        .option("--seed <n>", "seed of the points that --points draws (default: 1)", parseSeed)
        .option(
          "--arms <list>",
          `more paired runs of each, for figures that need them: ${SWEEP_ARMS.map(armWords).join("; ")}. What --figures needs is run anyway`,
          parseArms,
        )
        .option(
          "--figures <list>",
          `figures of the table, and that the page leads with, separated by commas (default: ${LEADING_FIGURES.join(", ")})`,
          parseFigures,
        ),
    plan: ([scenario = DEFAULT_SCENARIO], options, how) => {
      const { over, list, points, seed, seeds, arms, figures } = options;
      return sweepStudy({
        ...how,
        scenario,
        settings: settingsOf(options),
        over: over.length === 0 ? undefined : over,
        list: list?.points,
        points,
        designSeed: seed,
        seeds,
        arms,
        figures,
      });
    },
    show: (document) => ({
      tables: sweepTables(document, MOST_POINTS),
      notes: document.seeds.length < 3 ? ["There are no intervals: of fewer than 3 seeds none can be told."] : [],
    }),
  });
}

function parseArms(written: string, earlier: readonly SweepArm[] = []): SweepArm[] {
  const arms = partsOf(written).map((part) => {
    const arm = SWEEP_ARMS.find((name) => name === part);
    if (arm === undefined) throw new InvalidArgumentError(`Expected some of ${SWEEP_ARMS.join(", ")}.`);
    return arm;
  });
  return [...new Set([...earlier, ...arms])];
}

function parseFigures(written: string, earlier: readonly string[] = []): string[] {
  return [...earlier, ...partsOf(written)];
}

function partsOf(written: string): string[] {
  return written.split(",").map((part) => part.trim());
}

function armWords(arm: SweepArm): string {
  const given = STUDY_FIGURES.filter(({ arms }) => arms.includes(arm)).map(({ name }) => name);
  return `${arm} (${given.join(", ")})`;
}
