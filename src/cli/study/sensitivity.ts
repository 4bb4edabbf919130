/** `ringfence study sensitivity`: how far success moves when each assumed parameter is halved and doubled. */
import { type Command, Option } from "commander";
import { sensitivityTables } from "../../study/page/sensitivity-page.ts";
import { type Sensitivity, sensitivity, SENSITIVITY_PARAMETERS } from "../../study/sensitivity.ts";
import { collect } from "../options/options.ts";
import { addStudy, type CommonOptions, scenarioOf } from "./common.ts";

interface SensitivityOptions extends CommonOptions {
  readonly over: readonly string[];
}

export function registerSensitivity(study: Command): void {
  const count = SENSITIVITY_PARAMETERS.length;
  addStudy<SensitivityOptions, Sensitivity>(study, {
    verb: "sensitivity",
    description: "how far success and other rates of warnings move when each assumed parameter is halved and doubled",
    seeds: "1",
    seedsHelp: "seeds, each a world of its own: intervals of one are within it, of more between them",
    own: (command) =>
      command.addOption(
        new Option("--over <path>", "a parameter to halve and double; may be given more than once")
          .argParser(collect)
          .default([], `${count} that are assumed and move most: up to ${2 * count} runs a seed`),
      ),
    plan: (names, options, how) =>
      sensitivity({
        ...how,
        scenario: scenarioOf(names, options),
        seeds: options.seeds,
        parameters: options.over.length === 0 ? undefined : options.over,
      }),
    show: (document) => ({ tables: sensitivityTables(document) }),
  });
}
