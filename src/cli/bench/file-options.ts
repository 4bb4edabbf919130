/** Options of every bench for a file of recorded events, and for the lists that it is screened with. */
import type { Command } from "commander";
import type { RecordedFile } from "../../../bench/harness/recorded.ts";
import { RingfenceError } from "../../core/errors.ts";
import { NAMED_ROLES, type NamedRole } from "../../rows/choose-columns.ts";
import type { Country } from "../../rows/country.ts";
import type { RowFormat } from "../../rows/read-rows.ts";
import { readScripts } from "../../rows/lists/script-file.ts";
import { addColumnOptions, addListOptions, countryOption } from "../options/screening-options.ts";
import { shippedTemplates } from "../../screen/shipped-templates.ts";

export interface FileOptions extends Readonly<Partial<Record<NamedRole, string>>> {
  readonly file?: string;
  readonly format?: RowFormat;
  readonly blocklist?: string;
  readonly templates?: string;
  readonly country?: Country;
}

export function addFileOptions(command: Command, what: string): Command {
  command.option("--file <file>", `${what}; columns, format and encoding are named as in screen --help`);
  const own = command.options.length;
  addColumnOptions(command);
  for (const option of command.options.slice(own)) option.hideHelp();
  return addListOptions(command).addOption(countryOption());
}

/** Undefined if no file was named. Throws RingfenceError "usage" for options of a file without one. */
export function recordedOf(written: FileOptions, others: readonly string[] = []): RecordedFile | undefined {
  const { file, format, blocklist, templates, country } = written;
  if (file === undefined) {
    refuseFileOptions(written, others);
    return undefined;
  }
  const columns = Object.fromEntries(
    NAMED_ROLES.flatMap((role) => (written[role] === undefined ? [] : [[role, written[role]]])),
  );
  return {
    file,
    format,
    columns,
    blocklist,
    templates,
    country: country?.code,
    scripts: (templates === undefined ? shippedTemplates() : readScripts(templates).scripts).map(({ text }) => text),
  };
}

const FILE_OPTIONS = ["format", ...NAMED_ROLES, "templates", "blocklist", "country"] as const;

function refuseFileOptions(written: FileOptions, others: readonly string[]): void {
  const flags = written as Readonly<Record<string, unknown>>;
  const given = [...FILE_OPTIONS, ...others].filter((name) => flags[name] !== undefined).map((name) => `--${name}`);
  if (given.length === 0) return;
  throw new RingfenceError(
    "usage",
    `${given.join(", ")}: only with --file, which is missing: give it, or leave these options out`,
  );
}
