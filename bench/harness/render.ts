/** A result as a person reads it in a terminal: measurements by group, comparisons beside what was to be reached, what to beware of. */
import { formatCount } from "../../src/report/format.ts";
import { printable } from "../../src/report/printable.ts";
import { type Style, emphasise, note, renderTable } from "../../src/report/table.ts";
import type { Comparison, Measurement } from "./measurement.ts";
import type { BenchResult } from "./result.ts";

/** What all kinds have in common; a kind may add what only it has, between this and the remarks. */
export function renderBench(result: BenchResult, style: Style, extra: readonly string[] = []): string {
  return [
    heading(result, style),
    ...groupsOf(result.measurements).map((group) => renderGroup(group, style)),
    ...(result.comparisons.length > 0 ? [renderComparisons(result.comparisons, style)] : []),
    ...extra,
    ...remarks(result, style),
    note(`again: ${printable(result.reproduce)}`, style),
  ].join("\n\n");
}

function heading({ kind, size, environment, seed, digest, wallSeconds }: BenchResult, style: Style): string {
  const { cpu, cores, node, os, commit, dirty } = environment;
  const place = `${printable(cpu)}, ${cores} cores, ${node}, ${os}`;
  const code = commit === null ? "" : `, commit ${commit.slice(0, 10)}${dirty ? " (changed)" : ""}`;
  const decisions = digest === null ? "" : `, digest ${digest}`;
  return `${emphasise("bold", `Bench ${kind}, ${size} size, seed ${seed}`, style)}\n${note(`${place}${code}\n${wallSeconds.toFixed(0)} s${decisions}`, style)}`;
}

function groupsOf(measurements: readonly Measurement[]): Measurement[][] {
  const groups = [...new Set(measurements.map(({ group }) => group))];
  return groups.map((name) => measurements.filter(({ group }) => group === name));
}

function renderGroup(group: readonly Measurement[], style: Style): string {
  const [first] = group;
  const hasBytes = group.some(({ bytesPerEntry }) => bytesPerEntry !== null);
  const hasError = group.some(({ error }) => error !== null);
  const isMixed = group.some(({ unit }) => unit !== first!.unit);
  const head = [first!.group, isMixed ? "" : first!.unit, "95 % interval", "rounds"];
  const rows = group.map(({ name, unit, value, low, high, samples, bytesPerEntry, error }) => [
    printable(name),
    isMixed ? `${figure(value)} ${unit}` : figure(value),
    low === null ? "" : `${figure(low)}-${figure(high!)}`,
    formatCount(samples.length),
    ...(hasBytes ? [bytesPerEntry === null ? "" : bytesPerEntry.toFixed(1)] : []),
    ...(hasError
      ? [
          error === null ? "" : share(error.measured),
          error === null || error.expected === null ? "" : share(error.expected),
        ]
      : []),
  ]);
  const columns = [...(hasBytes ? ["bytes/entry"] : []), ...(hasError ? ["error", "theory"] : [])];
  const notes = group.flatMap(({ name, notes: said }) =>
    said.map((text) => note(`${printable(name)}: ${printable(text)}`, style)),
  );
  return [renderTable([...head, ...columns], rows, style), ...notes].join("\n");
}

function renderComparisons(comparisons: readonly Comparison[], style: Style): string {
  const rows = comparisons.map(({ name, value, low, high, atLeast, aim }) => [
    printable(name),
    figure(value),
    low === null ? "" : `${figure(low)}-${figure(high!)}`,
    atLeast === null ? "" : figure(atLeast),
    aim === null ? "" : figure(aim),
    atLeast === null ? "" : value >= aim! ? "aim" : value >= atLeast ? "reached" : "missed",
  ]);
  return renderTable(["times better", "here", "95 % interval", "at least", "aim", ""], rows, style);
}

function remarks({ valid, problems, warnings }: BenchResult, style: Style): string[] {
  const lines = [
    ...(valid ? [] : [emphasise("bold", "  INVALID: these figures must not be used.", style)]),
    ...problems.map((text) => `  - ${printable(text)}`),
    ...warnings.map((text) => note(`Note: ${printable(text)}`, style)),
  ];
  return lines.length === 0 ? [] : [lines.join("\n")];
}

/** Three significant digits or whole numbers, as the size asks. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return formatCount(value);
  return value.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

function share(value: number): string {
  return `${(value * 100).toPrecision(3)} %`;
}
