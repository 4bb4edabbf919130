/** The result of a bench as a page: the same frame and charts as the report of a run. */
import { formatCount, range, threeDigits } from "../../src/ui/format.ts";
import { renderFacts, renderFigure, renderReportTable } from "../../src/ui/page/figure.ts";
import { type Markup, markup } from "../../src/ui/page/markup.ts";
import { renderPage } from "../../src/ui/page/page.ts";
import { printableDocument } from "../../src/ui/printable-document.ts";
import { joined, t, type Text } from "../../src/ui/words.ts";
import type { Measured } from "./bench.ts";
import type { Comparison, Measurement } from "./measurement.ts";
import { commonParts, type Part } from "./part.ts";
import type { BenchResult } from "./result.ts";

/** One HTML file. Some 100 ms and 100 to 300 KB. */
export function renderBenchPage(measured: Measured): string {
  const result = printableDocument<unknown>(measured.result) as BenchResult;
  return renderPage({
    title: t`${result.kind}, ${result.size} size`,
    kicker: t`Ringfence bench`,
    facts: factsOf(result),
    headline: headline(result),
    sections: [
      {
        id: "measurements",
        title: t`What was measured`,
        body: markup`${[...commonParts(result), ...measured.parts].map(renderPart)}`,
      },
      { id: "environment", title: t`Environment`, body: environment(result) },
      {
        id: "settings",
        title: t`Settings`,
        body: renderFacts(Object.entries(result.settings).map(([name, value]) => [name, String(value)])),
      },
      { id: "again", title: t`Measure it again`, body: markup`<pre><code>${result.reproduce}</code></pre>` },
    ],
    isBilingual: true,
  });
}

function renderPart({ chart, ...table }: Part): Markup {
  if (chart === undefined) return renderReportTable(table);
  return markup`${renderFigure({ ...chart, table })} ${table.notes.map((one) => markup`<p class="caption">${one}</p>`)}`;
}

function factsOf({ seed, startedAt, wallSeconds, environment: { cpu, commit, dirty }, digest }: BenchResult): Text {
  const [begun, took] = [startedAt.slice(0, 16).replace("T", " "), wallSeconds.toFixed(0)];
  const head = commit?.slice(0, 10);
  return joined(
    [
      t`Seed ${seed}`,
      t`begun ${begun} UTC, ${took} s`,
      cpu,
      ...(head === undefined ? [] : [t`commit ${head}${dirty ? t` (changed)` : ""}`]),
      ...(digest === null ? [] : [t`digest ${digest}`]),
    ],
    " · ",
  );
}

function headline(result: BenchResult): Markup {
  const { valid, problems, warnings } = result;
  const alarm = markup`<div class="alarm">
    <p><b>${t`These figures must not be used.`}</b></p>
    <ul>
      ${problems.map((one) => markup`<li>${one}</li>`)}
    </ul>
  </div>`;
  return markup`${valid ? null : alarm}
    <div class="headline">
      <div>${largeFigure(result)}</div>
      <section class="caveats" aria-labelledby="caveats">
        <h2 id="caveats">${t`What this bench does not say`}</h2>
        <ul>
          ${warnings.map((one) => markup`<li><span>${one}</span></li>`)}
          <li><span>${t`Another machine, another corpus or another build may come to other figures.`}</span></li>
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
  if (found === undefined) return markup`<p class="number words">${t`No figure`}</p>`;
  const { value, low, high } = found;
  const figure = threeDigits(value);
  const interval = range(low, high, threeDigits);
  return markup`<p class="number below${figure.length > MAX_LARGE_LETTERS ? " long" : ""}">${figure}<small> ${unitOf(found)}</small></p>
    <p>${wordsOf(found)}</p>
    <p class="interval">${interval === "" ? t`too few rounds for an interval` : t`95\u00a0% interval over rounds: ${interval}`}</p>`;
}

function unitOf(found: Measurement | Comparison): Text {
  return "unit" in found ? found.unit : t`times better`;
}

function wordsOf(found: Measurement | Comparison): Text {
  return "against" in found
    ? t`${found.contender} against ${found.against}: the median over rounds.`
    : t`${found.name} (${found.group}): the median over rounds.`;
}

function environment({ environment: machine, othersBusyCores }: BenchResult): Markup {
  const { cpu, cores, quotaCores, memoryMiB, os, node, v8, flags, load, version, commit, dirty } = machine;
  const { timerStepUs, wakeLateUs, noise } = machine;
  return renderFacts([
    [t`Processor`, t`${cpu}, ${formatCount(cores)} cores`],
    ...(quotaCores === null ? [] : [[t`Quota of cores`, quotaCores.toFixed(2)] as const]),
    [t`Memory`, `${formatCount(memoryMiB)} MiB`],
    [t`System`, os],
    ["Node.js", [node, `V8 ${v8}`, ...flags].join(", ")],
    [t`Load at the start`, load.toFixed(2)],
    [t`Cores kept busy by other work`, othersBusyCores.toFixed(2)],
    [t`Steps of the timer`, `${Number(timerStepUs.toPrecision(2))} us`],
    [t`Threads wake late, at worst`, `${wakeLateUs.toFixed(0)} us`],
    [t`The same work varies by`, `${(noise * 100).toFixed(1)} %`],
    ["Ringfence", version],
    [t`Commit`, commit === null ? t`unknown` : dirty ? t`${commit}, changed` : commit],
  ]);
}
