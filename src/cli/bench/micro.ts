/** `ringfence bench micro`. */
import { type Command, Option } from "commander";
import { MICRO_GROUPS, type MicroOptions, measureMicro } from "../../../bench/micro/micro.ts";
import { addBench } from "./bench-command.ts";
import { wholeNumber } from "../options/numbers.ts";

const MAX_ROUNDS = 1000;
const MAX_ENTRIES = 20_000_000;

export function registerBenchMicro(parent: Command): void {
  addBench<MicroOptions>(parent, {
    kind: "micro",
    description: "every engine and stage against what a user would pick instead",
    measure: measureMicro,
    unbroken: true,
  })
    .option(
      "--file <module>",
      'your own functions, timed next to ours: a module that exports them; each is called with the text of a message, or, with export const over = "numbers", with a number',
    )
    .addOption(new Option("--group <name...>", "measure these groups alone").choices(MICRO_GROUPS))
    .option(
      "--rounds <n>",
      "rounds, in each of which every contender is measured; an interval takes 6 (default: 8, or 1 at smoke size)",
      wholeNumber(1, MAX_ROUNDS),
    )
    .option(
      "--entries <n...>",
      "sizes of the blocklist, as in 1e5 1e6 1e7 (default: 1e5 1e6, or 2000 at smoke size)",
      collectEntries,
    );
}

const readEntries = wholeNumber(1, MAX_ENTRIES);

function collectEntries(written: string, earlier: readonly number[] = []): number[] {
  return [...earlier, readEntries(written)];
}
