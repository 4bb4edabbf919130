/** `ringfence bench pareto`: quality against speed, on a scenario or a labelled file. */
import { type Command, Option } from "commander";
import { type ParetoOptions, measurePareto } from "../../bench/pareto/pareto.ts";
import type { FileEventsOptions } from "../../bench/pareto/file-events.ts";
import { type ParetoDetails, untoldQuality } from "../../bench/pareto/points.ts";
import { renderPareto } from "../../bench/pareto/render.ts";
import { RingfenceError } from "../core/errors.ts";
import { countryOf } from "../source/country.ts";
import { DEFAULT_POSITIVE_LABELS } from "../source/positive-labels.ts";
import { ROW_FORMATS, type RowFormat } from "../source/read-rows.ts";
import { readScriptFile } from "../source/script-file.ts";
import { addBench } from "./bench-command.ts";
import { COUNTRY_HELP, extendList, parseHours, parseShare } from "./options.ts";
import { withSettings } from "./screening-settings.ts";
import { shippedTemplates } from "./shipped-templates.ts";

/** What commander makes of the options below. */
interface WrittenOptions extends Omit<ParetoOptions, "file" | "size" | "seed" | "onProgress" | "workers"> {
  readonly file?: string;
  readonly format?: RowFormat;
  readonly text?: string;
  readonly caller?: string;
  readonly label?: string;
  readonly positive?: string;
  readonly templates?: string;
  readonly blocklist?: string;
  readonly country?: string;
  readonly settings?: string;
  readonly set?: readonly string[];
}

const DEFAULT_FLOOR = 0.95;

export function registerBenchPareto(bench: Command): void {
  addBench<WrittenOptions>(bench, {
    kind: "pareto",
    description: "engines and settings: recall at a precision floor against events a second",
    measure: async ({ file, ...written }) => {
      if (file === undefined) refuseFileOptions(written);
      const { positive = DEFAULT_POSITIVE_LABELS } = written;
      const { classifier } = file === undefined ? {} : withSettings(written, process.stderr);
      return measurePareto({
        ...written,
        file: file === undefined ? undefined : { ...written, file, positive, scripts: scriptsOf(written), classifier },
      });
    },
    renderExtra: renderPareto,
    untold: ({ details }) => untoldQuality(details as unknown as ParetoDetails),
  })
    .option("--precision-floor <share>", "precision that a setting must reach", parseShare, DEFAULT_FLOOR)
    .option("--scenario <name>", "scenario whose last hours are screened (default: platform-2020, or smoke)")
    .option(
      "--hours <n>",
      "hours of the scenario, of which the last 2 are screened (default: 96; at smoke size 12, of which the last)",
      parseHours,
    )
    .option("--file <file>", "labelled messages or numbers instead (CSV, TSV, JSON Lines)")
    .addOption(new Option("--format <format>", "format of the file (default: by extension)").choices(ROW_FORMATS))
    .option("--text <column>", "column of the text")
    .option("--caller <column>", "column of the caller or sender")
    .option("--label <column>", "column of the label")
    .option(
      "--positive <list>",
      `label values that mean fraud; a trailing * makes a prefix (default: ${DEFAULT_POSITIVE_LABELS})`,
      extendList,
    )
    .option("--templates <file>", "scripts to match the file against (default: those shipped)")
    .option("--blocklist <file>", "known-bad numbers, senders' names and domains for the file, one a line")
    .option("--country <code>", COUNTRY_HELP, (code: string) => countryOf(code).code);
}

const FILE_OPTIONS = ["format", "text", "caller", "label", "positive", "templates", "blocklist", "country"] as const;

/** A scenario has labels of its own, and makes its own templates and blocklist. */
function refuseFileOptions(written: Omit<WrittenOptions, "file">): void {
  const given = FILE_OPTIONS.filter((name) => written[name] !== undefined).map((name) => `--${name}`);
  if (given.length === 0) return;
  throw new RingfenceError(
    "usage",
    `${given.join(", ")}: told of a file, and no --file was given: name one, or leave out what is told of it`,
  );
}

function scriptsOf({ templates }: Pick<WrittenOptions, "templates">): FileEventsOptions["scripts"] {
  return templates === undefined ? shippedTemplates() : readScriptFile(templates).scripts;
}
