/** `ringfence schema`: the parameters of a scenario as a table, and the JSON Schemas of inputs and outputs. */
import { z } from "zod";
import { Argument, type Command } from "commander";
import { comparisonJsonSchema } from "../../bench/compare/result.ts";
import { benchJsonSchema } from "../../bench/harness/result.ts";
import { shorten } from "../core/describe-value.ts";
import { printEmphasised } from "../core/terminal/print.ts";
import { wrap } from "../core/terminal/wrap.ts";
import { RingfenceError } from "../core/errors.ts";
import { reportJsonSchema } from "../report/document.ts";
import { type Parameter, keysAt, parameters, scenarioJsonSchema } from "../scenario/keys.ts";
import { nearestParameters } from "../scenario/nearest-parameter.ts";
import { calibrationSchema } from "../study/calibrate.ts";
import { jsonSchemaOf } from "../study/document.ts";
import { comparisonSchema } from "../study/compare.ts";
import { sweepSchema } from "../study/sweep.ts";
import { tuningSchema } from "../study/tune/document.ts";
import { validationSchema } from "../study/validate.ts";
import { terminalColumns } from "./options/columns.ts";
import { jsonDocument, wantsColour } from "./output.ts";
import { renderOverview, renderParameters } from "./parameter-table.ts";
import { ScreenDocument } from "../screen/document.ts";

const SCHEMAS: Readonly<Record<string, () => object>> = {
  scenario: scenarioJsonSchema,
  report: reportJsonSchema,
  screen: () => z.toJSONSchema(ScreenDocument),
  sweep: () => jsonSchemaOf(sweepSchema),
  compare: () => jsonSchemaOf(comparisonSchema),
  tune: () => jsonSchemaOf(tuningSchema),
  calibrate: () => jsonSchemaOf(calibrationSchema),
  validate: () => jsonSchemaOf(validationSchema),
  bench: benchJsonSchema,
  "bench-compare": comparisonJsonSchema,
};

const DESCRIPTION =
  "print the parameters of a scenario file: default, range, unit, what each does; or the JSON Schema of a document that " +
  "--json prints, or of scenario files (with --json)";

const COMMAND = "ringfence schema scenario";

interface SchemaOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

export function registerSchema(program: Command): void {
  program
    .command("schema")
    .description(DESCRIPTION)
    .addArgument(new Argument("<document>", "which document").choices(Object.keys(SCHEMAS)))
    .argument("[group]", "of a scenario: this group of parameters alone, or one parameter (`warnings.low`)")
    .option("--all", "of a scenario: every parameter, not only the basic ones")
    .option("--json", "print the JSON Schema, of scenarios too")
    .action((document: string, group: string | undefined, { all = false, json = false }: SchemaOptions) => {
      const isTable = document === "scenario" && !json;
      if (!isTable && group !== undefined) {
        throw new RingfenceError("usage", `a JSON Schema is printed whole: leave out "${shorten(group)}"`);
      }
      printEmphasised(process.stdout, isTable ? parametersOf(group, all) : jsonDocument(SCHEMAS[document]!()));
    });
}

/** A group's parameters whole; else the basic ones, or all. */
function parametersOf(group: string | undefined, isAll: boolean): string {
  const [width, style] = [terminalColumns(process.stdout), { colour: wantsColour(process.stdout) }];
  const all = parameters();
  if (group !== undefined) return renderParameters(within(group, all), width, style);
  if (isAll) return renderParameters(all, width, style);
  const basic = all.filter(({ level }) => level === "basic");
  const groups = [...new Set(all.map(({ path }) => path.split(".")[0]!))].filter((name) => keysAt([name]).length > 0);
  const rest = `${basic.length} of ${all.length} parameters, the basic ones. All of them: ${COMMAND} --all; all of a group: ${COMMAND} GROUP, with one of ${groups.join(", ")}.`;
  return `${renderOverview(basic, width, style)}\n${(width === null ? [rest] : wrap(rest, "", width)).join("\n")}\n`;
}

function within(group: string, all: readonly Parameter[]): Parameter[] {
  const found = all.filter(({ path }) => path === group || path.startsWith(`${group}.`));
  if (found.length > 0) return found;
  const [first = "", ...below] = group.split(".");
  const near = nearestParameters(first, [], below);
  const hint = near.length === 0 ? "" : `. Did you mean ${near.map((one) => `"${one}"`).join(" or ")}?`;
  throw new RingfenceError("usage", `a scenario has no parameter or group "${shorten(group)}"${hint}`);
}
