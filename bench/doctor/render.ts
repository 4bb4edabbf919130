/** The doctor's findings for a terminal. */
import { printable } from "../../src/core/terminal/printable.ts";
import { type Style, emphasise, note, renderTable } from "../../src/core/terminal/table.ts";
import { wrap } from "../../src/core/terminal/wrap.ts";
import type { DoctorDocument, Finding } from "./document.ts";

const MARKS = { good: " ", beware: "!", bad: "x" } as const;

export function renderDoctor(document: DoctorDocument, style: Style): string {
  const { environment, findings, figures } = document;
  const { cpu, os, version } = environment;
  return [
    `${emphasise("bold", "Ringfence doctor", style)}\n${note(`${printable(cpu)}, ${os}, ringfence ${version}`, style)}`,
    findings.map((finding) => renderFinding(finding, style)).join("\n"),
    renderSelfTest(figures.selfTest, style),
    renderVerdict(document, style),
  ].join("\n\n");
}

function renderVerdict({ canMeasure, canMeasureNow, findings, figures }: DoctorDocument, style: Style): string {
  if (!canMeasure) return emphasise("bold", "This machine cannot measure: see x above.", style);
  if (!canMeasureNow) {
    const busy = figures.noise.othersBusyCores.toFixed(2);
    const words = `This machine can measure, but not now: other work keeps ${busy} cores busy. Close it, or wait, and ask again.`;
    return emphasise("bold", wrap(words, "").join("\n"), style);
  }
  const isLimited = findings.some(({ state }) => state === "beware");
  return isLimited ? "This machine can measure, within what ! says above." : "This machine can measure.";
}

function renderFinding({ what, state, found, advice }: Finding, style: Style): string {
  const lines = [
    ...wrap(printable(found), `${MARKS[state]} ${what.padEnd(18)} `),
    ...(advice === null ? [] : wrap(printable(advice), `  ${" ".repeat(18)} -> `)),
  ];
  return lines.map((line) => (state === "good" ? line : emphasise("bold", line, style))).join("\n");
}

function renderSelfTest(rows: DoctorDocument["figures"]["selfTest"], style: Style): string {
  return renderTable(
    ["ms, where one event takes 1,001", "p50", "p95", "p99", "p99.9", ""],
    rows.map(({ method, readMs, holds }) => [method, ...readMs.map(String), holds ? "as expected" : "WRONG"]),
    style,
    "the truth is the first row: the others show why latency is measured as it is",
  );
}
