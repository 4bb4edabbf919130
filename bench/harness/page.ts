/** The result of a bench as a page: the same frame and charts as the report of a run. */
import { formatCount } from "../../src/ui/format.ts";
import { renderFacts, renderFigure, renderReportTable } from "../../src/ui/page/figure.ts";
import { type Markup, markup } from "../../src/ui/page/markup.ts";
import { renderPage } from "../../src/ui/page/page.ts";
import { printableDocument } from "../../src/ui/printable-document.ts";
import type { Measured } from "./bench.ts";
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

function headline({ valid, problems, warnings }: BenchResult): Markup {
  const alarm = markup`<div class="notice bad">
    <b>${"These figures must not be used."}</b>
    ${problems.map((one) => markup`<p>${one}</p>`)}
  </div>`;
  return markup`<div class="first">
    ${valid ? null : alarm}
    <h3>${"What this bench does not say"}</h3>
    ${warnings.map((one) => markup`<p>${one}</p>`)}
    <p>${"Another machine, another corpus or another build may come to other figures."}</p>
  </div>`;
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
