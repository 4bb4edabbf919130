/** Every parameter of a scenario as tables for people: one a group, with default, range, unit and what it does. */
import { cutToWidth, fitToWidth, displayWidth } from "../core/terminal/display-width.ts";
import { type Style, emphasise } from "../core/terminal/table.ts";
import { wrap } from "../core/terminal/wrap.ts";
import type { Parameter } from "../scenario/keys.ts";

interface Row {
  readonly cells: readonly string[];
  readonly does: string;
}

const HEAD = ["", "default", "range", "unit"];
/** Units that the first sentence of a parameter has, or that say nothing. */
const UNITS_LEFT_OUT = new Set(["count", "share", "name", "name or module", "text", "on or off", "relative weights"]);
const INDENT = "  ";
const GAP = "  ";

/** In a narrower terminal, the description stands below the other columns. */
const MIN_COLUMNS_BESIDE = 110;
const MIN_DOES_COLUMNS = 36;

/**
 * The tables, a line break at the end. `width` null, for a file or `grep`: one line a parameter with its whole path;
 * else no line is wider, and a group's name stands once above its keys.
 */
export function renderParameters(parameters: readonly Parameter[], width: number | null, style: Style): string {
  const groups = new Map<string, Parameter[]>();
  for (const one of parameters) {
    const name = one.path.slice(0, Math.max(0, one.path.lastIndexOf(".")));
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const blocks = [...groups].map(([name, those]) => {
    const heading = emphasise("bold", name === "" ? "(top level)" : name, style);
    return [
      heading,
      ...linesOf(
        HEAD,
        those.map((one) => rowOf(one, width === null)),
        width,
        style,
      ),
    ].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

/**
 * One table for all groups, a line a parameter in a wide terminal: its whole path, its default with the unit, and the
 * first sentence of its description.
 */
export function renderOverview(parameters: readonly Parameter[], width: number | null, style: Style): string {
  const rows = parameters.map((one) => {
    const { path, unit = "", description = "" } = one;
    const stated = defaultOf(one);
    return {
      cells: [path, UNITS_LEFT_OUT.has(unit) ? stated : `${stated} ${unit}`],
      does: description.split(/(?<=\.) /)[0]!,
    };
  });
  return `${linesOf(["", "default"], rows, width, style).join("\n")}\n`;
}

function rowOf(parameter: Parameter, isWhole: boolean): Row {
  const { path, unit = "", description = "", values } = parameter;
  return {
    cells: [isWhole ? path : path.slice(path.lastIndexOf(".") + 1), defaultOf(parameter), rangeOf(parameter), unit],
    does: values === undefined ? description : `${description} One of ${values.join(", ")}.`,
  };
}

function defaultOf({ default: value }: Parameter): string {
  return value === undefined ? "required" : value === "" ? '""' : plain(value);
}

function rangeOf({ minimum, maximum }: Parameter): string {
  return minimum === undefined || maximum === undefined ? "" : `${written(minimum)} to ${written(maximum)}`;
}

function written(bound: number): string {
  return bound >= Number.MAX_SAFE_INTEGER ? "any" : String(bound);
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function linesOf(heads: readonly string[], rows: readonly Row[], width: number | null, style: Style): string[] {
  const widths = heads.map((name, column) =>
    Math.max(displayWidth(name), ...rows.map(({ cells }) => displayWidth(cells[column]!))),
  );
  const line = (cells: readonly string[]): string =>
    INDENT + cells.map((cell, column) => fitToWidth(cell, widths[column]!)).join(GAP);
  const head = line(heads) + GAP;
  const isBeside = width === null || (width >= MIN_COLUMNS_BESIDE && width - displayWidth(head) >= MIN_DOES_COLUMNS);
  const heading = isBeside ? `${head}what it does` : head.trimEnd();
  const body = rows.flatMap(({ cells, does }) => {
    if (width === null) return [`${line(cells)}${GAP}${does}`];
    if (isBeside) return wrap(does, line(cells) + GAP, width);
    return [...narrowLines(cells, line(cells), width), ...wrap(does, INDENT.repeat(3), width)];
  });
  return [emphasise("dim", width === null ? heading : cutToWidth(heading, width), style), ...body];
}

/** The columns in a line; if they are too wide, range and unit on their own lines. */
function narrowLines(cells: Row["cells"], line: string, width: number): string[] {
  if (displayWidth(line.trimEnd()) <= width) return [line.trimEnd()];
  const [path, ...rest] = cells;
  return [`${INDENT}${path}`, ...wrap(rest.filter((cell) => cell !== "").join(GAP), INDENT.repeat(2), width)];
}
