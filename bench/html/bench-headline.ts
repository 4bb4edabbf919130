/** The figure that a bench is run for, large, and what it does not say. */
import { type Markup, markup } from "../../src/ui/page/markup.ts";
import { formatCount, range, threeDigits } from "../../src/ui/format.ts";
import { countOf, t, type Text, type Localised } from "../../src/ui/words.ts";
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

const BENCH_CAVEATS = t`What this bench does not say`;
const NUMBER_CAVEATS = t`What this number does not say`;
const OTHERWISE = t`Another machine, another corpus or another build may come to other figures.`;
const NOT_USABLE = t`These figures must not be used.`;

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
  t`No figure`,
  t`Nothing is shown large: what this bench is run for could not be measured well enough.`,
);
const NOT_TO_BE_USED = noFigure(
  t`No figure`,
  t`Nothing is shown large: this result must not be used. Why is said above.`,
);
const NO_FIGURE = noFigure(
  t`No figure of speed`,
  t`Nothing is shown large at smoke size: the figures below mean nothing of speed.`,
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
    unit: t`times better`,
    what: t`${contender} against ${against}: the median over rounds${hasTarget ? t`; at least ${asked!} was asked, ${wanted!} aimed at` : ""}.`,
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
    what: t`${name} (${group}): the median over rounds${aim === null ? "" : t`; ${asked} was asked, ${wanted} aimed at`}.`,
    interval: intervalWords(low, high),
    n: nText(samples.length, formatCount(n)),
  };
}

function nText(rounds: number, operations: string): Localised {
  return t`n = ${countOf(rounds, "round")}${operations === "" ? "" : t`, ${operations} operations each`}`;
}

function intervalWords(low: number | null, high: number | null): Localised {
  const interval = range(low, high, threeDigits);
  return interval === "" ? t`too few rounds for an interval` : t`95\u00a0% interval over rounds: ${interval}`;
}
