/** Options of verbs that read rows of a file, or screen by lists and settings: a function for each family. */
import { type Command, Option } from "commander";
import { DEFAULT_BLOCKLIST_ENGINE } from "../../detect/blocklist/engines.ts";
import { ROUTES } from "../../event/event-batch.ts";
import { NAMED_ROLES, type NamedRole } from "../../rows/choose-columns.ts";
import { type Country, countryOf } from "../../rows/country.ts";
import { DEFAULT_POSITIVE_LABELS } from "../../rows/positive-labels.ts";
import { ROW_FORMATS } from "../../rows/read-rows.ts";
import { permilleOf } from "../../screen/settings.ts";
import { readNumber } from "./numbers.ts";
import {
  BLOCKLIST_ENGINE_HELP,
  extendList,
  MATCHER_ENGINE_HELP,
  modelOption,
  type SettingOptions,
  setOption,
  settingsOption,
} from "./options.ts";

export interface ScreeningOptions extends SettingOptions {
  readonly templates?: string;
  readonly blocklist?: string;
  readonly country?: Country;
  readonly threshold?: number;
  readonly engine?: string;
  readonly blocklistEngine?: string;
}

/** `engine`: the default of the text match. */
export function addScreeningOptions(command: Command, engine: string): Command {
  return addSettingOptions(
    addListOptions(command)
      .addOption(countryOption())
      .option("--threshold <similarity>", "similarity from which a text matches (default: 0.75)", parseThreshold)
      .option("--engine <engine>", `${MATCHER_ENGINE_HELP} (default: ${engine})`)
      .option("--blocklist-engine <engine>", `${BLOCKLIST_ENGINE_HELP} (default: ${DEFAULT_BLOCKLIST_ENGINE})`)
      .addOption(modelOption("starter")),
  );
}

export function addListOptions(command: Command): Command {
  return command
    .option(
      "--templates <file>",
      "scripts to match: one a line, or .yaml or .jsonl with a text each (default: those shipped)",
    )
    .option("--blocklist <file>", "known-bad numbers, senders' names and domains, one a line");
}

function addSettingOptions(command: Command): Command {
  return command
    .addOption(
      settingsOption(
        "a YAML file of parameters, of which those of screening count; --set, --threshold, --engine and --stages override it",
      ),
    )
    .addOption(setOption("set a parameter of screening, as in screening.blockScore=200"));
}

export function countryOption(): Option {
  return new Option(
    "--country <code>",
    "two letters of the country whose people wrote the numbers: a number is the same with its country's code or without (default: CN, where 0095588 and +95588 are still not 95588)",
  ).argParser(countryOf);
}

const COLUMN_HELP: Readonly<Record<NamedRole, string>> = {
  text: "the text",
  caller: "the caller or sender",
  label: "the label",
  callee: "who is called",
  time: "the time: seconds or milliseconds of the epoch, or ISO 8601 (UTC without a zone)",
  duration: "the seconds that a call lasted",
  answered: "whether a call was answered: true, false, 1, 0, yes, no",
  route: `the network: ${ROUTES.join(", ")}`,
  direction: "whether a message was received or sent",
  id: "the event's identity",
};

export function addColumnOptions(command: Command, roles: readonly NamedRole[] = NAMED_ROLES): Command {
  command.addOption(
    new Option("--format <format>", "format of the file (default: by extension, else by first line)").choices(
      ROW_FORMATS,
    ),
  );
  command
    .option("--encoding <name>", "encoding of a text, as gb18030, big5 or utf-16le (default: utf-8, or as it looks)")
    .option("--no-header", "no first line names the columns: they are 1, 2 and so on, as in --text 2");
  for (const role of roles) command.option(`--${role} <column>`, `column of ${COLUMN_HELP[role]}`);
  return command;
}

export function positiveOption(): Option {
  return new Option(
    "--positive <list>",
    `label values that mean fraud; a trailing * makes a prefix (default: "${DEFAULT_POSITIVE_LABELS}")`,
  ).argParser(extendList);
}

/** A similarity as written, for example 0.75, in thousandths. Throws `usage` if it is out of range. */
export function parseThreshold(written: string): number {
  return permilleOf(readNumber(written), "--threshold", written);
}
