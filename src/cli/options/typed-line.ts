/** The typed command, to be printed with its result. */
import type { Command } from "commander";
import { commandName } from "../../core/program.ts";
import { shellQuote } from "./shell-quote.ts";

/** Given options in the order of their declaration, those of `keep`. `verb`: what is typed for the command. */
export function typedLine(command: Command, keep: (option: string) => boolean, verb: string): string {
  const written = command.options.flatMap((option) => {
    const name = option.attributeName();
    const value: unknown = command.getOptionValue(name);
    if (!keep(name) || command.getOptionValueSource(name) === "default") return [];
    if (value === undefined) return [];
    if (typeof value === "boolean") return [option.long!];
    return [value as string | number | string[]].flat().map((one) => `${option.long} ${shellQuote(String(one))}`);
  });
  return [commandName(), verb, ...command.args.map((one) => shellQuote(one)), ...written].join(" ");
}
