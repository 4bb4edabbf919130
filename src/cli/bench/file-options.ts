/** Options of benches for a file of recorded events, and for the lists that it is screened with. */
import type { Command } from "commander";
import type { RecordedFile } from "../../../bench/harness/recorded.ts";
import { RingfenceError } from "../../core/errors.ts";
import { NAMED_ROLES } from "../../rows/choose-columns.ts";
import { readScripts } from "../../rows/lists/script-file.ts";
import { shippedTemplates } from "../../screen/shipped-templates.ts";
import { addFileOptions, addListOptions, type FileOptions, type ListOptions } from "../options/screening-options.ts";

export interface RecordedOptions extends FileOptions, ListOptions {
  readonly file?: string;
}

export function addRecordedOptions(command: Command, what: string): Command {
  return addFileOptions(addListOptions(command.option("--file <file>", what)));
}

/** Undefined if no file was named. Throws RingfenceError "usage" for options of a file without one. */
export function recordedOf(written: RecordedOptions): RecordedFile | undefined {
  const { file, format, blocklist, templates, country } = written;
  if (file === undefined) {
    const given = FILE_OPTIONS.filter((name) => written[name] !== undefined).map((name) => `--${name}`);
    if (given.length === 0) return undefined;
    const why = "only with --file, which is missing: give it, or leave these options out";
    throw new RingfenceError("usage", `${given.join(", ")}: ${why}`);
  }
  return {
    file,
    format,
    columns: Object.fromEntries(NAMED_ROLES.map((role) => [role, written[role]])),
    blocklist,
    templates,
    country: country?.code,
    scripts: (templates === undefined ? shippedTemplates() : readScripts(templates).scripts).map(({ text }) => text),
  };
}

const FILE_OPTIONS = ["format", ...NAMED_ROLES, "positive", "templates", "blocklist", "country"] as const;
