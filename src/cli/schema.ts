/** `ringfence schema`: the parameters of a scenario as a table, and the JSON Schemas of inputs and outputs. */
import { z } from "zod";
import { Argument, type Command } from "commander";
import { comparisonJsonSchema } from "../../bench/compare/result.ts";
import { benchJsonSchema } from "../../bench/harness/result.ts";
import { shorten } from "../core/describe-value.ts";
import { cutToWidth, displayWidth, fitToWidth } from "../core/terminal/display-width.ts";
import { printEmphasised } from "../core/terminal/print.ts";
import { emphasise } from "../core/terminal/table.ts";
import { wrap } from "../core/terminal/wrap.ts";
import { RingfenceError } from "../core/errors.ts";
import { reportJsonSchema } from "../report/document.ts";
import { type Parameter, keysAt, parameters, scenarioJsonSchema, nearestParameters } from "../scenario/keys.ts";
import { STUDIES } from "./study/study.ts";
import { jsonDocument, terminalColumns, wantsColour } from "./output.ts";
import { ScreenDocument } from "../screen/document.ts";

const SCHEMAS: Readonly<Record<string, () => object>> = {
  scenario: scenarioJsonSchema,
  report: reportJsonSchema,
  screen: () => z.toJSONSchema(ScreenDocument),
  ...Object.fromEntries(STUDIES.map(({ verb, schema }) => [verb, () => z.toJSONSchema(schema)])),
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
  const width = terminalColumns(process.stdout);
  const all = parameters();
  if (group !== undefined) return tableOf(within(group, all).map(wholeRow), WHOLE, width);
  if (isAll) return tableOf(all.map(wholeRow), WHOLE, width);
  const basic = all.filter(({ level }) => level === "basic");
  const groups = [...new Set(all.map(({ path }) => path.split(".")[0]!))].filter((name) => keysAt([name]).length > 0);
  const rest = `${basic.length} of ${all.length} parameters, the basic ones. All of them: ${COMMAND} --all; all of a group: ${COMMAND} GROUP, with one of ${groups.join(", ")}.`;
  const words = width === null ? rest : wrap(rest, "", width).join("\n");
  return `${tableOf(basic.map(briefRow), BRIEF, width)}\n${words}\n`;
}

interface Row {
  readonly cells: readonly string[];
  readonly does: string;
}

const WHOLE = ["", "default", "range", "unit"];
const BRIEF = ["", "default"];
/** Units that the first sentence of a parameter has, or that say nothing. */
const UNITS_LEFT_OUT = new Set(["count", "share", "name", "name or module", "text", "on or off", "relative weights"]);

function wholeRow(parameter: Parameter): Row {
  const { path, unit = "", description = "", values, minimum, maximum } = parameter;
  const most = maximum !== undefined && maximum >= Number.MAX_SAFE_INTEGER ? "any" : String(maximum);
  return {
    cells: [path, defaultOf(parameter), minimum === undefined ? "" : `${minimum} to ${most}`, unit],
    does: values === undefined ? description : `${description} One of ${values.join(", ")}.`,
  };
}

function briefRow(parameter: Parameter): Row {
  const { path, unit = "", description = "" } = parameter;
  const stated = defaultOf(parameter);
  return {
    cells: [path, UNITS_LEFT_OUT.has(unit) ? stated : `${stated} ${unit}`],
    does: description.split(/(?<=\.) /)[0]!,
  };
}

function defaultOf({ default: value }: Parameter): string {
  if (value === undefined) return "required";
  return typeof value === "string" && value !== "" ? value : JSON.stringify(value);
}

const GAP = "  ";

/** `width` null, for a file or `grep`: a line a parameter. Else no line is wider, and what it does stands below. */
function tableOf(rows: readonly Row[], heads: readonly string[], width: number | null): string {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map(({ cells }) => displayWidth(cells[column]!))),
  );
  const line = (cells: readonly string[]): string =>
    GAP + cells.map((cell, column) => fitToWidth(cell, widths[column]!)).join(GAP);
  const lines = rows.flatMap(({ cells, does }) => {
    const whole = line(cells);
    if (width === null) return [`${whole}${GAP}${does}`];
    const [path, ...rest] = cells;
    const isFitting = displayWidth(whole.trimEnd()) <= width;
    const broken = [`${GAP}${path}`, ...wrap(rest.filter((cell) => cell !== "").join(GAP), GAP.repeat(2), width)];
    return [...(isFitting ? [whole.trimEnd()] : broken), ...wrap(does, GAP.repeat(3), width)];
  });
  const head = width === null ? `${line(heads)}${GAP}what it does` : cutToWidth(line(heads).trimEnd(), width);
  return `${[emphasise("dim", head, { colour: wantsColour(process.stdout) }), ...lines].join("\n")}\n`;
}

function within(group: string, all: readonly Parameter[]): Parameter[] {
  const found = all.filter(({ path }) => path === group || path.startsWith(`${group}.`));
  if (found.length > 0) return found;
  const [first = "", ...below] = group.split(".");
  const near = nearestParameters(first, [], below);
  const hint = near.length === 0 ? "" : `. Did you mean ${near.map((one) => `"${one}"`).join(" or ")}?`;
  throw new RingfenceError("usage", `a scenario has no parameter or group "${shorten(group)}"${hint}`);
}
