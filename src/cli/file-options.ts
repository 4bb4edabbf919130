/** The options by which every bench is told of a file of recorded events, and of the lists that it is screened with. */
import { type Command, Option } from "commander";
import type { RecordedFile } from "../../bench/harness/recorded.ts";
import { RingfenceError } from "../core/errors.ts";
import { COLUMN_ROLES, type ColumnRole } from "../rows/choose-columns.ts";
import { countryOf } from "../rows/country.ts";
import { ROW_FORMATS, type RowFormat } from "../rows/read-rows.ts";
import { readScripts } from "../rows/lists/script-file.ts";
import { COUNTRY_HELP } from "./options.ts";
import { shippedTemplates } from "../screen/shipped-templates.ts";

/** What commander makes of them. */
export interface FileOptions extends Readonly<Partial<Record<ColumnRole, string>>> {
  readonly file?: string;
  readonly format?: RowFormat;
  readonly blocklist?: string;
  readonly templates?: string;
  readonly country?: string;
}

const COLUMN_HELP: Readonly<Record<ColumnRole, string>> = {
  text: "column of the text",
  caller: "column of the caller or sender",
  label: "column of the label",
  callee: "column of who is called",
  time: "column of the time: ISO 8601, or seconds or milliseconds since 1970",
  duration: "column of the seconds that a call lasted",
  answered: "column of whether a call was answered",
  route: "column of the network",
  direction: "column of whether a message was received or sent",
  id: "column of the event's identity",
};

export function addFileOptions(command: Command, what: string): Command {
  command
    .option("--file <file>", what)
    .addOption(new Option("--format <format>", "format of the file (default: by extension)").choices(ROW_FORMATS));
  for (const role of COLUMN_ROLES) command.option(`--${role} <column>`, COLUMN_HELP[role]);
  return command
    .option("--templates <file>", "scripts to match the file against (default: those shipped)")
    .option("--blocklist <file>", "known-bad numbers, senders' names and domains for the file, one a line")
    .option("--country <code>", COUNTRY_HELP, (code: string) => countryOf(code).code);
}

/**
 * The file that was told of; undefined where none was. Throws RingfenceError "usage" where something is told of a file
 * and none is named.
 */
export function recordedOf(written: FileOptions, others: readonly string[] = []): RecordedFile | undefined {
  const { file, format, blocklist, templates, country } = written;
  if (file === undefined) {
    refuseFileOptions(written, others);
    return undefined;
  }
  const columns = Object.fromEntries(
    COLUMN_ROLES.flatMap((role) => (written[role] === undefined ? [] : [[role, written[role]]])),
  );
  return {
    file,
    format,
    columns,
    blocklist,
    templates,
    country,
    scripts: (templates === undefined ? shippedTemplates() : readScripts(templates).scripts).map(({ text }) => text),
  };
}

const FILE_OPTIONS = ["format", ...COLUMN_ROLES, "templates", "blocklist", "country"] as const;

/** A bench without a file makes its own events and lists. */
function refuseFileOptions(written: FileOptions, others: readonly string[]): void {
  const told = written as Readonly<Record<string, unknown>>;
  const given = [...FILE_OPTIONS, ...others].filter((name) => told[name] !== undefined).map((name) => `--${name}`);
  if (given.length === 0) return;
  throw new RingfenceError(
    "usage",
    `${given.join(", ")}: told of a file, and no --file was given: name one, or leave out what is told of it`,
  );
}
