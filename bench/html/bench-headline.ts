/** The figure that a bench is run for, large, and what it does not say. */
import { type Markup, markup } from "../../src/report/html/markup.ts";
import { range, threeDigits } from "../../src/report/figure-words.ts";
import { formatCount } from "../../src/report/format.ts";
import { type Comparison, type Measurement, askedWords } from "../harness/measurement.ts";
import type { BenchResult } from "../harness/result.ts";

interface Headline {
  readonly figure: string;
  readonly unit: string;
  readonly what: string;
  readonly interval: string;
  readonly n: string;
}

export function benchHeadline(result: BenchResult): Markup {
  return markup`${result.valid ? null : alarm(result)}
    <div class="headline">
      <div>${headline(result)}</div>
      <section class="caveats" aria-labelledby="caveats">
        <h2 id="caveats">${result.size === "smoke" ? "What this bench does not say" : "What this number does not say"}</h2>
        <ul>
          ${result.warnings.map((one) => markup`<li><span>${one}</span></li>`)}
          <li><span>Another machine, another corpus or another build may come to other figures.</span></li>
        </ul>
      </section>
    </div>`;
}

function alarm({ problems }: BenchResult): Markup {
  return markup`<div class="alarm">
    <p><b>These figures must not be used.</b></p>
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

const NONE_TRUSTED = markup`<p class="number words">No figure</p>
  <p>Nothing is shown large: what this bench is run for could not be measured well enough.</p>`;
const NOT_TO_BE_USED = markup`<p class="number words">No figure</p>
  <p>Nothing is shown large: this result must not be used. Why is said above.</p>`;
const NO_FIGURE = markup`<p class="number words">No figure of speed</p>
  <p>Nothing is shown large at smoke size: the figures below mean nothing of speed.</p>`;

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
  const target =
    atLeast === null || aim === null
      ? ""
      : `; at least ${threeDigits(atLeast)} was asked, ${threeDigits(aim)} aimed at`;
  return {
    figure: threeDigits(value),
    unit: "times better",
    what: `${contender} against ${against}: the median over rounds${target}.`,
    interval: intervalWords(low, high),
    n: `n = ${formatCount(n)} ${n === 1 ? "round" : "rounds"}`,
  };
}

function ofMeasurement(measurement: Measurement): Headline {
  const { name, group, unit, value, low, high, samples, n, aim } = measurement;
  const target =
    aim === null ? "" : `; ${askedWords(measurement, threeDigits)} was asked, ${threeDigits(aim)} aimed at`;
  const rounds = `${formatCount(samples.length)} ${samples.length === 1 ? "round" : "rounds"}`;
  return {
    figure: threeDigits(value),
    unit,
    what: `${name} (${group}): the median over rounds${target}.`,
    interval: intervalWords(low, high),
    n: `n = ${rounds}, ${formatCount(n)} operations each`,
  };
}

function intervalWords(low: number | null, high: number | null): string {
  const interval = range(low, high, threeDigits);
  return interval === "" ? "too few rounds for an interval" : `95\u00a0% interval over rounds: ${interval}`;
}
