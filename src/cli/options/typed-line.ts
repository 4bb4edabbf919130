/** The typed command, to be printed with its result. */
import type { Command } from "commander";
import { commandName } from "../../core/command-name.ts";
import { shellQuote } from "./shell-quote.ts";

/** Given options in the order of their declaration, without `without`. `verb`: what is typed for the command. */
export function typedLine(command: Command, without: readonly string[], verb = command.name()): string {
  const written = command.options.flatMap((option) => {
    const name = option.attributeName();
    const value: unknown = command.getOptionValue(name);
    if (without.includes(name) || command.getOptionValueSource(name) === "default") return [];
    if (value === undefined || value === false) return [];
    if (value === true) return [option.long!];
    return [value as string | number | string[]].flat().map((one) => `${option.long} ${shellQuote(String(one))}`);
  });
  return [commandName(), verb, ...command.args.map((one) => shellQuote(one)), ...written].join(" ");
}
