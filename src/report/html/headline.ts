/** The main numbers, large: what warnings changed, then success; and right next to them what they do not say. */
import { en, joined, type Text, type Localised, zh } from "../../core/words.ts";
import { clusterFigure, inBrackets, NOTHING, percentOf, percentRange, range } from "../figure-words.ts";
import { amountInterval, amountText, formatCount } from "../format.ts";
import type { Report } from "../schema.ts";
import { renderTable } from "./figure.ts";
import { type Markup, markup } from "./markup.ts";

export function runHeadline(report: Report): Markup {
  const title = { en: "What these numbers do not say", zh: "这些数字没有说什么" };
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
        head: [
          { en: "Headline figures", zh: "关键数据" },
          { en: "here", zh: "本次" },
        ],
        rows: headlineRows(report),
      },
      {
        en: "Below each figure its 95 % interval and n. An interval says where the figure would lie if gangs, benign callers and the people whom false alarms name were drawn again; it is left out where they are too few",
        zh: "每个数字下面是其 95 % 区间和 n。区间表示：若重新抽取团伙、正常主叫和误报涉及的人，数字会落在何处；对象太少时不列区间",
      },
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
      ? { en: "people saved: nobody lost money with interception alone.", zh: "人被救下：只有拦截时也没有人损失钱款。" }
      : {
          en: `people saved by adding warnings: ${share} of the ${of} who lose money where there is interception alone.`,
          zh: `人因预警被救下：占只有拦截时损失钱款的 ${of} 人的 ${share}。`,
        };
  return markup`<p class="number">${formatCount(people.value)}</p>
    <p>${meaning}</p>
    ${interval === "" ? "" : markup`<p class="interval">${{ en: `95\u00a0% interval over gangs: ${interval}`, zh: `95\u00a0% 区间（按团伙）：${interval}` }}</p>`}`;
}

function success({ netEffect, rates, reference }: Report): Markup {
  const { value, n, low, high } = rates.success;
  if (value === null) {
    const why = {
      en: "No early warning was effective, so there is nobody who could have kept their money because of one.",
      zh: "没有一条预警有效，所以谈不上有人因预警而保住钱款。",
    };
    return markup`<p class="number words">${{ en: `Success: ${NOTHING.en}`, zh: `成功率：${NOTHING.zh}` }}</p><p>${why}</p>`;
  }
  const overGangs = reference.find(({ id }) => id === "success");
  const hasGangs = overGangs?.low != null && overGangs.high !== null;
  const interval = hasGangs ? percentRange(overGangs.low, overGangs.high) : percentRange(low, high);
  const count = formatCount(n);
  const said = {
    meaning: {
      en: "of the people whom an early warning reached in time kept their money: success.",
      zh: "的人在预警及时送达后保住了钱款：成功率。",
    },
    interval: hasGangs
      ? { en: `95\u00a0% interval over gangs: ${interval}\u00a0%`, zh: `95\u00a0% 区间（按团伙）：${interval}\u00a0%` }
      : {
          en: `95\u00a0% interval, warnings taken as independent: ${interval}\u00a0%`,
          zh: `95\u00a0% 区间（视各预警为独立）：${interval}\u00a0%`,
        },
    n: { en: `n = ${count} effective warnings`, zh: `n = ${count} 条有效预警` },
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
      { en: `${falseAlarms} false alarms`, zh: `误报 ${falseAlarms} 条` },
      warnings.pushed === 0
        ? { en: "– no warning was pushed", zh: "– 没有推送预警" }
        : {
            en: `of ${pushed} warnings went to people in no episode`,
            zh: `共 ${pushed} 条预警，这些发给了并未遭遇诈骗的人`,
          },
    ],
    missed === null
      ? [
          { en: "0 episodes", zh: "0 起" },
          { en: "– nobody was taken in, so nobody was missed", zh: "– 没有人上钩，也就没有漏报" },
        ]
      : [
          { en: `${missed} missed episodes`, zh: `漏报 ${missed} 起` },
          {
            en: `of ${formatCount(episodes.total)} were never warned of`,
            zh: `共 ${formatCount(episodes.total)} 起诈骗，这些始终没有预警`,
          },
        ],
    [
      { en: `${blocked} benign events blocked`, zh: `误拦正常事件 ${blocked} 条` },
      falseInterception.value === null
        ? { en: "– there was no benign traffic", zh: "– 没有正常流量" }
        : benignWords(total!, falseInterception),
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
  return {
    en: `of ${total}: ${per10000(value!)} per 10,000${en(interval)}`,
    zh: `共 ${total} 条：每 10,000 条误拦 ${per10000(value!)} 条${zh(interval)}`,
  };
}

function precisionCaveat(benign: string, prevalence: string): Caveat {
  return [
    { en: `${benign} of what is blocked is benign`, zh: `被拦截的有 ${benign} 是正常的` },
    { en: `if ${prevalence} of events were fraud, as in real traffic`, zh: `假如诈骗像真实流量那样只占 ${prevalence}` },
  ];
}

function anywayCaveat(anyway: string, reached: string): Caveat {
  return [
    { en: `${anyway} kept anyway`, zh: `${anyway} 人本来就能保住` },
    {
      en: `of ${reached} whom the same attempt reached with interception alone: it cost them nothing either`,
      zh: `共 ${reached} 人，在只有拦截时也遭遇同一次诈骗，同样没有损失`,
    },
  ];
}

function headlineRows({ rates, leadTimeMinutes, lossYuan, netEffect, reference }: Report): Text[][] {
  const avoided = reference.find(({ id }) => id === "lossAvoidedYuan");
  const { p10, p50, p90, n } = leadTimeMinutes;
  return [
    shareRow({ en: "Fraud calls intercepted", zh: "拦截的诈骗电话" }, rates.interceptionCalls),
    shareRow({ en: "Fraud messages intercepted", zh: "拦截的诈骗短信" }, rates.interceptionMessages),
    shareRow({ en: "Precision: fraud, of what was blocked", zh: "精确率：被拦截者中的诈骗" }, rates.precision),
    shareRow({ en: "Accuracy: on target, of warnings pushed", zh: "命中率：已推送预警中命中的" }, rates.accuracy),
    shareRow({ en: "Coverage: episodes warned of", zh: "覆盖率：有预警的诈骗" }, rates.coverage),
    shareRow({ en: "Kept, of warnings pushed", zh: "已推送预警中保住钱款的" }, rates.keptOfPushed),
    [
      {
        en: "Lead time, median (tenth to ninetieth percentile)",
        zh: "提前时间，中位数（第十至第九十百分位）",
      },
      p50 === null
        ? NOTHING
        : stacked(
            { en: `${hours(p50)} h`, zh: `${hours(p50)} 小时` },
            range(p10, p90, hours),
            `n\u00a0=\u00a0${formatCount(n)}`,
          ),
    ],
    [
      { en: "Money saved by adding warnings, yuan", zh: "加上预警后挽回的钱款，元" },
      netEffect === null
        ? { en: "no paired runs", zh: "没有配对运行" }
        : stacked(amountText(netEffect.savedYuan.value), amountInterval(netEffect.savedYuan)),
    ],
    [
      { en: "Loss avoided by all defences, yuan", zh: "全部防护挽回的损失，元" },
      lossYuan.avoided === null
        ? { en: "no paired runs", zh: "没有配对运行" }
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
