/**
 * A result as a person reads it in a terminal: measurements by group, comparisons beside what was to be reached, what
 * to beware of.
 */
import { groupBy } from "../../src/core/group-by.ts";
import { counted, formatCount } from "../../src/ui/format.ts";
import { coresWords } from "../../src/core/machine.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { type Style, emphasise, note } from "../../src/core/terminal/table.ts";
import { SMOKE_WARNING } from "./bench.ts";
import { noiseWords } from "./environment.ts";
import { renderNamedTable } from "./named-table.ts";
import { type Comparison, type Measurement, askedWords, notesOf, reachedWords, targetWords } from "./measurement.ts";
import type { BenchResult } from "./result.ts";
import { COLUMNS, continueLines, remark, wrap } from "../../src/core/terminal/wrap.ts";

/** What all kinds have in common; a kind may add what only it has, between this and the remarks. */
export function renderBench(result: BenchResult, style: Style, extra: readonly string[] = []): string {
  const rounds = commonRounds(result);
  return [
    heading(result, rounds, style),
    // Whoever reads one figure and no further has read this first.
    ...alarm(result, style),
    ...sizeRemark(result, style),
    ...[...groupBy(result.measurements, ({ group }) => group).values()].map((group) =>
      renderGroup(group, rounds === null, style),
    ),
    ...(result.comparisons.length > 0 ? [renderComparisons(result.comparisons, style)] : []),
    ...extra,
    ...remarks(result, style),
    note(again(result), style),
  ].join("\n\n");
}

const AGAIN = "again: ";

function again({ reproduce }: BenchResult): string {
  const indent = `  ${AGAIN}`.length;
  const lines = continueLines(printable(reproduce), COLUMNS - indent).split("\n");
  return AGAIN + lines.join(`\n${" ".repeat(AGAIN.length)}`);
}

/** Where all were measured as often, it is said once. */
function commonRounds({ measurements }: BenchResult): number | null {
  const counts = new Set(measurements.map(({ samples }) => samples.length));
  return counts.size === 1 ? [...counts][0]! : null;
}

function heading(result: BenchResult, rounds: number | null, style: Style): string {
  const { kind, size, environment, seed, digest, wallSeconds } = result;
  const { cpu, node, os, commit, dirty } = environment;
  const place = `${printable(cpu)}, ${coresWords(environment)}, ${printable(node)}, ${printable(os)}`;
  const hasIntervals = result.measurements.some(({ low }) => low !== null);
  const facts = [
    `${wallSeconds.toFixed(0)} s`,
    ...(rounds === null ? [] : [counted(rounds, "round")]),
    ...(hasIntervals ? ["95 % intervals"] : []),
    ...(commit === null ? [] : [`commit ${printable(commit.slice(0, 10))}${dirty ? " (changed)" : ""}`]),
    ...(digest === null ? [] : [`digest ${digest}`]),
  ];
  const others = `other work kept ${result.othersBusyCores.toFixed(2)} cores busy`;
  const title = emphasise("bold", `Bench ${kind}, ${size} size, seed ${seed}`, style);
  return `${title}\n${note(remark(`${place}\n${noiseWords(environment)}, ${others}\n${facts.join(", ")}`), style)}`;
}

function alarm({ valid, problems }: BenchResult, style: Style): string[] {
  if (valid) return [];
  const title = emphasise("bold", "  INVALID: these figures must not be used.", style);
  return [[title, ...problems.flatMap((text) => wrap(printable(text), "  - "))].join("\n")];
}

function sizeRemark({ warnings }: BenchResult, style: Style): string[] {
  return warnings.includes(SMOKE_WARNING) ? [note(remark(`Note: ${SMOKE_WARNING}`), style)] : [];
}

function renderGroup(group: readonly Measurement[], hasRounds: boolean, style: Style): string {
  const [first] = group;
  const hasBytes = group.some(({ bytesPerEntry }) => bytesPerEntry !== null);
  const hasInterval = group.some(({ low }) => low !== null);
  const hasError = group.some(({ error }) => error !== null);
  const hasTarget = group.some(({ aim }) => aim !== null);
  const isMixed = group.some(({ unit }) => unit !== first!.unit);
  const head = [
    printable(first!.group),
    isMixed ? "" : printable(first!.unit),
    ...(hasInterval ? ["interval"] : []),
    ...(hasRounds ? ["rounds"] : []),
  ];
  const rows = group.map((measurement) => {
    const { name, unit, value, low, high, samples, bytesPerEntry, error, aim } = measurement;
    const cells = [
      isMixed ? `${figure(value)} ${printable(unit)}` : figure(value),
      ...(hasInterval ? [interval(low, high)] : []),
      ...(hasRounds ? [formatCount(samples.length)] : []),
      ...(hasBytes ? [bytesPerEntry === null ? NONE : bytesPerEntry.toFixed(1)] : []),
      ...(hasError ? errorCells(error) : []),
      ...(hasTarget
        ? [askedWords(measurement, figure), aim === null ? "" : figure(aim), reachedWords(measurement)]
        : []),
    ];
    return { name: printable(name), cells };
  });
  const columns = [
    ...(hasBytes ? ["B/key"] : []),
    ...(hasError ? ["error", "of n", "theory"] : []),
    ...(hasTarget ? ["asked", "aim", "target"] : []),
  ];
  const legend = [...(hasBytes ? [bytesLegend(group, style)] : []), ...(hasError ? [errorLegend(group, style)] : [])];
  return [renderNamedTable([...head, ...columns], rows, style), ...legend, ...renderNotes(group, style)].join("\n");
}

/** Where others in a column have a figure. */
const NONE = "-";

function errorCells(error: Measurement["error"]): string[] {
  if (error === null) return [NONE, NONE, NONE];
  const { measured, n, expected } = error;
  return [share(measured), formatCount(n), expected === null ? NONE : share(expected)];
}

function bytesLegend(group: readonly Measurement[], style: Style): string {
  const hasGap = group.some(({ bytesPerEntry }) => bytesPerEntry === null);
  return note(remark(`B/key: bytes held for each entry${hasGap ? `; ${NONE}: not told` : ""}`), style);
}

function errorLegend(group: readonly Measurement[], style: Style): string {
  const kinds = new Set(group.flatMap(({ error }) => (error === null ? [] : [printable(error.what)])));
  const hasGap = group.some(({ error }) => (error?.expected ?? null) === null);
  const gap = hasGap ? `; ${NONE}: nothing is promised` : "";
  return note(
    remark(`error: ${[...kinds].join(", ")}, of n that were tried; theory: what is to be expected${gap}`),
    style,
  );
}

/** What is said of all is said without their names. */
function renderNotes(group: readonly Measurement[], style: Style): string[] {
  return notesOf(group).map(({ text, names }) => {
    const isOfAll = names.length === group.length && group.length > 1;
    const whose = isOfAll ? "" : `${names.map((name) => printable(name)).join("; ")}: `;
    return note(remark(whose + printable(text)), style);
  });
}

function interval(low: number | null, high: number | null): string {
  return low === null || high === null ? "" : `${figure(low)}-${figure(high)}`;
}

function renderComparisons(comparisons: readonly Comparison[], style: Style): string {
  const hasInterval = comparisons.some(({ low }) => low !== null);
  const hasTarget = comparisons.some(({ atLeast }) => atLeast !== null);
  const rows = comparisons.map((comparison) => ({
    name: printable(comparison.name),
    cells: [
      figure(comparison.value),
      ...(hasInterval ? [interval(comparison.low, comparison.high)] : []),
      ...(hasTarget ? againstTarget(comparison) : []),
    ],
  }));
  const columns = [...(hasInterval ? ["interval"] : []), ...(hasTarget ? ["at least", "aim", "target"] : [])];
  const table = renderNamedTable(["times better", "here", ...columns], rows, style);
  return [table, note(remark(betterThan(comparisons)), style)].join("\n");
}

/** Rows name what is beaten, or not; the same contender by another measure has a name that goes on. */
function betterThan(comparisons: readonly Comparison[]): string {
  const heads = [...new Set(comparisons.map(({ contender }) => printable(contender).split(",")[0]!))];
  const shortest = heads.filter((head) => !heads.some((other) => other !== head && head.startsWith(`${other} `)));
  return `better is ${shortest.join(", or ")}, than what the row names; below 1 it is worse`;
}

function againstTarget(comparison: Comparison): string[] {
  const { atLeast, aim } = comparison;
  if (atLeast === null || aim === null) return ["", "", ""];
  return [figure(atLeast), figure(aim), targetWords(comparison)];
}

function remarks({ warnings }: BenchResult, style: Style): string[] {
  const others = warnings.filter((text) => text !== SMOKE_WARNING);
  const lines = others.map((text) => note(remark(`Note: ${printable(text)}`), style));
  return lines.length === 0 ? [] : [lines.join("\n")];
}

/** Three significant digits or whole numbers, as the size asks. */
export function figure(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 100) return formatCount(value);
  return value.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

function share(value: number): string {
  return `${(value * 100).toPrecision(3)} %`;
}
