/** The main numbers, large: what warnings changed, then success; and right next to them what they do not say. */
import { joined, t, type Text, type Localised } from "../../ui/words.ts";
import { clusterFigure, inBrackets, NOTHING, percentOf, percentRange, range } from "../figure-words.ts";
import { amountInterval, amountText, formatCount } from "../format.ts";
import type { Report } from "../schema.ts";
import { renderTable } from "./figure.ts";
import { type Markup, markup } from "./markup.ts";

export function runHeadline(report: Report): Markup {
  const title = t`What these numbers do not say`;
  return markup`<div class="headline">
      <div>${saved(report)}${success(report)}</div>
      <section class="caveats" aria-labelledby="caveats">
        <h2 id="caveats">${title}</h2>
        <ul>
          ${caveats(report).map(([figure, words]) => markup`<li><b>${figure}</b> <span>${words}</span></li>`)}
        </ul>
      </section>
    </div>
    ${renderTable(
      {
        head: [t`Headline figures`, t`here`],
        rows: headlineRows(report),
      },
      t`Below each figure its 95 % interval and n. An interval says where the figure would lie if gangs, benign callers and the people whom false alarms name were drawn again; it is left out where they are too few`,
    )}`;
}

/** Empty without the paired run. */
function saved({ netEffect }: Report): Markup | "" {
  if (netEffect === null) return "";
  const { lostUnwarned, saved: people, savedShare } = netEffect;
  const of = formatCount(lostUnwarned);
  const share = savedShare.value === null ? null : percentOf(savedShare.value);
  const interval = range(people.low, people.high, formatCount);
  const meaning =
    share === null
      ? t`people saved: nobody lost money with interception alone.`
      : t`people saved by adding warnings: ${share} of the ${of} who lose money where there is interception alone.`;
  return markup`<p class="number">${formatCount(people.value)}</p>
    <p>${meaning}</p>
    ${interval === "" ? "" : markup`<p class="interval">${t`95\u00a0% interval over gangs: ${interval}`}</p>`}`;
}

function success({ netEffect, rates, reference }: Report): Markup {
  const { value, n, low, high } = rates.success;
  if (value === null) {
    const why = t`No early warning was effective, so there is nobody who could have kept their money because of one.`;
    return markup`<p class="number words">${t`Success: ${NOTHING}`}</p><p>${why}</p>`;
  }
  const overGangs = reference.find(({ id }) => id === "success");
  const hasGangs = overGangs?.low != null && overGangs.high !== null;
  const interval = hasGangs ? percentRange(overGangs.low, overGangs.high) : percentRange(low, high);
  const count = formatCount(n);
  const said = {
    meaning: t`of the people whom an early warning reached in time kept their money: success.`,
    interval: hasGangs
      ? t`95\u00a0% interval over gangs: ${interval}\u00a0%`
      : t`95\u00a0% interval, warnings taken as independent: ${interval}\u00a0%`,
    n: t`n = ${count} effective warnings`,
  };
  const size = netEffect === null ? "number" : "number long";
  return markup`<p class="${size}">${(value * 100).toFixed(1)}<small> %</small></p>
    <p>${said.meaning}</p>
    <p class="interval">${said.interval}<br />${said.n}</p>`;
}

type Caveat = readonly [figure: Localised, words: Localised];

function caveats({ warnings, rates, episodes, benign, precisionByPrevalence }: Report): Caveat[] {
  const { coverage, falseInterception } = rates;
  const [pushed, falseAlarms, blocked, total] = [
    warnings.pushed,
    warnings.pushed - warnings.onTarget,
    benign.intercepted,
    benign.total,
  ].map(formatCount);
  const missed = coverage.value === null ? null : formatCount(coverage.n - Math.round(coverage.value * coverage.n));
  const rarest = precisionByPrevalence.at(-1);
  return [
    [
      t`${falseAlarms!} false alarms`,
      warnings.pushed === 0 ? t`– no warning was pushed` : t`of ${pushed!} warnings went to people in no episode`,
    ],
    missed === null
      ? [t`0 episodes`, t`– nobody was taken in, so nobody was missed`]
      : [t`${missed} missed episodes`, t`of ${formatCount(episodes.total)} were never warned of`],
    [
      t`${blocked!} benign events blocked`,
      falseInterception.value === null ? t`– there was no benign traffic` : benignWords(total!, falseInterception),
    ],
    ...(rarest?.precision.value == null || rarest.prevalence === null
      ? []
      : [precisionCaveat(percentOf(1 - rarest.precision.value, 0), percentOf(rarest.prevalence, 2))]),
    ...(warnings.keptAnyway === null || warnings.keptUnmatched === null || warnings.kept === 0
      ? []
      : [anywayCaveat(formatCount(warnings.keptAnyway), formatCount(warnings.kept - warnings.keptUnmatched))]),
  ];
}

function benignWords(
  total: string,
  { value, clusterLow, clusterHigh }: Report["rates"]["falseInterception"],
): Localised {
  const interval = inBrackets(range(clusterLow, clusterHigh, per10000));
  return t`of ${total}: ${per10000(value!)} per 10,000${interval}`;
}

function precisionCaveat(benign: string, prevalence: string): Caveat {
  return [t`${benign} of what is blocked is benign`, t`if ${prevalence} of events were fraud, as in real traffic`];
}

function anywayCaveat(anyway: string, reached: string): Caveat {
  return [
    t`${anyway} kept anyway`,
    t`of ${reached} whom the same attempt reached with interception alone: it cost them nothing either`,
  ];
}

function headlineRows({ rates, leadTimeMinutes, lossYuan, netEffect, reference }: Report): Text[][] {
  const avoided = reference.find(({ id }) => id === "lossAvoidedYuan");
  const { p10, p50, p90, n } = leadTimeMinutes;
  return [
    shareRow(t`Fraud calls intercepted`, rates.interceptionCalls),
    shareRow(t`Fraud messages intercepted`, rates.interceptionMessages),
    shareRow(t`Precision: fraud, of what was blocked`, rates.precision),
    shareRow(t`Accuracy: on target, of warnings pushed`, rates.accuracy),
    shareRow(t`Coverage: episodes warned of`, rates.coverage),
    shareRow(t`Kept, of warnings pushed`, rates.keptOfPushed),
    [
      t`Lead time, median (tenth to ninetieth percentile)`,
      p50 === null ? NOTHING : stacked(t`${hours(p50)} h`, range(p10, p90, hours), `n\u00a0=\u00a0${formatCount(n)}`),
    ],
    [
      t`Money saved by adding warnings, yuan`,
      netEffect === null
        ? t`no paired runs`
        : stacked(amountText(netEffect.savedYuan.value), amountInterval(netEffect.savedYuan)),
    ],
    [
      t`Loss avoided by all defences, yuan`,
      lossYuan.avoided === null
        ? t`no paired runs`
        : stacked(amountText(lossYuan.avoided), avoided ? amountInterval(avoided) : ""),
    ],
  ];
}

function shareRow(name: Localised, rate: Report["rates"]["accuracy"]): Text[] {
  const { value, low, high, n } = clusterFigure(rate);
  if (value === null) return [name, NOTHING];
  return [name, stacked(percentOf(value), percentRange(low, high), `n\u00a0=\u00a0${formatCount(n)}`)];
}

/** One column of lines fits a telephone; three columns would not. */
function stacked(...lines: readonly Text[]): Text {
  return joined(
    lines.filter((line) => line !== ""),
    "\n",
  );
}

function per10000(share: number): string {
  return (share * 10_000).toFixed(1);
}

function hours(minutes: number): string {
  return (minutes / 60).toFixed(1);
}
