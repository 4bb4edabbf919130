/** The result of a bench as a page, from its document alone: the same frame and charts as the report of a run. */
import { both, joined, type Text, type Localised } from "../../src/core/words.ts";
import type { Chart } from "../../src/ui/chart/chart.ts";
import { renderFacts, renderFigure } from "../../src/report/html/figure.ts";
import { type Markup, markup } from "../../src/report/html/markup.ts";
import { type Section, renderPage } from "../../src/report/html/page.ts";
import { printableDocument } from "../../src/report/printable-document.ts";
import { formatCount } from "../../src/report/format.ts";
import { quotaWords } from "../../src/report/machine-words.ts";
import type { BenchResult } from "../harness/result.ts";
import { benchHeadline } from "./bench-headline.ts";
import { comparisonChart } from "./comparison-chart.ts";
import { errorChart, groupCharts, singleTable } from "./measurement-charts.ts";
import { ratesChart, spectrumChart } from "./latency-charts.ts";
import { paretoChart } from "./pareto-chart.ts";
import { scalingCharts } from "./scaling-charts.ts";

/** One HTML file. Some 100 ms and 100 to 300 KB. */
export function renderBenchPage(document: BenchResult): string {
  const result = printableDocument<unknown>(document) as typeof document;
  return renderPage({
    title: { en: `${result.kind}, ${result.size} size`, zh: `${result.kind}，${result.size} 规模` },
    kicker: { en: "Ringfence bench", zh: "Ringfence 性能测量" },
    facts: factsOf(result),
    headline: benchHeadline(result),
    sections: sectionsOf(result),
    isBilingual: true,
  });
}

function factsOf({ seed, startedAt, wallSeconds, environment, digest }: BenchResult): Localised {
  const { cpu, commit, dirty } = environment;
  const [begun, took] = [startedAt.slice(0, 16).replace("T", " "), wallSeconds.toFixed(0)];
  const head = commit?.slice(0, 10);
  return joined(
    [
      { en: `Seed ${seed}`, zh: `种子 ${seed}` },
      { en: `begun ${begun} UTC, ${took} s`, zh: `开始于 ${begun} UTC，${took} 秒` },
      cpu,
      ...(head === undefined
        ? []
        : [{ en: `commit ${head}${dirty ? " (changed)" : ""}`, zh: `提交 ${head}${dirty ? "（有改动）" : ""}` }]),
      ...(digest === null ? [] : [{ en: `digest ${digest}`, zh: `摘要 ${digest}` }]),
    ],
    " · ",
  );
}

function sectionsOf(result: BenchResult): Section[] {
  const comparison = comparisonChart(result);
  const error = errorChart(result);
  return [
    ...(comparison === null
      ? []
      : [charts("comparisons", { en: "Beside the others", zh: "与其他相比" }, [comparison])]),
    ...ofKind(result),
    { id: "measurements", title: { en: "What was measured", zh: "测了什么" }, body: measured(result) },
    ...(error === null ? [] : [charts("errors", { en: "Errors beside theory", zh: "误差与理论" }, [error])]),
    { id: "environment", title: { en: "Environment", zh: "环境" }, body: machineOf(result) },
    { id: "settings", title: { en: "Settings", zh: "设置" }, body: settingsOf(result) },
    {
      id: "again",
      title: { en: "Measure it again", zh: "再测一次" },
      body: markup`<pre><code>${result.reproduce}</code></pre>`,
    },
    { id: "limits", title: { en: "Limits", zh: "局限" }, body: limits() },
  ];
}

function measured(result: BenchResult): Markup {
  return markup`${groupCharts(result).map(renderFigure)} ${singleTable(result)}`;
}

/** What only this kind of bench has. */
function ofKind(result: BenchResult): Section[] {
  switch (result.kind) {
    case "open-loop":
      return [charts("latency", { en: "Latency", zh: "延迟" }, [spectrumChart(result), ratesChart(result)])];
    case "scaling":
      return [charts("scaling", { en: "Scaling", zh: "扩展" }, scalingCharts(result))];
    case "pareto":
      return [charts("pareto", { en: "Quality against speed", zh: "质量与速度" }, [paretoChart(result)])];
    default:
      return [];
  }
}

function charts(id: string, title: Text, list: readonly Chart[]): Section {
  return { id, title, body: markup`${list.map(renderFigure)}` };
}

function machineOf({ environment: machine, othersBusyCores }: BenchResult): Markup {
  const { cpu, cores, memoryMiB, os, node, v8, flags, load, version, commit, dirty } = machine;
  const { timerStepUs, wakeLateUs, noise } = machine;
  return renderFacts([
    [
      { en: "Processor", zh: "处理器" },
      both`${cpu}, ${{ en: `${formatCount(cores)} cores`, zh: `${formatCount(cores)} 核` }}`,
    ],
    [
      { en: "Quota of cores", zh: "核数配额" },
      { en: quotaWords(machine), zh: quotaChinese(machine) },
    ],
    [{ en: "Memory", zh: "内存" }, `${formatCount(memoryMiB)} MiB`],
    [{ en: "System", zh: "系统" }, os],
    ["Node.js", `${node}, V8 ${v8}${flags.length === 0 ? "" : `, ${flags.join(" ")}`}`],
    [{ en: "Load at the start", zh: "开始时的负载" }, load.toFixed(2)],
    [{ en: "Cores kept busy by other work", zh: "其他程序占用的核数" }, othersBusyCores.toFixed(2)],
    [{ en: "Steps of the timer", zh: "计时器步长" }, `${Number(timerStepUs.toPrecision(2))} us`],
    [{ en: "Threads wake late, at worst", zh: "线程最晚唤醒" }, `${wakeLateUs.toFixed(0)} us`],
    [{ en: "The same work varies by", zh: "同样工作的波动" }, `${(noise * 100).toFixed(1)} %`],
    ["Ringfence", version],
    [
      { en: "Commit", zh: "提交" },
      commit === null
        ? { en: "unknown", zh: "未知" }
        : dirty
          ? both`${commit}, ${{ en: "changed", zh: "有改动" }}`
          : commit,
    ],
  ]);
}

function quotaChinese({ quotaCores, quotaKnown }: BenchResult["environment"]): string {
  if (typeof quotaCores === "number") return `${Number(quotaCores.toFixed(2))}`;
  return quotaKnown ? "无配额" : "无法得知";
}

function settingsOf({ settings }: BenchResult): Markup {
  return renderFacts(Object.entries(settings).map(([name, value]) => [name, String(value)]));
}

/** Of every bench: what is to be said of this one stands beside its headline. */
function limits(): Markup {
  const all: readonly Localised[] = [
    {
      en: "Intervals come from rounds in one process on one machine: they tell of the machine in these minutes, not of other inputs.",
      zh: "区间来自一台机器上一个进程的各轮：说明的是这台机器这几分钟，不是别的输入。",
    },
    {
      en: "Contenders take turns within each round, so a ratio can be trusted where the figures behind it cannot.",
      zh: "每轮中各方轮流进行，所以即使数字本身不可靠，比值也可信。",
    },
  ];
  return markup`<ul class="limits">
    ${all.map((one) => markup`<li>${one}</li>`)}
  </ul>`;
}
