/** `ringfence study calibrate`: moves parameters of a scenario until its figures come close to those reported. */
import { type Command, Option } from "commander";
import { readBounds } from "../../study/bounds.ts";
import { CALIBRATED_PARAMETERS, type Calibration, calibration, readTargets } from "../../study/calibrate.ts";
import { wholeNumber } from "../options/numbers.ts";
import { collect, extendList } from "../options/options.ts";
import { addStudy, type CommonOptions, scenarioOf } from "./common.ts";

interface CalibrateOptions extends CommonOptions {
  readonly targets?: string;
  readonly over: readonly string[];
  readonly budget: number;
}

const MAX_BUDGET = 10_000;
const DEFAULT_BUDGET = 60;

const TARGETS_HELP =
  "what to come close to, separated by commas: reference figures by name, and numbers of the report as path=value, " +
  "warnings.byChannel.message.success=0.4 say (default: every reference figure)";
export const OVER_HELP =
  "a parameter that may move, as path=low..high, or as path for half to twice its value; may be given more than once";

export function registerCalibrate(study: Command): void {
  addStudy<CalibrateOptions, Calibration>(study, {
    verb: "calibrate",
    description: "search for the parameters at which a scenario comes closest to reported figures",
    seeds: "1",
    seedsHelp: "seeds of each setting: a figure is its mean over them; the first one also seeds the search",
    own: (command) =>
      command
        .option("--targets <list>", TARGETS_HELP, extendList)
        .addOption(
          new Option("--over <path=low..high>", OVER_HELP)
            .argParser(collect)
            .default([], CALIBRATED_PARAMETERS.join(", ")),
        )
        .option("--budget <n>", "settings to try", wholeNumber(1, MAX_BUDGET), DEFAULT_BUDGET),
    plan: (names, options, how) => {
      const scenario = scenarioOf(names, options);
      const over = options.over.length === 0 ? CALIBRATED_PARAMETERS : options.over;
      return calibration({
        ...how,
        scenario,
        over: over.map((each) => readBounds(scenario, each)),
        targets: readTargets(options.targets, scenario),
        budget: options.budget,
        seeds: options.seeds,
      });
    },
  });
}
