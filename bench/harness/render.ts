/** A result as a person reads it in a terminal: where it was measured, the figures, what to beware of. */
import { stripVTControlCharacters } from "node:util";
import { coresWords } from "../../src/core/machine.ts";
import { displayWidth } from "../../src/core/terminal/display-width.ts";
import { type Style, emphasise, note, renderTable } from "../../src/core/terminal/table.ts";
import { COLUMNS, continueLines, remark, wrap } from "../../src/core/terminal/wrap.ts";
import { counted } from "../../src/ui/format.ts";
import { printableDocument } from "../../src/ui/printable-document.ts";
import { type Measured, SMOKE_WARNING } from "./bench.ts";
import { noiseWords } from "./environment.ts";
import { commonParts, commonRounds, type Part } from "./part.ts";
import type { BenchResult } from "./result.ts";

export function renderBench(measured: Measured, style: Style): string {
  const result = printableDocument<unknown>(measured.result) as BenchResult;
  const { valid, problems, warnings, reproduce } = result;
  const [smoke, others] = [true, false].map((is) => warnings.filter((text) => (text === SMOKE_WARNING) === is));
  const said = (texts: readonly string[]): string[] =>
    texts.length === 0 ? [] : [note(texts.map((text) => remark(`Note: ${text}`)).join("\n"), style)];
  const title = emphasise("bold", "  INVALID: these figures must not be used.", style);
  return [
    heading(result, style),
    // A reader of one figure has read this first.
    ...(valid ? [] : [[title, ...problems.flatMap((text) => wrap(text, "  - "))].join("\n")]),
    ...said(smoke!),
    ...[...commonParts(result), ...measured.parts].map((part) => drawNamedTable(part, style)),
    ...said(others!),
    note(again(reproduce), style),
  ].join("\n\n");
}

const AGAIN = "again: ";

function again(reproduce: string): string {
  const lines = continueLines(reproduce, COLUMNS - `  ${AGAIN}`.length).split("\n");
  return AGAIN + lines.join(`\n${" ".repeat(AGAIN.length)}`);
}

function heading({ kind, size, environment, seed, digest, wallSeconds, ...result }: BenchResult, style: Style): string {
  const { cpu, node, os, commit, dirty } = environment;
  const rounds = commonRounds(result.measurements);
  const facts = [
    `${wallSeconds.toFixed(0)} s`,
    ...(rounds === null ? [] : [counted(rounds, "round")]),
    ...(result.measurements.some(({ low }) => low !== null) ? ["95 % intervals"] : []),
    ...(commit === null ? [] : [`commit ${commit.slice(0, 10)}${dirty ? " (changed)" : ""}`]),
    ...(digest === null ? [] : [`digest ${digest}`]),
  ];
  const lines = [
    `${cpu}, ${coresWords(environment)}, ${node}, ${os}`,
    `${noiseWords(environment)}, other work kept ${result.othersBusyCores.toFixed(2)} cores busy`,
    facts.join(", "),
  ];
  const title = emphasise("bold", `Bench ${kind}, ${size} size, seed ${seed}`, style);
  return `${title}\n${note(remark(lines.join("\n")), style)}`;
}

/** Where names leave the cells no room, each stands on a line of its own above them. */
export function drawNamedTable({ head, rows, notes = [] }: Part, style: Style): string {
  const below = remark(notes.join("\n"));
  const beside = renderTable(head, rows, style);
  const fits = beside.split("\n").every((line) => displayWidth(stripVTControlCharacters(line)) <= COLUMNS);
  const [heads, ...lines] = renderTable(
    head,
    rows.map(([, ...others]) => ["", ...others]),
    style,
  ).split("\n");
  const above = [heads, ...lines.flatMap((line, at) => [...wrap(rows[at]![0]!, "  "), line])].join("\n");
  return [fits ? beside : above, ...(below === "" ? [] : [note(below, style)])].join("\n");
}
