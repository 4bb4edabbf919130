/** The report as a table for people: every rate with its interval and n, in 80 columns, plain or with emphasis. */
import { continueLines } from "../../terminal/wrap.ts";
import {
  counted,
  formatClusterInterval,
  formatCount,
  formatFigure,
  formatInterval,
  formatPercent,
  formatPercentInterval,
} from "../format.ts";
import { coresWords } from "../machine-words.ts";
import { printable } from "../../terminal/printable.ts";
import { type ClusteredRate, scaleClusteredRate } from "../../metrics/rates.ts";
import type { Report } from "../schema.ts";
import { loopTables } from "./loop-tables.ts";
import { sensitivityTable } from "./sensitivity-table.ts";
import { emphasise, renderTable, type Style } from "../../terminal/table.ts";

export interface TerminalOptions {
  /** Columns of the terminal. Tables take at most 80; longer lines of words wrap here. */
  readonly width: number;
  /** Bold headings, by escape sequences. */
  readonly colour: boolean;
}

/** The whole table, ending with a line break. What came from outside (names, the command line) is escaped. */
export function renderReport(report: Report, { width, colour }: TerminalOptions): string {
  const style: Style = { colour };
  const sections = [
    headline(report, style),
    ...loopTables(report, style),
    ...(report.sensitivity === null ? [] : [sensitivityTable(report.sensitivity, style)]),
    interception(report, style),
    falseInterceptions(report, style),
    flagged(report, style),
    precision(report, style),
    breakdown("By typology", report.interception.typology, style),
    breakdown("By obfuscation (messages)", report.interception.obfuscation.map(withLevelName), style),
    breakdown("By gang technology", report.interception.technology, style, GANGS_NOTE),
    benignClasses(report, style),
    baselines(report, style),
    stages(report, style),
    filter(report, style),
    ...(report.matcher === undefined ? [] : [matcher(report.matcher, style)]),
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
      `${counted(fraud.intercepted.domains, "fraud domain")} blocked`,
  ].join("\n");
}

function interception({ rates }: Report, style: Style): string {
  const rows = [
    ["calls", rates.interceptionCalls],
    ["messages", rates.interceptionMessages],
    ["all", rates.interception],
  ] as const;
  return renderTable(
    ["Intercepted fraud", "rate", "95 % over gangs", "n"],
    rows.map(([name, found]) => [name, formatPercent(found), formatClusterInterval(found), formatCount(found.n)]),
    style,
  );
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
    "95 %: of fraud over gangs, of benign traffic over callers",
  );
}

function precision({ precisionByPrevalence }: Report, style: Style): string {
  return renderTable(
    ["Precision, if of all events", "rate", "95 % over both", "n"],
    precisionByPrevalence.map(({ prevalence, basis, precision: found }) => [
      `${formatPercent({ value: prevalence })} are fraud (${basis === "scenario" ? "as here" : basis})`,
      formatPercent(found),
      formatClusterInterval(found),
      formatCount(found.n),
    ]),
    style,
    CLUSTERS_NOTE,
  );
}

const CLUSTERS_NOTE =
  "both: gangs and benign callers, whose events stand and fall together.\nOf this world alone: for others, run several seeds.";

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

export const LEVEL_NAMES = [
  "script as known",
  "synonyms, reordered",
  "symbols, zero width",
  "homoglyphs",
  "pinyin, split characters",
  "paraphrase",
] as const;

function withLevelName(row: BreakdownRow): BreakdownRow {
  const name = LEVEL_NAMES[Number(row.name)];
  return name === undefined ? row : { ...row, name: `${row.name} ${name}` };
}

function benignClasses({ benign }: Report, style: Style): string {
  return renderTable(
    ["Benign traffic blocked", "per 10,000", "95 % over callers", "n", "flagged"],
    Object.entries(benign.byClass).map(([name, row]) => [
      name,
      formatFigure(row.interceptedPer10000, 2),
      clusterInterval(row.interceptedPer10000, 2),
      formatCount(row.total),
      formatCount(row.flagged),
    ]),
    style,
    CALLERS_NOTE,
  );
}

/** Of a figure that is no share. */
function clusterInterval(
  { clusterLow, clusterHigh }: Report["baselines"][number]["falsePer10000" | "mcc"],
  digits: number,
): string {
  return formatInterval({ low: clusterLow ?? null, high: clusterHigh ?? null }, digits);
}

const CALLERS_NOTE =
  "Events of one caller stand and fall together; where none was blocked, that is\nnot to be seen, and 95 % takes them as independent.";

/** The figures, and below them the intervals of those that have one, as side by side they do not fit 80 columns. */
function baselines({ baselines: rows, rates }: Report, style: Style): string {
  const best = rows.find((row) => row.name === "best single feature");
  const notes = [
    ...(best ? [`single feature: best by F1 in hindsight, ${shorten(best.rule, RULE_UNITS)}`] : []),
    "oracle: blocks all fraud and nothing else, as only the truth would let one",
    `n: ${counted(rates.recall.n, "contact")}, ${counted(rates.falseInterception.n, "benign event")}; precision: blocked`,
    "95 %: over gangs and callers; none where a rule is fixed by truth, or chosen",
  ];
  return renderTable(
    ["Against", "recall %", "precision %", "blocked", "false/10,000", "MCC"],
    rows.map((row) => [
      ROW_NAMES[row.name] ?? row.name,
      stack(formatPercent(row.recall, 1).replace(" %", ""), formatClusterInterval(row.recall, 1)),
      stack(formatPercent(row.precision, 1).replace(" %", ""), formatClusterInterval(row.precision, 1)),
      formatCount(row.precision.n),
      stack(formatFigure(row.falsePer10000, 1), clusterInterval(row.falsePer10000, 1)),
      stack(formatFigure(row.mcc, 2), clusterInterval(row.mcc, 2)),
    ]),
    style,
    notes.join("\n"),
  );
}

const RULE_UNITS = 36;

/** The long name would push the table over 80 columns once counts reach millions. */
const ROW_NAMES: Readonly<Record<string, string>> = { "best single feature": "single feature" };

function stack(figure: string, interval: string): string {
  return interval === "" ? figure : `${figure}\n${interval}`;
}

function shorten(text: string, units: number): string {
  return text.length <= units ? text : `${text.slice(0, units - 1)}…`;
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

function filter({ filter: found }: Report, style: Style): string {
  if (found === null) return "The blocklist has no filter: no false positives of its own.";
  const { promised, expected, measured, numbers, domains } = found;
  const inTraffic = [numbers, domains].map(
    (keys) => `${formatCount(keys.falsePositives)} of ${formatCount(keys.probed)}`,
  );
  const notes = `in traffic: ${inTraffic[0]} numbers,\n            ${inTraffic[1]} domains, all cleared`;
  return renderTable(
    ["Filter false positives", "promised", "expected", "measured", "95 %", "n"],
    [
      [
        "random numbers",
        formatPercent({ value: promised }, 3),
        formatPercent({ value: expected }, 3),
        formatPercent(measured, 3),
        formatPercentInterval(measured, 3),
        formatCount(measured.n),
      ],
    ],
    style,
    notes,
  );
}

function matcher({ engine, differing }: NonNullable<Report["matcher"]>, style: Style): string {
  return renderTable(
    ["Approximate matcher", "not as scan", "95 %", "n"],
    [
      [
        printable(engine, 30),
        formatPercent(differing, 1),
        formatPercentInterval(differing, 1),
        formatCount(differing.n),
      ],
    ],
    style,
    "decisions other than those of scan, on edited copies of the scripts in force",
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
  return lines
    .map(([label, text]) => {
      const indented = text.replaceAll("\n", `\n${" ".repeat(LABEL_COLUMNS)}`);
      return emphasise("bold", label, style) + " ".repeat(LABEL_COLUMNS - label.length) + indented;
    })
    .join("\n");
}

const LABEL_COLUMNS = 12;

function describeMachine(machine: NonNullable<Report["performance"]["machine"]>): string {
  const { cpu, memoryMiB, os } = machine;
  return `${printable(cpu, 60)}\n${coresWords(machine)}, ${formatCount(memoryMiB)} MiB, ${printable(os, 30)}`;
}
