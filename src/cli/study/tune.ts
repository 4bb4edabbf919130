/** `ringfence study tune`: thresholds, weights, levels and crews that do best under a constraint. */
import { RingfenceError } from "../../core/errors.ts";
import { type TuningDocument, tuningSchema } from "../../study/document.ts";
import { DEFAULT_GOAL, type GoalOptions } from "../../study/tune/goal.ts";
import { tuning } from "../../study/tune/tune.ts";
import { wholeNumber } from "../options/numbers.ts";
import { DEFAULT_SEED, parseSeed, repeatable } from "../options/options.ts";
import { addSearch, searchOf, type SearchOptions } from "./calibrate.ts";
import { studyVerb } from "./common.ts";

interface TuneOptions extends SearchOptions, GoalOptions {
  readonly subjectTo: readonly string[];
  readonly searchSeed: number;
}

/** Moved by default: when a warning comes, and by how many people. */
const DEFAULT_OVER = ["warnings.low=0.5..1.5", "dissuasion.agents=2..24"];

export const TUNE = studyVerb<TuneOptions, TuningDocument>({
  verb: "tune",
  schema: tuningSchema,
  description: "search for the best setting that keeps its constraints; judge it on other seeds",
  seeds: "1-4",
  seedsHelp: "seeds on which a setting is chosen",
  own: (command) =>
    addSearch(command, DEFAULT_OVER, "101-108")
      .option("--maximise <figure>", "the figure that shall be large")
      .option("--minimise <figure>", `or the figure that shall be small (default: ${DEFAULT_GOAL})`)
      .addOption(repeatable("--subject-to <bound>", 'what must hold, as "accuracy>=0.7"'))
      .option("--budget <runs>", "runs on the tuning seeds at most", wholeNumber(1, 100_000), 120)
      .option("--search-seed <n>", "seed of the search", parseSeed, DEFAULT_SEED),
  plan: (names, options, how) => tuning(searchOf(names, options, how)),
  check: ({ constraints }) => {
    const open = constraints.filter(({ heldOut }) => heldOut !== "kept");
    const words = open.map(({ constraint, heldOut }) => `${constraint}: ${heldOut}`).join("; ");
    if (open.length > 0)
      throw new RingfenceError("noData", `not kept on held-out seeds, by the whole interval: ${words}`);
  },
  help: `
A constraint must hold for all of the 95 % interval between seeds, so take two
seeds at least. A parameter that does not change the goal stays as it is.

The setting is written as tune.yaml, for --settings. Exit code 4: no setting
tried keeps the constraints where it was chosen, or the one found breaks them on
held-out seeds or cannot be told there (its files are kept).
`,
});
