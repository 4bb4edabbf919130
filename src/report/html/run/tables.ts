/** What is read as a table: the best rules on one feature, the ledger, where it ran, and how to run it again. */
import { formatCount, formatPercent } from "../../format.ts";
import { coresWords } from "../../machine-words.ts";
import type { Report } from "../../schema.ts";
import { renderFacts, renderTable } from "../figure.ts";
import { type Markup, markup } from "../markup.ts";
import { type Figure, percentOf } from "../words.ts";

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
    "Were one feature enough, the simulated world would prove nothing. No intervals: features are not counted by gang or caller",
  );
}

function share({ value }: Figure): string {
  return value === null ? "none, n = 0" : percentOf(value);
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
