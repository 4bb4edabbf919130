import type { Text, Localised } from "../../../core/words.ts";
import {
  counted,
  formatClusterInterval,
  formatCount,
  formatFigure,
  formatInterval,
  formatPercent,
} from "../../format.ts";
import type { SignalKind } from "../../../record/signal.ts";
import type { ReportTable } from "../../report-table.ts";
import { CHANNEL_NAMES } from "../names.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { WarningsFields } from "./schema.ts";

type Warnings = WarningsFields["warnings"];

const PUSHED: Localised = { en: "pushed", zh: "推送" };
const KEPT: Localised = { en: "kept", zh: "保住钱款" };

/** The whole funnel, next to the three published rates: each has another denominator, and leaves something out. */
export function funnelTable({ warnings, rates }: WarningsFields & Pick<RatesFields, "rates">): ReportTable {
  return {
    head: [
      { en: "Funnel of warnings", zh: "预警漏斗" },
      { en: "count", zh: "数量" },
      { en: "rate", zh: "比率" },
      "95 %",
      { en: "of", zh: "分母" },
      { en: "reported", zh: "公开值" },
    ],
    rows: [
      [PUSHED, formatCount(warnings.pushed), "", "", "", ""],
      row({ en: "on target: accuracy", zh: "命中：命中率" }, warnings.onTarget, rates.accuracy, "79.9 %"),
      row({ en: "effective: reach", zh: "有效：送达率" }, warnings.effective, rates.reach),
      row({ en: "kept: success", zh: "保住钱款：成功率" }, warnings.kept, rates.success, "98.1 %"),
      row({ en: "kept of pushed", zh: "保住钱款，占推送" }, null, rates.keptOfPushed, "75.0 %"),
      row(
        { en: "episodes warned: coverage", zh: "得到预警的诈骗：覆盖率" },
        warnings.onTarget - warnings.repeats,
        rates.coverage,
      ),
    ],
    notes: funnelNotes(warnings),
    isFolded: true,
  };
}

function row(name: Localised, count: number | null, share: RatesFields["rates"]["accuracy"], reported = ""): Text[] {
  return [
    name,
    count === null ? "" : formatCount(count),
    formatPercent(share, 1),
    formatClusterInterval(share, 1),
    formatCount(share.n),
    reported,
  ];
}

function funnelNotes({ kept, keptAnyway, keptUnmatched, repeats, onTarget }: Warnings): Localised[] {
  const isKnown = keptAnyway !== null && keptUnmatched !== null;
  const [anyway, engaged] = isKnown ? [formatCount(keptAnyway), formatCount(kept - keptUnmatched)] : [];
  const unmatched = isKnown ? formatCount(keptUnmatched) : "";
  return [
    {
      en: "79.9 % (summer 2022) does not say who is never warned, or warned too late",
      zh: "79.9 %（2022 年夏）没有说谁从未得到预警，或预警太晚",
    },
    {
      en: "98.1 % (2020 to Feb 2021) is of those reached in time: nothing on false alarms",
      zh: "98.1 %（2020 年至 2021 年 2 月）只算预警及时送达的人：不涉及误报",
    },
    {
      en:
        "75.0 % (Apr 2021 to Apr 2022) does not say who would have kept it anyway: " +
        (isKnown
          ? `here ${anyway} of the ${engaged} whom the same attempt engaged in the run with interception alone (${unmatched} were not reached by it there)`
          : "here that is unknown, as the paired runs were left out"),
      zh:
        "75.0 %（2021 年 4 月至 2022 年 4 月）没有说谁本来就能保住：" +
        (isKnown
          ? `此处，在只有拦截的运行中遭遇同一次诈骗的 ${engaged} 人里有 ${anyway} 人（另有 ${unmatched} 人在那里没有遭遇）`
          : "此处无从得知，因为没有做配对运行"),
    },
    {
      en: "kept: lost nothing, also people who then saw through it or lost contact, but not those who heeded only a repeat, or a warning pushed before the episode",
      zh: "保住钱款：没有损失，包括此后识破或失联的人，但不包括只听从重复预警、或听从诈骗开始前预警的人",
    },
    {
      en: `repeats: ${formatCount(repeats)} of ${formatCount(onTarget)} on target, which count once for an episode`,
      zh: `重复：命中的 ${formatCount(onTarget)} 条中有 ${formatCount(repeats)} 条，每起诈骗只计一次`,
    },
    {
      en: "95 %: over gangs, and over the numbers and hosts that false alarms name, as what one of them causes stands and falls together",
      zh: "95 %：按团伙，以及误报涉及的号码和网站，因为同一对象引起的同进同退",
    },
  ];
}

export function levelTable({ warnings }: WarningsFields): ReportTable {
  return {
    head: [
      { en: "Warnings by level", zh: "预警，按等级" },
      PUSHED,
      { en: "on target", zh: "命中" },
      { en: "effective", zh: "有效" },
      KEPT,
      { en: "rose to", zh: "升至" },
    ],
    rows: warnings.byLevel.map((each) => [
      LEVELS[each.level],
      formatCount(each.pushed),
      formatCount(each.onTarget),
      formatCount(each.effective),
      formatCount(each.kept),
      formatCount(each.finally),
    ]),
    notes: [
      {
        en: "by level at the push; rose to: warnings whose highest level it was",
        zh: "按推送时的等级；升至：最高达到该等级的预警",
      },
    ],
    isFolded: true,
  };
}

const LEVELS: Readonly<Record<Warnings["byLevel"][number]["level"], Localised>> = {
  low: { en: "low", zh: "低" },
  medium: { en: "medium", zh: "中" },
  high: { en: "high", zh: "高" },
};

export function channelTable({ warnings }: WarningsFields): ReportTable {
  return {
    head: [
      { en: "Warnings by channel", zh: "预警，按渠道" },
      { en: "deliveries", zh: "送达次数" },
      { en: "warnings", zh: "预警" },
      { en: "strongest", zh: "最强" },
      KEPT,
      "95 %",
    ],
    rows: warnings.byChannel.map(({ channel, deliveries, warnings: count, strongest, success }) => [
      CHANNEL_NAMES[channel],
      formatCount(deliveries),
      formatCount(count),
      formatCount(strongest),
      formatPercent(success, 1),
      formatClusterInterval(success, 1),
    ]),
    notes: [
      {
        en: "strongest: effective warnings, each by the strongest channel in time; kept: of these, 95 % over gangs",
        zh: "最强：有效预警，各按及时送达的最强渠道；保住钱款：其中的比例，95 % 区间按团伙",
      },
      {
        en: "It does not say what a channel does: a person who is still there for a visit refused before. `study compare --ablate` does.",
        zh: "这不说明渠道的作用：能等到上门的人，之前都拒绝过。可用 `study compare --ablate` 比较。",
      },
    ],
    isFolded: true,
  };
}

/** For setting `signals`; null if nobody counted. */
export function signalTable({ warnings: { signals } }: WarningsFields): ReportTable | null {
  if (signals === null) return null;
  return {
    head: [
      { en: "What each signal is worth", zh: "各信号的价值" },
      { en: "in an episode", zh: "诈骗期间" },
      { en: "otherwise", zh: "其他时候" },
      { en: "likelihood ratio", zh: "似然比" },
      "95 %",
    ],
    rows: signals.kinds.map(({ kind, inEpisode, otherwise, likelihoodRatio }) => [
      SIGNAL_NAMES[kind],
      formatCount(inEpisode),
      formatCount(otherwise),
      formatFigure(likelihoodRatio, 1),
      formatInterval(likelihoodRatio, 1),
    ]),
    notes: [
      {
        en: `of each subscriber, day and kind the first, in ${formatCount(Math.round(signals.personDaysInEpisode))} person-days in an episode and ${formatCount(Math.round(signals.personDaysOtherwise))} others`,
        zh: `每名用户每天每种只计第一个；诈骗期间共 ${formatCount(Math.round(signals.personDaysInEpisode))} 人日，其他 ${formatCount(Math.round(signals.personDaysOtherwise))} 人日`,
      },
      {
        en: "likelihood ratio: how much more often people have the signal on a day in an episode. Each is told alone: several signals of one contact say less together",
        zh: "似然比：处于诈骗中的一天出现该信号的频率，是其他日子的多少倍。各自单独计算：同一次联系的几个信号合起来说明得更少",
      },
      {
        en: "95 %: over gangs and benign callers. The platform does not know these counts; the parameters `signals` were set by them, from other seeds",
        zh: "95 %：按团伙和正常主叫。平台不知道这些数量；参数 `signals` 按其他种子的这些数量设定",
      },
    ],
    isFolded: true,
  };
}

const SIGNAL_NAMES: Readonly<Record<SignalKind, Localised>> = {
  flaggedContact: { en: "flagged contact", zh: "被标记的来电或短信" },
  suspectCall: { en: "long call with a suspect number", zh: "与可疑号码的长通话" },
  callBack: { en: "call back", zh: "回拨" },
  reply: { en: "reply", zh: "回复" },
  lookUp: { en: "look-up of a suspect domain", zh: "访问可疑域名" },
  lookBack: { en: "contact before a listing", zh: "列入名单之前的联系" },
  severalNumbers: { en: "another number linked to one before", zh: "与此前号码相关的另一号码" },
  install: { en: "install of a suspect app", zh: "安装可疑应用" },
  chat: { en: "chat", zh: "聊天" },
  payment: { en: "payment to a suspect account", zh: "向可疑账户付款" },
};

export function falseAlarms({ warnings }: WarningsFields): Localised {
  const { pushed, onTarget, tooLate, falseAlarmsPer1000SubscriberDays } = warnings;
  const perDays = formatFigure({ value: falseAlarmsPer1000SubscriberDays }, 2);
  return {
    en: `False alarms: ${counted(pushed - onTarget, "warning")} to people in no episode, ${formatCount(tooLate)} of them to somebody who had just lost money; in the scenario's hours ${perDays} per 1,000 subscriber-days.`,
    zh: `误报：${formatCount(pushed - onTarget)} 条预警发给了并未遭遇诈骗的人，其中 ${formatCount(tooLate)} 条发给了刚刚损失钱款的人；在场景的时段内，每 1,000 用户日 ${perDays} 条。`,
  };
}
