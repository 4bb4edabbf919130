/** `ringfence study calibrate`: moves parameters of a scenario until its figures come close to those reported. */
import type { Command } from "commander";
import { CALIBRATED_PARAMETERS, calibration } from "../../study/tune/calibrate.ts";
import { type TuningDocument, tuningSchema } from "../../study/document.ts";
import { wholeNumber } from "../options/numbers.ts";
import { extendList, repeatable } from "../options/options.ts";
import { studyVerb, type CommonOptions, type How, parseSeeds, scenarioOf, seedsOption } from "./common.ts";

export interface SearchOptions extends CommonOptions {
  readonly over: readonly string[];
  readonly heldOut: string;
  readonly budget: number;
}

const TARGETS_HELP =
  "what to come close to, by commas: reference figures by name (default: all), and numbers of the report as path=value, warnings.byChannel.message.success=0.4 say";
const OVER_HELP = "a parameter that may move, as path=low..high, or as path for half to twice its value";

/** Of all searches. */
export function addSearch(command: Command, usual: readonly string[], heldOut: string): Command {
  return command
    .addOption(repeatable("--over <path=low..high>", OVER_HELP, usual))
    .addOption(seedsOption("--held-out <list>", "seeds on which it is judged, none of them in --seeds", heldOut));
}

export function searchOf<Options extends SearchOptions>(names: readonly string[], options: Options, how: How) {
  return { ...options, ...how, scenario: scenarioOf(names, options), heldOut: parseSeeds(options.heldOut) };
}

export const CALIBRATE = studyVerb<SearchOptions & { readonly targets?: string }, TuningDocument>({
  verb: "calibrate",
  schema: tuningSchema,
  description: "search for the parameters at which a scenario comes closest to reported figures",
  seeds: "1",
  seedsHelp: "seeds on which a setting is chosen; the first one also seeds the search",
  own: (command) =>
    addSearch(command, CALIBRATED_PARAMETERS, "201-204")
      .option("--targets <list>", TARGETS_HELP, extendList)
      .option("--budget <n>", "settings to try", wholeNumber(1, 10_000), 60),
  plan: (names, options, how) =>
    calibration({
      ...searchOf(names, options, how),
      budget: options.budget * how.seeds.length,
      searchSeed: how.seeds[0]!,
    }),
});
