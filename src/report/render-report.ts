/** A report in a terminal: on one screen, or with every table. Plain or with emphasis. */
import { printable } from "../core/terminal/printable.ts";
import { emphasise, type Style } from "../core/terminal/table.ts";
import { continueLines, wrap } from "../core/terminal/wrap.ts";
import { en } from "../ui/words.ts";
import { type Report, valueAt } from "./document.ts";
import { counted, formatCount } from "../ui/format.ts";
import { printableDocument } from "../ui/printable-document.ts";
import type { Statement } from "./statement.ts";
import { tableOf } from "./table.ts";
import { written } from "./written.ts";
import { drawTable, labelledLines } from "../ui/terminal.ts";
import { REPORT_TERMS } from "../ui/glossary.ts";

interface TerminalOptions {
  /** Tables take at most 80 columns; longer lines of words wrap here. */
  readonly width: number;
  readonly colour: boolean;
  /** Explains the words below the figures. */
  readonly explain?: boolean;
}

/** The main figures: some 40 lines. Ends with a line break; what came from outside (names, the command line) is escaped. */
export function renderSummary(document: Report, options: TerminalOptions): string {
  const terms = labelled(
    REPORT_TERMS.map(([term, meaning]) => [en(term), en(meaning)]),
    options,
  );
  return drawn(document, options, isMain, options.explain === true ? [terms] : []);
}

/** Every section. A page alone draws curves. */
export function renderReport(document: Report, options: TerminalOptions): string {
  return drawn(document, options, ({ kind }) => kind !== "curves");
}

const isMain = (statement: Statement): boolean => statement.kind === "table" && statement.summary === true;

function drawn(
  document: Report,
  options: TerminalOptions,
  isShown: (statement: Statement) => boolean,
  terms: readonly string[] = [],
): string {
  const report = printableDocument(document) as Report;
  const statements = report.sections.flatMap((section) => section.statements).filter(isShown);
  const texts = statements.map((statement) => drawStatement(statement, report, options));
  return `${[headline(report, options), ...texts, ...terms, footer(report, options)].join("\n\n")}\n`;
}

function headline(report: Report, style: Style): string {
  const { scenario, seed, events, hours } = report;
  const fraud = en(written("share", valueAt(report, "rates.prevalence") ?? null));
  return [
    emphasise("bold", `Ringfence: ${printable(scenario, 40)}, seed ${seed}, ${counted(hours.scenario, "hour")}`, style),
    `${counted(events.total, "event")}: ${counted(events.calls, "call")}, ${counted(events.messages, "message")}; ${fraud} are fraud`,
  ].join("\n");
}

function drawStatement(statement: Statement, { figures }: Report, { width, colour }: TerminalOptions): string {
  if (statement.kind === "prose") return statement.paragraphs.flatMap((text) => wrap(en(text), "", width)).join("\n");
  return statement.kind === "curves" ? "" : drawTable(tableOf(statement, figures), { colour });
}

function footer({ performance, workers, digest, events, reproduce }: Report, options: TerminalOptions): string {
  const { wallSeconds, eventsPerSecond, peakRssMiB } = performance;
  const speed =
    `${counted(events.total, "event")} in ${wallSeconds.toFixed(1)} s: ${formatCount(eventsPerSecond)} events/s, ` +
    `${counted(workers, "worker")}, ${formatCount(peakRssMiB)} MiB`;
  const again = continueLines(reproduce, options.width - LABEL_COLUMNS);
  return labelledLines(
    [
      ["Speed", speed],
      ["Digest", digest],
      ["Again", again],
    ],
    LABEL_COLUMNS,
    options,
  );
}

const LABEL_COLUMNS = 8;

function labelled(
  lines: readonly (readonly [label: string, text: string])[],
  { width, colour }: TerminalOptions,
): string {
  const columns = Math.max(...lines.map(([label]) => label.length)) + 2;
  return labelledLines(
    lines.map(([label, text]) => [label, wrap(text, "", width - columns).join("\n")]),
    columns,
    { colour },
  );
}
