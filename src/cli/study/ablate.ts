/** `ringfence study ablate`: each defence left out in turn, and added alone to nothing. */
import type { Command } from "commander";
import { counted } from "../../core/counted.ts";
import { type Ablation, ablation } from "../../study/ablate.ts";
import { ablationTables } from "../../study/page/ablation-page.ts";
import { DEFENCES } from "../../study/variants/defences.ts";
import { extendList } from "../options/options.ts";
import { addStudy, type CommonOptions, shardOption, scenarioOf, seedsNote } from "./common.ts";

interface AblateOptions extends CommonOptions {
  readonly defences?: string;
}

const UNSURE =
  "?: this may be no difference at all. The number is how many seeds would be enough to tell. " +
  "? is judged with Holm's correction over all defences, so it may stand beside an interval without 0.";

export function registerAblate(study: Command): void {
  addStudy<AblateOptions, Ablation>(study, {
    verb: "ablate",
    description: "leave out each defence in turn, add each alone to nothing, and say what it does",
    seeds: "1-5",
    seedsHelp: "seeds, each a world of its own: 1-5, or 1,2,7",
    own: (command) =>
      command
        .addOption(shardOption())
        .option("--defences <list>", "defences to try, separated by commas (default: all of the scenario)", extendList)
        .option("--details", "every figure in the terminal"),
    plan: (names, options, how) =>
      ablation({
        ...how,
        scenario: scenarioOf(names, options),
        seeds: options.seeds,
        defences: options.defences?.split(",").map((each) => each.trim()),
      }),
    show: (document, { details = false }) => ({
      tables: ablationTables(document, details),
      notes: [
        "Left out: the result without this defence, minus the result with all. Alone: this defence and what it needs, minus only what it needs.",
        seedsNote(
          document.seeds.length,
          `Means over ${counted(document.seeds.length, "seed")}, ± half of the 95 % interval. ${UNSURE}`,
        ),
        ...(details ? [] : ["Every figure: --details, or the table and the page."]),
      ],
    }),
    help: () =>
      `\nDefences: ${DEFENCES.map(({ name }) => name).join(", ")}.\n` +
      "What a channel of warnings does: --defences message,telephone,visit\n",
  });
}
