/** `ringfence study sweep`: a scenario along some of its parameters, with several seeds each. */
import { RingfenceError } from "../../core/errors.ts";
import { exactRecords } from "../../rows/csv/exact-records.ts";
import { readLines } from "../../rows/lines/text-lines.ts";
import { checkModulesOf } from "../../scenario/parameter-text.ts";
import { type ListPoint, MAX_CELLS, sweepStudy } from "../../study/sweep.ts";
import { type VariantsDocument, variantsSchema } from "../../study/document.ts";
import { wholeNumber } from "../options/numbers.ts";
import { allSettings, parseSeed, repeatable } from "../options/options.ts";
import { studyVerb, type CommonOptions, FIGURES, listOf, SHARD } from "./common.ts";

interface SweepOptions extends CommonOptions {
  readonly over: readonly string[];
  readonly list?: string;
  readonly points?: number;
  readonly seed?: number;
}

const POINTS_HELP = "number of points to draw from the ranges of --over, as a Latin hypercube";
const OVER_HELP =
  "a parameter and its values: path=a,b,c, path=low..high:steps for a grid, path=low..high for --points; " +
  ":log behind a range spaces it evenly by logarithm";

export const SWEEP = studyVerb<SweepOptions, VariantsDocument>({
  verb: "sweep",
  schema: variantsSchema,
  description:
    "run a scenario with several values of some parameters, or as it is, each with several seeds: a table and a page",
  seeds: "1-5",
  seedsHelp: "seeds that every point is run with, as 1-5 or 1,3,7-9",
  own: (command) =>
    command
      .addOption(SHARD)
      .addOption(repeatable("--over <path=values>", OVER_HELP))
      .option("--list <file>", "points as rows of a CSV file, its columns paths of parameters")
      .option("--points <n>", POINTS_HELP, wholeNumber(1, MAX_CELLS))
      .option("--seed <n>", "seed of the points that --points draws (default: 1)", parseSeed)
      .addOption(FIGURES),
  plan: ([scenario], { over, list, points, seed, figures, ...options }, how) =>
    sweepStudy({
      ...how,
      scenario,
      settings: allSettings(options),
      over,
      list: list === undefined ? undefined : readPoints(list),
      points,
      designSeed: seed,
      figures: listOf(figures),
    }),
});

const MAX_LIST_BYTES = 16 * 1024 * 1024;

/** A row each, with paths of parameters as head. Throws RingfenceError "io" if it cannot be read, "config" with the line. */
function readPoints(path: string): ListPoint[] {
  const rows = exactRecords(`--list ${path}`, readLines(path, MAX_LIST_BYTES));
  const [head = [], ...body] = rows.map((row) => row.map((cell) => cell.trim()));
  const again = head.find((name, at) => head.indexOf(name) !== at);
  if (again !== undefined) {
    throw new RingfenceError("config", `--list ${path}, line 1: ${JSON.stringify(again)} stands there twice`);
  }
  // Own keys only, whatever their names.
  const points = body.map((row): ListPoint => Object.fromEntries(row.map((cell, at) => [head[at]!, cell])));
  for (const point of points) checkModulesOf(path, point);
  return points;
}
