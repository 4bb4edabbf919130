/** The figure that a bench is run for, large, and what it does not say. */
import { type Markup, markup } from "../../src/report/html/markup.ts";
import { range, threeDigits } from "../../src/report/figure-words.ts";
import { formatCount } from "../../src/report/format.ts";
import { en, type Text, type Localised, zh } from "../../src/core/words.ts";
import type { Comparison, Measurement } from "../harness/measurement.ts";
import type { BenchResult } from "../harness/result.ts";
import { limitText } from "./bench-words.ts";

interface Headline {
  readonly figure: string;
  readonly unit: Text;
  readonly what: Text;
  readonly interval: Text;
  readonly n: Text;
}

export function benchHeadline(result: BenchResult): Markup {
  return markup`${result.valid ? null : alarm(result)}
    <div class="headline">
      <div>${headline(result)}</div>
      <section class="caveats" aria-labelledby="caveats">
        <h2 id="caveats">${result.size === "smoke" ? BENCH_CAVEATS : NUMBER_CAVEATS}</h2>
        <ul>
          ${result.warnings.map((one) => markup`<li><span>${one}</span></li>`)}
          <li><span>${OTHERWISE}</span></li>
        </ul>
      </section>
    </div>`;
}

const BENCH_CAVEATS: Localised = { en: "What this bench does not say", zh: "这次测量没有说什么" };
const NUMBER_CAVEATS: Localised = { en: "What this number does not say", zh: "这个数字没有说什么" };
const OTHERWISE: Localised = {
  en: "Another machine, another corpus or another build may come to other figures.",
  zh: "换一台机器、一批数据或一个版本，数字可能不同。",
};
const NOT_USABLE: Localised = { en: "These figures must not be used.", zh: "这些数字不能使用。" };

function alarm({ problems }: BenchResult): Markup {
  return markup`<div class="alarm">
    <p><b>${NOT_USABLE}</b></p>
    <ul>
      ${problems.map((one) => markup`<li>${one}</li>`)}
    </ul>
  </div>`;
}

function headline(result: BenchResult): Markup {
  if (!result.valid) return NOT_TO_BE_USED;
  if (result.size === "smoke") return NO_FIGURE;
  const found = headlineOf(result);
  return found === null ? NONE_TRUSTED : largeFigure(found);
}

const NONE_TRUSTED = noFigure(
  { en: "No figure", zh: "没有数字" },
  {
    en: "Nothing is shown large: what this bench is run for could not be measured well enough.",
    zh: "不突出任何数字：这次测量的目标没有测得足够好。",
  },
);
const NOT_TO_BE_USED = noFigure(
  { en: "No figure", zh: "没有数字" },
  {
    en: "Nothing is shown large: this result must not be used. Why is said above.",
    zh: "不突出任何数字：这个结果不能使用，原因见上。",
  },
);
const NO_FIGURE = noFigure(
  { en: "No figure of speed", zh: "没有速度数字" },
  {
    en: "Nothing is shown large at smoke size: the figures below mean nothing of speed.",
    zh: "smoke 规模不突出任何数字：下面的数字说明不了速度。",
  },
);

function noFigure(head: Localised, why: Localised): Markup {
  return markup`<p class="number words">${head}</p><p>${why}</p>`;
}

/** More would break a number into two lines beside the caveats. */
const MAX_LARGE_LETTERS = 6;

function largeFigure({ figure, unit, what, interval, n }: Headline): Markup {
  return markup`<p class="number below${figure.length > MAX_LARGE_LETTERS ? " long" : ""}">${figure}<small> ${unit}</small></p>
    <p>${what}</p>
    <p class="interval">${interval}<br />${n}</p>`;
}

/** Of the figures that may be used, the first; null where none may. */
function headlineOf(result: BenchResult): Headline | null {
  const { kind } = result;
  const [measurements, comparisons] = [result.measurements.filter(isTrusted), result.comparisons.filter(isTrusted)];
  if (measurements.length === 0) return null;
  const named = (name: string): Measurement | undefined => measurements.find((one) => one.name === name);
  const [first] = comparisons;
  if (kind === "open-loop") {
    return ofMeasurement(
      measurements.find(({ group }) => group === "sustained") ?? named("response p99") ?? measurements[0]!,
    );
  }
  if (first !== undefined) return ofComparison(first);
  return ofMeasurement(measurements[0]!);
}

function isTrusted({ doubt }: Pick<Measurement, "doubt">): boolean {
  return doubt === null;
}

function ofComparison({ contender, against, value, low, high, n, atLeast, aim }: Comparison): Headline {
  const [asked, wanted] = [atLeast, aim].map((limit) => (limit === null ? "" : threeDigits(limit)));
  const hasTarget = atLeast !== null && aim !== null;
  return {
    figure: threeDigits(value),
    unit: { en: "times better", zh: "倍" },
    what: {
      en: `${contender} against ${against}: the median over rounds${hasTarget ? `; at least ${asked} was asked, ${wanted} aimed at` : ""}.`,
      zh: `${contender} 与 ${against} 相比：各轮的中位数${hasTarget ? `；要求至少 ${asked}，期望 ${wanted}` : ""}。`,
    },
    interval: intervalWords(low, high),
    n: nText(n, ""),
  };
}

function ofMeasurement(measurement: Measurement): Headline {
  const { name, group, unit, value, low, high, samples, n, aim, atLeast, atMost } = measurement;
  const asked = limitText(atLeast, atMost, threeDigits);
  const wanted = aim === null ? "" : threeDigits(aim);
  return {
    figure: threeDigits(value),
    unit,
    what: {
      en: `${name} (${group}): the median over rounds${aim === null ? "" : `; ${en(asked)} was asked, ${wanted} aimed at`}.`,
      zh: `${name}（${group}）：各轮的中位数${aim === null ? "" : `；要求${zh(asked)}，期望 ${wanted}`}。`,
    },
    interval: intervalWords(low, high),
    n: nText(samples.length, formatCount(n)),
  };
}

function nText(rounds: number, operations: string): Localised {
  const count = formatCount(rounds);
  return {
    en: `n = ${count} ${rounds === 1 ? "round" : "rounds"}${operations === "" ? "" : `, ${operations} operations each`}`,
    zh: `n = ${count} 轮${operations === "" ? "" : `，每轮 ${operations} 次操作`}`,
  };
}

function intervalWords(low: number | null, high: number | null): Localised {
  const interval = range(low, high, threeDigits);
  return interval === ""
    ? { en: "too few rounds for an interval", zh: "轮次太少，没有区间" }
    : { en: `95\u00a0% interval over rounds: ${interval}`, zh: `95\u00a0% 区间（按轮次）：${interval}` };
}
