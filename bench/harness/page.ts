/** The result of a bench as a page: the same frame and charts as the report of a run. */
import { formatCount, range, threeDigits } from "../../src/ui/format.ts";
import { renderFacts, renderFigure, renderReportTable } from "../../src/ui/page/figure.ts";
import { type Markup, markup } from "../../src/ui/page/markup.ts";
import { renderPage } from "../../src/ui/page/page.ts";
import { printableDocument } from "../../src/ui/printable-document.ts";
import type { Measured } from "./bench.ts";
import type { Comparison, Measurement } from "./measurement.ts";
import { commonParts, type Part } from "./part.ts";
import type { BenchResult } from "./result.ts";

/** One HTML file. Some 100 ms and 100 to 300 KB. */
export function renderBenchPage(measured: Measured): string {
  const result = printableDocument<unknown>(measured.result) as BenchResult;
  return renderPage({
    title: `${result.kind}, ${result.size} size`,
    kicker: "Ringfence bench",
    facts: factsOf(result),
    headline: headline(result),
    sections: [
      {
        id: "measurements",
        title: "What was measured",
        body: markup`${[...commonParts(result), ...measured.parts].map(renderPart)}`,
      },
      { id: "environment", title: "Environment", body: environment(result) },
      {
        id: "settings",
        title: "Settings",
        body: renderFacts(Object.entries(result.settings).map(([name, value]) => [name, String(value)])),
      },
      { id: "again", title: "Measure it again", body: markup`<pre><code>${result.reproduce}</code></pre>` },
    ],
  });
}

function renderPart({ chart, ...table }: Part): Markup {
  return chart === undefined ? renderReportTable(table) : renderFigure({ ...chart, table });
}

function factsOf({ seed, startedAt, wallSeconds, environment: { cpu, commit, dirty }, digest }: BenchResult): string {
  const [begun, took] = [startedAt.slice(0, 16).replace("T", " "), wallSeconds.toFixed(0)];
  const head = commit?.slice(0, 10);
  return [
    `Seed ${seed}`,
    `begun ${begun} UTC, ${took} s`,
    cpu,
    ...(head === undefined ? [] : [`commit ${head}${dirty ? " (changed)" : ""}`]),
    ...(digest === null ? [] : [`digest ${digest}`]),
  ].join(" · ");
}

function headline(result: BenchResult): Markup {
  const { valid, problems, warnings } = result;
  const alarm = markup`<div class="alarm">
    <p><b>${"These figures must not be used."}</b></p>
    <ul>
      ${problems.map((one) => markup`<li>${one}</li>`)}
    </ul>
  </div>`;
  return markup`${valid ? null : alarm}
    <div class="headline">
      <div>${largeFigure(result)}</div>
      <section class="caveats" aria-labelledby="caveats">
        <h2 id="caveats">${"What this bench does not say"}</h2>
        <ul>
          ${warnings.map((one) => markup`<li><span>${one}</span></li>`)}
          <li><span>${"Another machine, another corpus or another build may come to other figures."}</span></li>
        </ul>
      </section>
    </div>`;
}

/** More would break a number into two lines beside the caveats. */
const MAX_LARGE_LETTERS = 6;

function largeFigure({ valid, size, measurements, comparisons }: BenchResult): Markup {
  const trusted =
    valid && size !== "smoke" ? [...measurements, ...comparisons].filter((one) => one.doubt === null) : [];
  const found =
    trusted.find((one) => "group" in one && one.group === "sustained") ??
    trusted.find(({ name }) => name === "response p99") ??
    trusted.find((one) => "against" in one) ??
    trusted[0];
  if (found === undefined) return markup`<p class="number words">${"No figure"}</p>`;
  const { value, low, high } = found;
  const figure = threeDigits(value);
  const interval = range(low, high, threeDigits);
  return markup`<p class="number below${figure.length > MAX_LARGE_LETTERS ? " long" : ""}">${figure}<small> ${unitOf(found)}</small></p>
    <p>${wordsOf(found)}</p>
    <p class="interval">${interval === "" ? "too few rounds for an interval" : `95\u00a0% interval over rounds: ${interval}`}</p>`;
}

function unitOf(found: Measurement | Comparison): string {
  return "unit" in found ? found.unit : "times better";
}

function wordsOf(found: Measurement | Comparison): string {
  return "against" in found
    ? `${found.contender} against ${found.against}: the median over rounds.`
    : `${found.name} (${found.group}): the median over rounds.`;
}

function environment({ environment: machine, othersBusyCores }: BenchResult): Markup {
  const { cpu, cores, quotaCores, memoryMiB, os, node, v8, flags, load, version, commit, dirty } = machine;
  const { timerStepUs, wakeLateUs, noise } = machine;
  return renderFacts([
    ["Processor", `${cpu}, ${formatCount(cores)} cores`],
    ...(quotaCores === null ? [] : [["Quota of cores", quotaCores.toFixed(2)] as const]),
    ["Memory", `${formatCount(memoryMiB)} MiB`],
    ["System", os],
    ["Node.js", [node, `V8 ${v8}`, ...flags].join(", ")],
    ["Load at the start", load.toFixed(2)],
    ["Cores kept busy by other work", othersBusyCores.toFixed(2)],
    ["Steps of the timer", `${Number(timerStepUs.toPrecision(2))} us`],
    ["Threads wake late, at worst", `${wakeLateUs.toFixed(0)} us`],
    ["The same work varies by", `${(noise * 100).toFixed(1)} %`],
    ["Ringfence", version],
    ["Commit", commit === null ? "unknown" : dirty ? `${commit}, changed` : commit],
  ]);
}
