/** The report as a table for people: every rate with its interval and n, in 80 columns, plain or with emphasis. */
import { continueLines } from "../../core/terminal/wrap.ts";
import { counted, formatClusterInterval, formatCount, formatFigure, formatInterval, formatPercent } from "../format.ts";
import { LEVEL_NAMES } from "../level-names.ts";
import { coresWords } from "../machine-words.ts";
import { printable } from "../../core/terminal/printable.ts";
import { type ClusteredRate, scaleClusteredRate } from "../../metrics/rates.ts";
import type { Report } from "../schema.ts";
import { loopTables } from "./loop-tables.ts";
import { adversaryTables } from "../tables/adversary-tables.ts";
import { baselineTable } from "../tables/baseline-table.ts";
import {
  benignTable,
  filterTable,
  interceptionTable,
  matcherTable,
  precisionTable,
} from "../tables/interception-tables.ts";
import { type ReportTable, stack } from "../tables/report-table.ts";
import { operatorTables } from "../tables/operator-tables.ts";
import { retrainingTables } from "../tables/retraining-tables.ts";
import { cardsTable } from "../tables/cards-table.ts";
import { drawTable } from "./draw-table.ts";
import { labelledLines } from "./labelled-lines.ts";
import { emphasise, renderTable, type Style } from "../../core/terminal/table.ts";

export interface TerminalOptions {
  /** Columns of the terminal. Tables take at most 80; longer lines of words wrap here. */
  readonly width: number;
  /** Bold headings, by escape sequences. */
  readonly colour: boolean;
}

/** The all tables, ending with a line break. What came from outside (names, the command line) is escaped. */
export function renderReport(report: Report, { width, colour }: TerminalOptions): string {
  const style: Style = { colour };
  const draw = (table: ReportTable): string => drawTable(table, style);
  const filter = filterTable(report);
  const sections = [
    headline(report, style),
    ...loopTables(report, style),
    ...(report.cards ? [draw(cardsTable(report.cards))] : []),
    ...(report.adversary ? adversaryTables(report.adversary).map(draw) : []),
    ...(report.retraining ? retrainingTables(report.retraining).map(draw) : []),
    draw(interceptionTable(report)),
    ...(report.operators ? operatorTables(report.operators).map(draw) : []),
    falseInterceptions(report, style),
    flagged(report, style),
    draw(precisionTable(report)),
    breakdown("By typology", report.interception.typology, style),
    breakdown("By obfuscation (messages)", report.interception.obfuscation.map(withLevelName), style),
    breakdown("By gang technology", report.interception.technology, style, GANGS_NOTE),
    draw(benignTable(report)),
    draw(baselineTable(report)),
    stages(report, style),
    filter === null ? "The blocklist has no filter: no false positives of its own." : draw(filter),
    ...(report.matcher === undefined ? [] : [draw(matcherTable(report.matcher))]),
    footer(report, width, style),
  ];
  return `${sections.join("\n\n")}\n`;
}

function headline({ scenario, seed, events, fraud, rates }: Report, style: Style): string {
  const title = emphasise("bold", `Ringfence: ${printable(scenario, 40)}, seed ${seed}`, style);
  return [
    title,
    `${counted(events.total, "event")}: ${counted(events.calls, "call")}, ${counted(events.messages, "message")}`,
    `${counted(fraud.contacts.calls + fraud.contacts.messages, "fraud contact")} (${formatPercent(rates.prevalence)}); ` +
      `${counted(fraud.intercepted.domains, "fraud domain")}${appsOf(fraud)} blocked`,
  ].join("\n");
}

function appsOf({ intercepted: { apps } }: Report["fraud"]): string {
  return apps === undefined ? "" : ` and ${counted(apps, "app")}`;
}

function falseInterceptions({ rates }: Report, style: Style): string {
  const rows = [
    ["calls", rates.falseInterceptionCalls],
    ["messages", rates.falseInterceptionMessages],
    ["all", rates.falseInterception],
  ] as const;
  return renderTable(
    ["Intercepted benign traffic", "per 10,000", "95 % over callers", "n"],
    rows.map(([name, found]) => [name, ...perTenThousand(found), formatCount(found.n)]),
    style,
  );
}

function perTenThousand(share: ClusteredRate): [string, string] {
  const { clusterLow, clusterHigh, ...scaled } = scaleClusteredRate(share, 10_000);
  return [formatFigure(scaled, 2), formatInterval({ low: clusterLow, high: clusterHigh }, 2)];
}

function flagged({ rates }: Report, style: Style): string {
  const rows = [
    ["fraud", rates.flaggedFraud],
    ["benign traffic", rates.flaggedBenign],
  ] as const;
  return renderTable(
    ["Flagged and let through", "rate", "95 % over clusters", "n"],
    rows.map(([name, found]) => [name, formatPercent(found), formatClusterInterval(found), formatCount(found.n)]),
    style,
    "95 %: of fraud over gangs, of benign traffic over callers and texts",
  );
}

type BreakdownRow = Report["interception"]["typology"][number];

function breakdown(title: string, rows: readonly BreakdownRow[], style: Style, below = ""): string {
  return renderTable(
    [title, "intercepted", "95 % over gangs", "n", "flagged"],
    rows.map((row) => [
      row.name,
      formatPercent(row.rate),
      formatClusterInterval(row.rate),
      formatCount(row.rate.n),
      formatCount(row.flagged),
    ]),
    style,
    below,
  );
}

const GANGS_NOTE = "In these three tables a row that one gang alone is in has no interval.";

function withLevelName(row: BreakdownRow): BreakdownRow {
  const name = LEVEL_NAMES[Number(row.name)];
  return name === undefined ? row : { ...row, name: `${row.name} ${name}` };
}

/** Two lines a row, fraud and benign traffic: six counts of many millions side by side do not fit 80 columns. */
function stages({ stages: rows }: Report, style: Style): string {
  const notes =
    "seen: the stage had evidence; blocked: those of them that were blocked;\ndecisive: of these, the ones let through had this stage been silent";
  return renderTable(
    ["Stage", "events", "seen", "blocked", "decisive"],
    rows.map(({ stage, fraud, benign }) => [
      `${stage}\n`,
      stack("fraud", "benign"),
      stack(formatCount(fraud.seen), formatCount(benign.seen)),
      stack(formatCount(fraud.blocked), formatCount(benign.blocked)),
      stack(formatCount(fraud.decisive), formatCount(benign.decisive)),
    ]),
    style,
    notes,
  );
}

function footer(
  { hours, ledger, performance, workers, digest, events, reproduce, lossYuan }: Report,
  width: number,
  style: Style,
): string {
  const { wallSeconds, eventsPerSecond, peakRssMiB, node, machine, mainThreadBusy, wallSecondsAllArms } = performance;
  const pairedRuns = lossYuan.avoided === null ? "" : `; with the paired runs ${wallSecondsAllArms.toFixed(1)} s`;
  const lines = [
    [
      "Simulated",
      `${counted(hours.scenario, "hour")}, and until the last episode ended ${formatCount(hours.untilLastOutcome)}`,
    ],
    [
      "Throughput",
      `${counted(events.total, "event")} in ${wallSeconds.toFixed(1)} s = ${formatCount(eventsPerSecond)} events/s`,
    ],
    ["", `${counted(workers, "worker")}, at most ${formatCount(peakRssMiB)} MiB, Node ${printable(node, 20)}`],
    ["", `main thread ${formatPercent({ value: mainThreadBusy }, 0)} busy${pairedRuns}`],
    ...(machine === undefined ? [] : ([["Machine", describeMachine(machine)]] as const)),
    [
      "Ledger",
      `${formatCount(ledger.generated)} generated\n= ${formatCount(ledger.allowed)} allowed + ` +
        `${formatCount(ledger.flagged)} flagged + ${formatCount(ledger.blocked)} blocked`,
    ],
    ["Digest", digest],
    ["Again with", continueLines(printable(reproduce), width - LABEL_COLUMNS)],
  ] as const;
  return labelledLines(lines, LABEL_COLUMNS, style);
}

const LABEL_COLUMNS = 12;

function describeMachine(machine: NonNullable<Report["performance"]["machine"]>): string {
  const { cpu, memoryMiB, os } = machine;
  return `${printable(cpu, 60)}\n${coresWords(machine)}, ${formatCount(memoryMiB)} MiB, ${printable(os, 30)}`;
}
