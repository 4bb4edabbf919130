/** `ringfence study sweep`: a scenario along some of its parameters, with several seeds each. */
import { type Command, Option } from "commander";
import { type ListPoint, MAX_CELLS, sweepStudy } from "../../study/sweep.ts";
import type { VariantsDocument } from "../../study/variants-document.ts";
import { wholeNumber } from "../options/numbers.ts";
import { collect, parseSeed } from "../options/options.ts";
import { addStudy, type CommonOptions, figuresOption, settingsOf, shardOption } from "./common.ts";
import { readPoints } from "./point-list.ts";

interface SweepOptions extends CommonOptions {
  readonly over: readonly string[];
  readonly list?: { readonly file: string; readonly points: readonly ListPoint[] };
  readonly points?: number;
  readonly seed?: number;
  readonly figures?: readonly string[];
}

const OVER_HELP =
  "a parameter and its values: path=a,b,c, path=low..high:steps for a grid, path=low..high for --points; " +
  ":log behind a range spaces it evenly by logarithm; may be given more than once";

export function registerSweep(study: Command): void {
  addStudy<SweepOptions, VariantsDocument>(study, {
    verb: "sweep",
    description:
      "run a scenario with several values of some parameters, or as it is, each with several seeds: a table and a page",
    seeds: "1-5",
    seedsHelp: "seeds that every point is run with, as 1-5 or 1,3,7-9",
    own: (command) =>
      command
        .addOption(shardOption())
        .addOption(new Option("--over <path=values>", OVER_HELP).argParser(collect).default([], "none: seeds alone"))
        .option("--list <file>", "points as rows of a CSV file, its columns paths of parameters", (file) => {
          return { file, points: readPoints(file) };
        })
        .option(
          "--points <n>",
          "number of points to draw from the ranges of --over, as a Latin hypercube",
          wholeNumber(1, MAX_CELLS),
        )
        .option("--seed <n>", "seed of the points that --points draws (default: 1)", parseSeed)
        .addOption(figuresOption()),
    plan: ([scenario], { over, list, points, seed, seeds, figures, ...options }, how) =>
      sweepStudy({
        ...how,
        scenario,
        settings: settingsOf(options),
        over,
        list: list?.points,
        points,
        designSeed: seed,
        seeds,
        figures,
      }),
  });
}
