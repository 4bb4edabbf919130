/** The typed command, to be printed with its result. */
import type { Command } from "commander";
import { commandName } from "../../core/program.ts";
import { OWN_STAGES_VARIABLE, ownStagesList } from "../../detect/own-stages.ts";

/** A word as a shell takes it literally. */
export function shellQuote(word: string): string {
  return /^[\w./=,:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** What is typed before the verb: the program, and users' stages. */
export function programLine(): string {
  const stages = ownStagesList();
  return `${stages === "" ? "" : `${OWN_STAGES_VARIABLE}=${shellQuote(stages)} `}${commandName()}`;
}

/** Given options in the order of their declaration, those of `keep`. `verb`: what is typed for the command. */
export function typedLine(command: Command, keep: (option: string) => boolean, verb: string): string {
  const written = command.options.flatMap((option) => {
    const name = option.attributeName();
    const value: unknown = command.getOptionValue(name);
    if (value === undefined || !keep(name) || command.getOptionValueSource(name) === "default") return [];
    if (typeof value === "boolean") return [option.long!];
    return [value as string | number | string[]].flat().map((one) => `${option.long} ${shellQuote(String(one))}`);
  });
  return [programLine(), verb, ...command.args.map((one) => shellQuote(one)), ...written].join(" ");
}
