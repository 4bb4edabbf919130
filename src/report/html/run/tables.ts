/** What is read as a table: rows to compare with, the ledger, where it ran, and how to run it again. */
import { formatCount, formatPercent } from "../../format.ts";
import { coresWords } from "../../machine-words.ts";
import type { Report } from "../../schema.ts";
import { CUT_SHORT, isCutShort, isOnePerson, ONE_PERSON } from "../../terminal/sensitivity-table.ts";
import { renderFacts, renderTable } from "../figure.ts";
import { type Markup, markup } from "../markup.ts";
import { clusterFigure, type Figure, percentOf, percentRange, range, threeDigits } from "../words.ts";

export function baselineTable({ baselines }: Report): Markup {
  return renderTable(
    {
      head: ["Rule", "recall", "precision", "blocked", "benign blocked per 10,000", "Matthews' correlation"],
      rows: baselines.map((row) => [
        row.name === row.rule ? row.name : `${row.name}: ${row.rule}`,
        share(clusterFigure(row.recall)),
        share(clusterFigure(row.precision)),
        formatCount(row.precision.n),
        stacked(clusterFigure(row.falsePer10000), 1),
        stacked(clusterFigure(row.mcc), 2),
      ]),
    },
    "Below the figures of the blocklist and of Ringfence their 95 % intervals over gangs and benign callers; the others are what they are by definition, or, the single feature, the best by F1 in hindsight",
  );
}

/** A figure above its interval, where it has one. */
function stacked({ value, low, high }: Omit<Figure, "n">, digits: number): string {
  if (value === null) return "none";
  return `${value.toFixed(digits)}\n${range(low, high, (bound) => bound.toFixed(digits))}`.trimEnd();
}

export function featureTable({ singleFeatures }: Report): Markup {
  return renderTable(
    {
      head: ["The best rule on one feature, by F1 in hindsight", "recall", "precision", "F1"],
      rows: singleFeatures.map(({ rule, recall, precision, f1 }) => [
        rule,
        share(recall),
        share(precision),
        f1.toFixed(3),
      ]),
    },
    "Were one feature enough, the simulated world would prove nothing. Below each figure its 95 % interval, which takes events as independent",
  );
}

/** Null where it was not asked for. */
export function sensitivityTable({ sensitivity }: Report): Markup | null {
  if (sensitivity === null) return null;
  const isSomeEmpty = sensitivity.rows.some(({ halved, doubled }) => halved === null || doubled === null);
  const empty = isSomeEmpty ? "empty where it cannot move; " : "";
  return renderTable(
    {
      head: ["Assumed parameter", "as here", "halved", "success, points", "doubled", "success, points"],
      rows: sensitivity.rows.map((row) => [
        row.parameter,
        threeDigits(row.value),
        ...(["halved", "doubled"] as const).flatMap((change) => {
          const moved = row[change];
          return [
            moved === null ? "" : `${threeDigits(moved.value)}${isCutShort(row, change) ? CUT_SHORT : ""}`,
            pointsBetween(moved?.success.value ?? null, sensitivity.base.success.value) +
              (isOnePerson(row, change, sensitivity.base) ? ONE_PERSON : ""),
          ];
        }),
      ]),
    },
    `How far success moves when each assumed parameter is halved and doubled; ${CUT_SHORT} not as far, for its range, a neighbour or whole numbers; ${empty}${ONE_PERSON} one person or less, which says nothing. ` +
      "Reach, accuracy and coverage are in report.json",
  );
}

function pointsBetween(moved: number | null, base: number | null): string {
  if (moved === null || base === null) return "";
  const points = ((moved - base) * 100).toFixed(2);
  return moved > base ? `+${points}` : points;
}

function share({ value, low, high }: Figure): string {
  return value === null ? "none, n = 0" : `${percentOf(value)}\n${percentRange(low, high)}`.trimEnd();
}

export function ledgerTable({ ledger }: Report): Markup {
  return renderTable(
    {
      head: ["Events", "generated", "allowed", "flagged", "blocked"],
      rows: [
        ledgerRow("calls", ledger.byChannel.calls),
        ledgerRow("messages", ledger.byChannel.messages),
        ledgerRow("all", ledger),
      ],
    },
    "Generated = allowed + flagged + blocked, or there would be no report",
  );
}

function ledgerRow(name: string, entry: Omit<Report["ledger"], "byChannel">): string[] {
  return [name, ...[entry.generated, entry.allowed, entry.flagged, entry.blocked].map(formatCount)];
}

export function environment({ performance, workers, hours, seed, digest, lossYuan, events, matcher }: Report): Markup {
  const { wallSeconds, eventsPerSecond, peakRssMiB, node, machine, mainThreadBusy, wallSecondsAllArms } = performance;
  const throughput = `${formatCount(eventsPerSecond)} events/s: ${formatCount(events.total)} in ${wallSeconds.toFixed(1)} s, one run`;
  const simulated = `${formatCount(hours.scenario)} hours, and to ${formatCount(hours.untilLastOutcome)} until the last outcome`;
  return renderFacts([
    ["Throughput", throughput],
    ...(lossYuan.withoutDefences === null
      ? []
      : ([["With the paired runs", `${wallSecondsAllArms.toFixed(1)} s`]] as const)),
    ["Main thread busy", formatPercent({ value: mainThreadBusy }, 0)],
    ["Peak memory", `${formatCount(peakRssMiB)} MiB`],
    ["Worker threads", formatCount(workers)],
    ...machineFacts(machine),
    ["Node.js", node],
    ...(matcher === undefined ? [] : ([["Approximate matcher", matcherWords(matcher)]] as const)),
    ["Simulated", simulated],
    ["Seed", String(seed)],
    ["Digest", digest],
  ]);
}

function matcherWords({ engine, differing }: NonNullable<Report["matcher"]>): string {
  return `${engine}: on ${share(differing)} of ${formatCount(differing.n)} edited copies of scripts it decides otherwise than scan`;
}

function machineFacts(machine: Report["performance"]["machine"]): [string, string][] {
  if (machine === undefined) return [];
  const { cpu, memoryMiB, os } = machine;
  return [
    ["Processor", `${cpu}, ${coresWords(machine)}`],
    ["Memory", `${formatCount(memoryMiB)} MiB`],
    ["System", os],
  ];
}

export function reproduceLine({ reproduce }: Report): Markup {
  return markup`<p>The same line gives the same digest, for any number of workers.</p>
    <pre><code>${reproduce}</code></pre>`;
}

export function limits(): Markup {
  return markup`<ul class="limits">
    ${LIMITS.map((limit) => markup`<li>${limit}</li>`)}
  </ul>`;
}

const LIMITS = [
  "The world is synthetic. Figures marked “assumed” in the scenario have no public source: who is taken in, how long it takes, who heeds what. Other values would give the same totals.",
  "Intervals are within this world: another seed is another world, and its figures differ by more. Run several.",
  "Interception depends on how many complain and how fast cases are decided, which are parameters. Read it as “if this much is reported this fast, then”.",
  "The mean loss follows from the reported loss, so that the row on losses is no test.",
  "Paired runs share their luck person by person, but part company: what is blocked in one may get through in another.",
  "Messages come from a finite grammar. A rule that finds them all finds the grammar, and says nothing of real messages.",
] as const;
