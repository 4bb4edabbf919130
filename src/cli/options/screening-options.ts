/** Options of verbs that read rows of a file, or screen by lists and settings: a function for each family. */
import { type Command, Option } from "commander";
import { printable } from "../../core/terminal/printable.ts";
import { ROUTES } from "../../event/event-batch.ts";
import { type ColumnRequest, NAMED_ROLES, type NamedRole } from "../../rows/choose-columns.ts";
import { CHINA, type Country, countryOf } from "../../rows/country.ts";
import { guessCountry, guessedCountryWords } from "../../rows/guess-country.ts";
import { DEFAULT_POSITIVE_LABELS } from "../../rows/positive-labels.ts";
import { ROW_FORMATS } from "../../rows/file-format.ts";
import type { RowSource } from "../../rows/read-rows.ts";
import { tell } from "../output.ts";
import { extendList, modelOption, type SettingOptions, setOption, settingsOption } from "./options.ts";

export interface ListOptions {
  readonly templates?: string;
  readonly blocklist?: string;
}

export interface ScreeningOptions extends SettingOptions, ListOptions {}

export function addScreeningOptions(command: Command): Command {
  return addListOptions(command)
    .addOption(modelOption("starter"))
    .addOption(settingsOption("a YAML file of parameters, of which those of screening count, below --set"))
    .addOption(setOption("set a parameter of screening, as in screening.blockScore=200 or templates.engine=scan"));
}

export function addListOptions(command: Command): Command {
  const scripts = "scripts to match: one a line, or .yaml or .jsonl with a text each (default: those shipped)";
  return command
    .option("--templates <file>", scripts)
    .option("--blocklist <file>", "known-bad numbers, senders' names and domains, one a line");
}

export function countryOption(): Option {
  const words = "two letters of the country whose people wrote the numbers (default: CN)";
  return new Option("--country <code>", words).argParser(countryOf);
}

/** How a file of rows is read. Columns left out are looked for under common names. */
export interface FileOptions extends ColumnRequest, Pick<RowSource, "format" | "encoding" | "header"> {
  readonly positive?: string;
  readonly country?: Country;
}

/** The country that was named, or else guessed, and said. */
export async function countryOfFile({ country }: FileOptions, source: RowSource): Promise<Country> {
  if (country !== undefined) return country;
  const guessed = await guessCountry(source);
  if (guessed !== CHINA) tell(`${printable(source.file)}: ${guessedCountryWords(guessed.code)}`);
  return guessed;
}

/** Described once, in the help of `screen`. */
export const FILE_HELP = `
File options, the same for every verb that reads rows. Columns are found by
common names, in upper or lower case: text, message; caller, from; label; callee,
to; time, timestamp, date; duration; answered; route; direction; id. Or they are
named by an option for each: --text COLUMN, --caller COLUMN and so on. Times are
seconds or milliseconds since 1970, or ISO 8601 (UTC without a zone); durations
are seconds; answered is true, false, 1, 0, yes or no; routes are
${ROUTES.join(", ")}. With --no-header no first
line names the columns: they are 1, 2 and so on, as in --text 2.
--format is ${ROW_FORMATS.join(", ")} (default: by extension, else by first line).
--encoding is gb18030, big5, utf-16le or another (default: utf-8, or as it looks).
--country US: people of that country wrote the numbers, and a number is the same
with its country's code or without (default: the country that most numbers of
the file state, or CN, where 0095588 and +95588 are still not 95588). --positive LIST: label values that mean fraud; a trailing *
makes a prefix (default: "${DEFAULT_POSITIVE_LABELS}").
`;

const SEE_SCREEN = "\nFile options (columns, format, encoding, country, labels): ringfence screen --help\n";

const UNLABELLED: readonly NamedRole[] = NAMED_ROLES.filter((role) => role !== "label");

/** `roles`: of the columns that the verb reads. With a column of labels, also what they mean. */
export function addFileOptions(command: Command, roles = UNLABELLED, help = SEE_SCREEN): Command {
  const options = [
    ...roles.map((role) => new Option(`--${role} <column>`)),
    new Option("--format <format>").choices(ROW_FORMATS),
    new Option("--encoding <name>"),
    new Option("--no-header"),
    countryOption(),
    ...(roles.includes("label") ? [new Option("--positive <list>").argParser(extendList)] : []),
  ];
  for (const option of options) command.addOption(option.hideHelp());
  return command.addHelpText("after", help);
}
